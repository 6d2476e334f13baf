#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "serve/recordings.h"

namespace seohak {

/// What index.json says.
struct RecordingsIndex {
  Instant clock{};
  PlainDay last_common_day{};
  std::map<std::string, std::string> settings;
  std::vector<RecordedDataset> datasets;  ///< ordered by name
  std::vector<RecordedFile> drop_files;   ///< of the drop folder, its mappings among them
  std::string mappings;  ///< path of the drop folder's mappings below the directory; empty: none
};

/// Errors: not_found (no such file), bad_data (not JSON, another layout, a member that is missing
/// or of another type: named).
Result<RecordingsIndex> read_recordings_index(const std::filesystem::path& directory);

}  // namespace seohak
