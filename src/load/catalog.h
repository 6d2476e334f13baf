#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/schema.h"

namespace seohak {

/// The text of one embedded model file.
struct ModelFile {
  std::string_view path;  ///< "raw_data/fx_rate_daily.sql"
  std::string_view text;
};
/// The files of models/, built into the program, ordered by path.
std::span<const ModelFile> embedded_models();

/// Schemas of raw_data and meta (read from models/raw_data and models/meta). Parsed on each call.
/// Errors: bad_data naming file and line.
Result<std::vector<TableSchema>> raw_schemas();

}  // namespace seohak
