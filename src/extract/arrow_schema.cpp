#include "extract/arrow_schema.h"

#include <arrow/type.h>

namespace seohak {

std::shared_ptr<arrow::DataType> arrow_type(ColumnType type) {
  switch (type) {
    case ColumnType::date: return arrow::date32();
    case ColumnType::timestamp: return arrow::timestamp(arrow::TimeUnit::MICRO, "UTC");
    case ColumnType::text: return arrow::utf8();
    case ColumnType::decimal: return arrow::decimal128(18, 6);
    case ColumnType::real: return arrow::float64();
    case ColumnType::big_integer: return arrow::int64();
    case ColumnType::integer: return arrow::int32();
    case ColumnType::boolean: return arrow::boolean();
  }
  return arrow::null();
}

std::shared_ptr<arrow::Schema> arrow_schema(const TableSchema& schema) {
  arrow::FieldVector fields;
  fields.reserve(schema.columns.size());
  for (const Column& column : schema.columns)
    fields.push_back(arrow::field(column.name, arrow_type(column.type), column.nullable));
  return arrow::schema(std::move(fields));
}

}  // namespace seohak
