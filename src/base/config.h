#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"

namespace seohak {

/// A list is an array of texts in a file, or one text with commas between; its parts hold none.
/// A url is the http(s) address of a host, with a port or a path if need be.
enum class SettingType { text, integer, real, boolean, secret, list, url };

/// One setting the program knows. `*` in a key stands for one name: "sources.*.enabled".
struct Setting {
  std::string_view key;
  SettingType type = SettingType::text;
  std::string_view fallback;  ///< the default, as text
  std::string_view help_en;
  std::string_view help_ko;
  std::int64_t least = 0;       ///< of a whole number
  std::int64_t most = 86400;    ///< of a whole number
  std::string_view words = "";  ///< the only texts allowed, separated by blanks; empty: any
  std::string_view later = "";  ///< texts of a later version, as `words`: refused, saying so
};
/// Every setting, in the order the documentation shows them.
std::span<const Setting> settings();

/// One `[[sources.file.mapping]]` table: text values by key, and `columns` as key -> source column.
struct MappingConfig {
  std::map<std::string, std::string> values;
  std::map<std::string, std::string> columns;
  /// Address of the folder below which its files lie, where it is not that folder's file://.
  std::string address;
};

/// Where settings are read from.
struct ConfigSources {
  std::optional<std::filesystem::path> user_file;  ///< read when present
  /// Read when present. It may be somebody else's, so that it cannot say where a source's host, the
  /// proxy and the authorities are that keys are trusted to.
  std::optional<std::filesystem::path> project_file;
  std::optional<std::filesystem::path> explicit_file;  ///< --config: must exist; replaces both
  std::optional<std::filesystem::path> secrets_file;   ///< secrets.toml; must be mode 0600 or less
  std::map<std::string, std::string> environment;      ///< SEOHAK__SECTION__KEY
  std::map<std::string, std::string> flags;            ///< dotted keys
};

/// Checked settings. Flag > environment > project file > user file > default. Immutable;
/// thread-safe.
class Config {
 public:
  /// Errors: bad_config, naming file (or variable) and key; an unknown key names the nearest known
  /// one; a value of the wrong type says what it must be.
  static Result<Config> load(const ConfigSources& sources);
  /// Defaults only.
  static Config defaults();

  /// The value as text; the default when nothing sets it. Aborts on a key `settings()` lacks.
  std::string text(std::string_view key) const;
  std::int64_t integer(std::string_view key) const;
  double real(std::string_view key) const;
  bool boolean(std::string_view key) const;
  Secret secret(std::string_view key) const;
  /// Parts of a list, trimmed, empty ones left out.
  std::vector<std::string> list(std::string_view key) const;
  /// Where the value comes from: "default", "SEOHAK__…", a file's path, "--flag".
  std::string origin(std::string_view key) const;
  /// Whether anything but the default sets it.
  bool is_set(std::string_view key) const;
  /// The keys that something but the default sets, sorted.
  std::vector<std::string> set_keys() const;
  /// The names that stand behind `section` in keys that are set, each once: "cnn" of
  /// "sources.cnn.enabled" in "sources".
  std::vector<std::string> names_in(std::string_view section) const;
  /// The declared file-drop mappings.
  const std::vector<MappingConfig>& mappings() const { return mappings_; }
  /// A copy with the mappings of a file added, whose files are known by an address of their own;
  /// the file holds nothing else. Errors: bad_config.
  Result<Config> with_mappings(const std::filesystem::path& file, const std::string& address) const;
  /// A copy with one value replaced, as if by a flag. Errors: bad_config.
  Result<Config> with(std::string_view key, std::string value) const;

 private:
  struct Value {
    std::string text;
    std::string origin;
  };
  Result<void> set(const std::string& key, std::string value, const std::string& origin);
  enum class FileKind { own, project, secrets };
  Result<void> read_file(const std::filesystem::path& file, FileKind kind);

  std::map<std::string, Value, std::less<>> values_;
  std::vector<MappingConfig> mappings_;
};

/// The process's environment variables that start with `SEOHAK__`.
std::map<std::string, std::string> environment_settings();

}  // namespace seohak
