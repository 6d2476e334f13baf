#include "base/config.h"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/check.h"
#include "base/text.h"

extern char** environ;

namespace seohak {
namespace {

namespace fs = std::filesystem;

/// Whether a dotted key fits a pattern in which `*` stands for one part.
bool matches(std::string_view pattern, std::string_view key) {
  const std::vector<std::string> a = split(pattern, '.');
  const std::vector<std::string> b = split(key, '.');
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] != "*" && a[i] != b[i]) return false;
  return true;
}

const Setting* find_setting(std::string_view key) {
  for (const Setting& setting : settings())
    if (matches(setting.key, key)) return &setting;
  return nullptr;
}

/// The known key nearest to an unknown one, `*` filled with the word's own part.
std::string nearest_key(std::string_view key) {
  const std::vector<std::string> parts = split(key, '.');
  std::vector<std::string> filled;
  for (const Setting& setting : settings()) {
    std::vector<std::string> pattern = split(setting.key, '.');
    for (std::size_t i = 0; i < pattern.size() && i < parts.size(); ++i)
      if (pattern[i] == "*") pattern[i] = parts[i];
    filled.push_back(fmt::format("{}", fmt::join(pattern, ".")));
  }
  std::vector<std::string_view> candidates(filled.begin(), filled.end());
  return std::string(nearest(key, candidates));
}

/// Whether the file can be seen; one behind a closed directory cannot.
bool is_there(const fs::path& file) {
  std::error_code ignored;
  return fs::exists(file, ignored);
}

std::string_view expectation(SettingType type) {
  switch (type) {
    case SettingType::integer: return "a whole number";
    case SettingType::real: return "a number";
    case SettingType::boolean: return "true or false";
    case SettingType::url: return "the address of a host such as https://example.org";
    case SettingType::list: return "a list of texts";
    default: return "text";
  }
}

template <typename T>
std::optional<T> parse_number(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "https://host", "http://127.0.0.1:8080/path": a scheme of the web, a host, no blanks, no query.
bool is_host_url(std::string_view text) {
  const std::string_view scheme = text.starts_with("https://") ? "https://" : "http://";
  if (!text.starts_with(scheme)) return false;
  const std::string_view rest = text.substr(scheme.size());
  if (rest.find_first_of(" \t\r\n?#\"<>\\") != std::string_view::npos) return false;
  std::string_view host = rest.substr(0, rest.find('/'));
  const std::size_t colon = host.rfind(':');
  if (colon != std::string_view::npos && !host.ends_with(']')) {
    const auto port = parse_number<int>(host.substr(colon + 1));
    if (!port || *port < 1 || *port > 65535) return false;
    host = host.substr(0, colon);
  }
  return !host.empty();
}

/// What decides whom keys are sent to and whose word is believed.
bool is_the_owners(const Setting& setting) {
  return setting.type == SettingType::url || setting.key == "http.ca_bundle" ||
         setting.key == "serve.proxy" || setting.key == "serve.hosts";
}

bool fits(SettingType type, std::string_view text) {
  switch (type) {
    case SettingType::integer: return parse_number<std::int64_t>(text).has_value();
    case SettingType::real: return parse_number<double>(text).has_value();
    case SettingType::boolean: return text == "true" || text == "false";
    case SettingType::url: return is_host_url(text);
    default: return true;
  }
}

/// Whether a value of the right type is one that the setting takes.
Result<void> check_range(const Setting& setting, std::string_view key, std::string_view value,
                         std::string_view origin) {
  if (setting.type == SettingType::integer) {
    const std::int64_t number = parse_number<std::int64_t>(value).value_or(0);
    if (number < setting.least || number > setting.most)
      return fail(Errc::bad_config, fmt::format("{}: {} must be {} to {}, not {}", origin, key,
                                                setting.least, setting.most, value));
  }
  const std::vector<std::string> words = split(setting.words, ' ');
  if (words.empty() || value.empty() || std::find(words.begin(), words.end(), value) != words.end())
    return {};
  const std::string allowed = fmt::format("{}", fmt::join(words, " or "));
  const std::vector<std::string> later = split(setting.later, ' ');
  if (std::find(later.begin(), later.end(), value) != later.end())
    return fail(Errc::bad_config, fmt::format("{}: the {} {} comes with a later version; use {}",
                                              origin, value, key, allowed));
  return fail(Errc::bad_config,
              fmt::format("{}: {} must be {}, not \"{}\"", origin, key, allowed, value));
}

/// Text of a TOML value; nullopt for tables, arrays and dates.
std::optional<std::string> text_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
  if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  return std::nullopt;
}

/// The texts of an array with commas between; nullopt when one is no text or holds a comma.
std::optional<std::string> text_of_list(const toml::array& array) {
  std::vector<std::string> parts;
  for (const toml::node& node : array) {
    const auto* text = node.as_string();
    if (text == nullptr || text->get().find(',') != std::string::npos) return std::nullopt;
    parts.push_back(text->get());
  }
  return fmt::format("{}", fmt::join(parts, ","));
}

Result<toml::table> parse_toml(const fs::path& file) {
  try {
    return toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    return fail(Errc::bad_config, fmt::format("{}, line {}: {}", file.string(),
                                              error.source().begin.line, error.description()));
  }
}

Result<void> check_private(const fs::path& file) {
  struct stat info {};
  if (stat(file.c_str(), &info) == 0 && (info.st_mode & 077U) != 0)
    return fail(Errc::bad_config, fmt::format("{} can be read by others; run: chmod 600 {}",
                                              file.string(), file.string()));
  return {};
}

Result<MappingConfig> parse_mapping(const toml::table& table, const fs::path& file) {
  MappingConfig mapping;
  for (const auto& [key, node] : table) {
    if (const auto* columns = node.as_table()) {
      for (const auto& [column, source] : *columns)
        mapping.columns[std::string(column.str())] = text_of(source).value_or("");
    } else if (auto text = text_of(node)) {
      mapping.values[std::string(key.str())] = *text;
    } else {
      return fail(Errc::bad_config, fmt::format("{}: sources.file.mapping.{} must be text",
                                                file.string(), key.str()));
    }
  }
  return mapping;
}

/// Visits every scalar of a document with its dotted key; arrays of tables go to `tables`.
template <typename Scalar, typename Tables>
Result<void> walk(const toml::table& table, const std::string& prefix, const Scalar& scalar,
                  const Tables& tables) {
  for (const auto& [name, node] : table) {
    const std::string key =
        prefix.empty() ? std::string(name.str()) : fmt::format("{}.{}", prefix, name.str());
    if (const auto* inner = node.as_table()) {
      SEOHAK_TRY(walk(*inner, key, scalar, tables));
    } else if (const auto* array = node.as_array()) {
      SEOHAK_TRY(tables(key, *array));
    } else {
      SEOHAK_TRY(scalar(key, text_of(node)));
    }
  }
  return {};
}

}  // namespace

Result<void> Config::set(const std::string& key, std::string value, const std::string& origin) {
  const Setting* setting = find_setting(key);
  if (setting == nullptr) {
    const std::string near = nearest_key(key);
    return fail(Errc::bad_config,
                fmt::format("{}: unknown setting {}{}", origin, key,
                            near.empty() ? "; `seohak init --print` lists all"
                                         : fmt::format("; did you mean {}?", near)));
  }
  if (!fits(setting->type, value))
    return fail(Errc::bad_config, fmt::format("{}: {} must be {}, not \"{}\"", origin, key,
                                              expectation(setting->type), value));
  SEOHAK_TRY(check_range(*setting, key, value, origin));
  values_[key] = Value{std::move(value), origin};
  return {};
}

Result<void> Config::read_file(const fs::path& file, FileKind kind) {
  if (kind == FileKind::secrets) SEOHAK_TRY(check_private(file));
  const toml::table document = SEOHAK_TRY(parse_toml(file));
  const auto scalar = [&](const std::string& key, std::optional<std::string> text) -> Result<void> {
    if (!text)
      return fail(Errc::bad_config,
                  fmt::format("{}: {} must be text, a number or true/false", file.string(), key));
    const Setting* setting = find_setting(key);
    if (kind == FileKind::project && setting != nullptr && is_the_owners(*setting))
      return fail(
          Errc::bad_config,
          fmt::format("{}: {} is not taken from a file that lies in the current folder; put "
                      "it into the home's seohak.toml, or name this file with --config",
                      file.string(), key));
    if (kind != FileKind::secrets && setting != nullptr && setting->type == SettingType::secret)
      return fail(Errc::bad_config,
                  fmt::format("{}: {} is a secret; put it into secrets.toml (mode 0600) or the "
                              "environment",
                              file.string(), key));
    return set(key, std::move(*text), file.string());
  };
  const auto tables = [&](const std::string& key, const toml::array& array) -> Result<void> {
    const Setting* setting = find_setting(key);
    if (setting != nullptr && setting->type == SettingType::list) {
      if (auto text = text_of_list(array)) return set(key, std::move(*text), file.string());
      return fail(Errc::bad_config,
                  fmt::format("{}: {} must be a list of texts without commas", file.string(), key));
    }
    if (key != "sources.file.mapping")
      return fail(Errc::bad_config, fmt::format("{}: {} must not be a list", file.string(), key));
    for (const toml::node& node : array) {
      const auto* table = node.as_table();
      if (table == nullptr)
        return fail(Errc::bad_config,
                    fmt::format("{}: write [[sources.file.mapping]] tables", file.string()));
      mappings_.push_back(SEOHAK_TRY(parse_mapping(*table, file)));
    }
    return {};
  };
  return walk(document, "", scalar, tables);
}

Result<Config> Config::load(const ConfigSources& sources) {
  Config config;
  if (sources.explicit_file) {
    if (!is_there(*sources.explicit_file))
      return fail(Errc::bad_config, fmt::format("--config {}: there is no such file",
                                                sources.explicit_file->string()));
    SEOHAK_TRY(config.read_file(*sources.explicit_file, FileKind::own));
  } else {
    if (sources.user_file && is_there(*sources.user_file))
      SEOHAK_TRY(config.read_file(*sources.user_file, FileKind::own));
    if (sources.project_file && is_there(*sources.project_file))
      SEOHAK_TRY(config.read_file(*sources.project_file, FileKind::project));
  }
  if (sources.secrets_file && is_there(*sources.secrets_file))
    SEOHAK_TRY(config.read_file(*sources.secrets_file, FileKind::secrets));
  for (const auto& [name, value] : sources.environment) {
    std::string key = to_lower(std::string_view(name).substr(8));
    for (std::size_t at = key.find("__"); at != std::string::npos; at = key.find("__"))
      key.replace(at, 2, ".");
    SEOHAK_TRY(config.set(key, value, name));
  }
  for (const auto& [key, value] : sources.flags) SEOHAK_TRY(config.set(key, value, "--" + key));
  return config;
}

Config Config::defaults() { return Config(); }

Result<Config> Config::with_mappings(const fs::path& file, const std::string& address) const {
  Config other;
  SEOHAK_TRY(other.read_file(file, FileKind::own));
  if (!other.values_.empty())
    return fail(Errc::bad_config, fmt::format("{}: {} has no place among mappings", file.string(),
                                              other.values_.begin()->first));
  Config copy = *this;
  for (MappingConfig& mapping : other.mappings_) {
    mapping.address = address;
    copy.mappings_.push_back(std::move(mapping));
  }
  return copy;
}

Result<Config> Config::with(std::string_view key, std::string value) const {
  Config copy = *this;
  SEOHAK_TRY(copy.set(std::string(key), std::move(value), "--" + std::string(key)));
  return copy;
}

std::string Config::text(std::string_view key) const {
  if (const auto found = values_.find(key); found != values_.end()) return found->second.text;
  const Setting* setting = find_setting(key);
  SEOHAK_CHECK(setting != nullptr);
  return std::string(setting->fallback);
}

std::int64_t Config::integer(std::string_view key) const {
  return parse_number<std::int64_t>(text(key)).value_or(0);
}

double Config::real(std::string_view key) const {
  return parse_number<double>(text(key)).value_or(0);
}

bool Config::boolean(std::string_view key) const { return text(key) == "true"; }

std::vector<std::string> Config::list(std::string_view key) const {
  std::vector<std::string> parts = split(text(key), ',');
  std::erase(parts, "");
  return parts;
}

Secret Config::secret(std::string_view key) const { return Secret(text(key)); }

bool Config::is_set(std::string_view key) const { return values_.find(key) != values_.end(); }

std::vector<std::string> Config::set_keys() const {
  std::vector<std::string> keys;
  for (const auto& [key, value] : values_) keys.push_back(key);
  return keys;
}

std::vector<std::string> Config::names_in(std::string_view section) const {
  std::vector<std::string> names;
  for (const auto& [key, value] : values_) {
    const std::vector<std::string> parts = split(key, '.');
    if (parts.size() < 2 || parts[0] != section) continue;
    if (std::find(names.begin(), names.end(), parts[1]) == names.end()) names.push_back(parts[1]);
  }
  return names;
}

std::string Config::origin(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? "default" : found->second.origin;
}

std::map<std::string, std::string> environment_settings() {
  std::map<std::string, std::string> found;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (text.starts_with("SEOHAK__") && equals != std::string_view::npos)
      found[std::string(text.substr(0, equals))] = std::string(text.substr(equals + 1));
  }
  return found;
}

}  // namespace seohak
