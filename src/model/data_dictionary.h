#pragma once

#include <span>
#include <string>

#include "base/result.h"
#include "load/catalog.h"

namespace seohak {

/// The data dictionary in Markdown, from the headers of all model files: a section a schema
/// (analytics, raw_data, meta), in it each table with its meaning, key, kind, what it is made of,
/// and its columns. Errors: bad_data naming the file.
Result<std::string> data_dictionary(std::span<const ModelFile> files);

}  // namespace seohak
