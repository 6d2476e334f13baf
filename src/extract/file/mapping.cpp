#include "extract/file/mapping.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 9> kKeys{"name",       "pattern",     "format",
                                                "table",      "source",      "separator",
                                                "day_format", "time_format", "zone"};

tl::unexpected<Error> wrong(const std::string& mapping, std::string_view what) {
  return fail(Errc::bad_config, fmt::format("sources.file.mapping {}: {}", mapping, what));
}

/// Reads the values of one mapping with their defaults.
class ValueReader {
 public:
  explicit ValueReader(const MappingConfig& config) : values_(config.values) {
    name_ = text("name", "(without name)");
  }

  std::string text(const std::string& key, std::string_view fallback = {}) const {
    const auto found = values_.find(key);
    return found == values_.end() ? std::string(fallback) : std::string(trim(found->second));
  }

  Result<std::string> required(const std::string& key) const {
    std::string value = text(key);
    if (value.empty()) return wrong(name_, fmt::format("{} is missing", key));
    return value;
  }

  Result<void> check_keys() const {
    for (const auto& [key, value] : values_) {
      if (std::ranges::find(kKeys, key) != kKeys.end()) continue;
      const std::string_view near = nearest(key, kKeys);
      return wrong(name_,
                   fmt::format("unknown key {}; {}", key,
                               near.empty() ? fmt::format("known: {}", fmt::join(kKeys, ", "))
                                            : fmt::format("did you mean {}?", near)));
    }
    return {};
  }

  template <typename T, std::size_t N>
  Result<T> choice(const std::string& key, std::string_view fallback,
                   const std::array<std::pair<std::string_view, T>, N>& choices) const {
    const std::string word = text(key, fallback);
    std::string names;
    for (const auto& [name, value] : choices) {
      if (equal_ignoring_case(name, word)) return value;
      names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
    }
    return wrong(name_, fmt::format("{} \"{}\" is none of: {}", key, word, names));
  }

  const std::string& name() const { return name_; }

 private:
  const std::map<std::string, std::string>& values_;
  std::string name_;
};

constexpr std::array<std::pair<std::string_view, FileFormat>, 3> kFormats{
    {{"csv", FileFormat::csv}, {"json", FileFormat::json}, {"parquet", FileFormat::parquet}}};
constexpr std::array<std::pair<std::string_view, Zone>, 4> kZones{
    {{"UTC", Zone::utc},
     {"America/New_York", Zone::new_york},
     {"Asia/Seoul", Zone::seoul},
     {"Europe/Berlin", Zone::frankfurt}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kTimeFormats{
    {{"iso", "iso"}, {"epoch_s", "epoch_s"}, {"epoch_ms", "epoch_ms"}}};

Result<void> read_formats(const ValueReader& values, FileMapping& mapping) {
  const std::string extension = std::filesystem::path(mapping.pattern).extension().string();
  mapping.format = SEOHAK_TRY(
      values.choice("format", extension.empty() ? "csv" : extension.substr(1), kFormats));
  mapping.zone = SEOHAK_TRY(values.choice("zone", "UTC", kZones));
  mapping.time_format = SEOHAK_TRY(values.choice("time_format", "iso", kTimeFormats));
  mapping.day_format = values.text("day_format", mapping.day_format);
  for (std::string_view part : {"YYYY", "MM", "DD"})
    if (mapping.day_format.find(part) == std::string::npos)
      return wrong(mapping.name, fmt::format("day_format \"{}\" lacks {}; write it like YYYY-MM-DD",
                                             mapping.day_format, part));
  const std::string separator = values.text("separator", ",");
  if (separator != "tab" && separator != "\\t" && separator.size() != 1)
    return wrong(mapping.name, "separator must be one character, or tab");
  mapping.separator = separator.size() == 1 ? separator[0] : '\t';
  return {};
}

Result<FileMapping> read_mapping(const MappingConfig& config, const std::filesystem::path& root) {
  const ValueReader values(config);
  SEOHAK_TRY(values.check_keys());
  FileMapping mapping;
  mapping.name = SEOHAK_TRY(values.required("name"));
  const std::filesystem::path pattern = SEOHAK_TRY(values.required("pattern"));
  mapping.directory = (pattern.is_absolute() ? pattern : root / pattern).parent_path();
  mapping.pattern = pattern.filename().string();
  mapping.table = SEOHAK_TRY(values.required("table"));
  mapping.source = values.text("source", mapping.name);
  mapping.columns = config.columns;
  if (!mapping.table.starts_with("raw_data.") || mapping.table == "raw_data.quarantine")
    return wrong(mapping.name,
                 fmt::format("table \"{}\" must be a table of raw_data", mapping.table));
  if (mapping.columns.empty())
    return wrong(mapping.name,
                 "columns is missing; write columns = { table_column = \"file column\" }");
  SEOHAK_TRY(read_formats(values, mapping));
  return mapping;
}

}  // namespace

Result<std::vector<FileMapping>> read_mappings(const Config& config) {
  const std::filesystem::path root = config.text("sources.file.directory");
  std::vector<FileMapping> mappings;
  for (const MappingConfig& one : config.mappings()) {
    mappings.push_back(SEOHAK_TRY(read_mapping(one, root)));
    const auto twin = std::ranges::find(mappings, mappings.back().name, &FileMapping::name);
    if (twin != mappings.end() - 1) return wrong(twin->name, "two mappings have this name");
  }
  return mappings;
}

bool fits_pattern(std::string_view name, std::string_view pattern) {
  std::size_t at = 0, in = 0;
  std::size_t star = std::string_view::npos, resume = 0;
  while (at < name.size()) {
    if (in < pattern.size() && pattern[in] == '*') {
      star = in++;
      resume = at;
    } else if (in < pattern.size() && (pattern[in] == '?' || pattern[in] == name[at])) {
      ++in;
      ++at;
    } else if (star != std::string_view::npos) {
      in = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', in) == std::string_view::npos;
}

}  // namespace seohak
