#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"
#include "base/time.h"

namespace seohak {

enum class FileFormat { csv, json, parquet };

/// What a `[[sources.file.mapping]]` says: which files, and which of their columns fill which
/// table.
struct FileMapping {
  std::string name;  ///< also the dataset's
  std::filesystem::path directory;
  std::string address;  ///< of the directory, where it is not its file://: "recordings:///files"
  std::string pattern;  ///< of file names; `*` any text, `?` one character, `{name}` text to keep
  FileFormat format = FileFormat::csv;
  std::string table;                      ///< "raw_data.fx_rate_daily"
  std::string source;                     ///< what the rows say in `source`
  char separator = ',';                   ///< CSV
  std::string day_format = "YYYY-MM-DD";  ///< of dates: YYYY, MM, DD, the rest as it stands
  std::string time_format = "iso";        ///< of instants: iso, epoch_s or epoch_ms
  Zone zone = Zone::utc;                  ///< of instants written without an offset
  /// Taken off every instant: the length of a bar that is labelled by its end.
  Duration label_shift{};
  bool float32 = false;  ///< decimals are widened float32: their shortest text is meant
  /// Column of the table -> column of the file, "=text" for a constant, or "{name}": what `{name}`
  /// stands for in the file's name; `{fetched_day}` the day of the zone on which the file was read;
  /// `{new_york_day:column}` the New York date of another column's instant.
  std::map<std::string, std::string> columns;
};

/// Checked mappings of the settings; a relative pattern is below `sources.file.directory`. Errors:
/// bad_config naming mapping and key.
Result<std::vector<FileMapping>> read_mappings(const Config& config);

/// What the `{name}`s of a pattern of `*`, `?` and `{name}` stand for in a file name, by name (at
/// least one character each, as few as fit); nullopt when the name does not fit.
std::optional<std::map<std::string, std::string>> match_pattern(std::string_view name,
                                                                std::string_view pattern);
/// Whether a file name fits a pattern.
bool fits_pattern(std::string_view name, std::string_view pattern);

}  // namespace seohak
