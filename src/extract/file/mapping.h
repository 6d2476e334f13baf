#pragma once

#include <filesystem>
#include <map>
#include <string>
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
  std::string pattern;  ///< of file names; `*` any text, `?` one character
  FileFormat format = FileFormat::csv;
  std::string table;                      ///< "raw_data.fx_rate_daily"
  std::string source;                     ///< what the rows say in `source`
  char separator = ',';                   ///< CSV
  std::string day_format = "YYYY-MM-DD";  ///< of dates: YYYY, MM, DD, the rest as it stands
  std::string time_format = "iso";        ///< of instants: iso, epoch_s or epoch_ms
  Zone zone = Zone::utc;                  ///< of instants written without an offset
  /// Column of the table -> column of the file, or "=text" for a constant.
  std::map<std::string, std::string> columns;
};

/// Checked mappings of the settings; a relative pattern is below `sources.file.directory`. Errors:
/// bad_config naming mapping and key.
Result<std::vector<FileMapping>> read_mappings(const Config& config);

/// Whether a file name fits a pattern of `*` and `?`.
bool fits_pattern(std::string_view name, std::string_view pattern);

}  // namespace seohak
