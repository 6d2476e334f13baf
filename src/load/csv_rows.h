#pragma once

#include <string_view>

#include "extract/row_sink.h"

namespace seohak {

/// Rows of a table from CSV text with a header line; the columns may stand in any order. An empty
/// field is null. Columns that are not given are null, or where null is not allowed: fetched_at
/// 2024-01-01T00:00:00Z, record the row's number from 0, texts the column's own name, else zero.
/// `schema` outlives the result. Errors: bad_data (an unknown column, a field that does not parse).
Result<Batch> csv_rows(const TableSchema& schema, std::string_view csv);

}  // namespace seohak
