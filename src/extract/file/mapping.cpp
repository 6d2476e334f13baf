#include "extract/file/mapping.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "client/url.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 12> kKeys{
    "name",    "pattern",    "format",      "table", "source", "separator",
    "numbers", "day_format", "time_format", "zone",  "label",  "bar"};
/// Names that a file cannot give itself.
constexpr std::string_view kFetchedDay = "{fetched_day}";
constexpr std::string_view kNewYorkDay = "{new_york_day:";

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

constexpr std::array<std::pair<std::string_view, bool>, 2> kNumbers{
    {{"decimal", false}, {"float32", true}}};
constexpr std::array<std::pair<std::string_view, bool>, 2> kLabels{
    {{"start", false}, {"end", true}}};
constexpr std::array<std::pair<std::string_view, std::chrono::minutes>, 6> kBars{
    {{"1m", std::chrono::minutes(1)},
     {"5m", std::chrono::minutes(5)},
     {"15m", std::chrono::minutes(15)},
     {"30m", std::chrono::minutes(30)},
     {"1h", std::chrono::minutes(60)},
     {"1d", std::chrono::minutes(1440)}}};

/// The extension that says the format, behind that of a compression.
std::string format_word(const std::string& pattern) {
  std::filesystem::path path(pattern);
  if (path.extension() == ".zst" || path.extension() == ".gz") path = path.stem();
  const std::string extension = path.extension().string();
  return extension.empty() ? "csv" : extension.substr(1);
}

Result<void> read_bars(const ValueReader& values, FileMapping& mapping) {
  const bool by_end = SEOHAK_TRY(values.choice("label", "start", kLabels));
  const auto bar = SEOHAK_TRY(values.choice("bar", "1m", kBars));
  if (by_end) mapping.label_shift = bar;
  mapping.float32 = SEOHAK_TRY(values.choice("numbers", "decimal", kNumbers));
  return {};
}

/// Whether every {name} that a column asks for is there.
Result<void> check_names(const FileMapping& mapping) {
  for (const auto& [column, from] : mapping.columns) {
    if (!from.starts_with('{') || from == kFetchedDay) continue;
    if (!from.ends_with('}'))
      return wrong(mapping.name, fmt::format("columns.{}: \"{}\" lacks its }}", column, from));
    if (from.starts_with(kNewYorkDay)) {
      const std::string other(
          from.substr(kNewYorkDay.size(), from.size() - kNewYorkDay.size() - 1));
      if (mapping.columns.contains(other)) continue;
      return wrong(mapping.name,
                   fmt::format("columns.{}: {} is not among the columns", column, other));
    }
    if (mapping.pattern.find(from) == std::string::npos)
      return wrong(mapping.name, fmt::format("columns.{}: the pattern \"{}\" has no {}", column,
                                             mapping.pattern, from));
  }
  return {};
}

Result<void> read_formats(const ValueReader& values, FileMapping& mapping) {
  mapping.format = SEOHAK_TRY(values.choice("format", format_word(mapping.pattern), kFormats));
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
  if (!config.address.empty() && pattern.is_relative())
    mapping.address = url_below(config.address, pattern.parent_path());
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
  SEOHAK_TRY(read_bars(values, mapping));
  SEOHAK_TRY(check_names(mapping));
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

}  // namespace seohak
