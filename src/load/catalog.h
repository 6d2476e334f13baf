#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/schema.h"

namespace seohak {

/// The text of one model file.
struct ModelFile {
  std::string_view path;  ///< "raw_data/fx_rate_daily.sql"
  std::string_view text;
};
/// The files of models/, built into the program, ordered by path. The views live as long as the
/// program.
std::vector<ModelFile> embedded_models();

/// Schemas of the files below `folder` ("raw_data"), in the order of `files`. Errors: bad_data
/// naming the file, also when a file is not named as its table.
Result<std::vector<TableSchema>> table_schemas(std::span<const ModelFile> files,
                                               std::string_view folder);

/// Schemas of raw_data and meta (read from models/raw_data and models/meta). Parsed on each call.
/// Errors: bad_data naming the file.
Result<std::vector<TableSchema>> raw_schemas();

}  // namespace seohak
