#pragma once

#include <memory>

#include "base/schema.h"

namespace arrow {
class DataType;
class Schema;
}  // namespace arrow

namespace seohak {

/// The Arrow type of a column: date32, timestamp[us, UTC], utf8, decimal128(18, 6), float64, int64,
/// int32 or boolean.
std::shared_ptr<arrow::DataType> arrow_type(ColumnType type);

/// The fields of a table in the header's order, nullable where the header says NULL.
std::shared_ptr<arrow::Schema> arrow_schema(const TableSchema& schema);

}  // namespace seohak
