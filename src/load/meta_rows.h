#pragma once

#include <span>
#include <string_view>

#include "extract/row_sink.h"
#include "land/landing.h"

namespace seohak {

/// The row of meta.load for a manifest. `schema` outlives it.
Result<Batch> meta_load_row(const TableSchema& schema, const Manifest& manifest, std::int64_t rows,
                            std::int64_t quarantined, std::string_view parser);

/// The rows of meta.landed_record for a manifest; `rows` has what each answer gave to the tables.
/// `schema` outlives them.
Result<Batch> meta_landed_rows(const TableSchema& schema, const Manifest& manifest,
                               std::span<const std::int64_t> rows);

}  // namespace seohak
