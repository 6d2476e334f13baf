#include "load/csv_rows.h"

#include <arrow/array.h>
#include <arrow/buffer.h>
#include <arrow/builder.h>
#include <arrow/csv/api.h>
#include <arrow/io/memory.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/table.h>
#include <fmt/core.h>

#include "extract/arrow_schema.h"

namespace seohak {
namespace {

using Array = std::shared_ptr<arrow::Array>;

arrow::Result<std::shared_ptr<arrow::Table>> read_csv(const TableSchema& schema,
                                                      std::string_view csv) {
  auto options = arrow::csv::ConvertOptions::Defaults();
  for (const Column& column : schema.columns)
    options.column_types[column.name] = arrow_type(column.type);
  options.null_values = {""};
  options.strings_can_be_null = true;
  options.quoted_strings_can_be_null = false;
  auto read = arrow::csv::ReadOptions::Defaults();
  read.use_threads = false;
  auto input =
      std::make_shared<arrow::io::BufferReader>(arrow::Buffer::FromString(std::string(csv)));
  ARROW_ASSIGN_OR_RAISE(
      auto reader, arrow::csv::TableReader::Make(arrow::io::default_io_context(), input, read,
                                                 arrow::csv::ParseOptions::Defaults(), options));
  ARROW_ASSIGN_OR_RAISE(auto table, reader->Read());
  return table->CombineChunks();
}

/// What stands in a column that the CSV does not give.
arrow::Result<Array> filler(const Column& column, std::int64_t rows) {
  const auto type = arrow_type(column.type);
  if (column.nullable) return arrow::MakeArrayOfNull(type, rows);
  if (column.name == "record") {
    arrow::Int32Builder builder;
    for (std::int32_t i = 0; i < rows; ++i) ARROW_RETURN_NOT_OK(builder.Append(i));
    return builder.Finish();
  }
  std::shared_ptr<arrow::Scalar> value;
  if (column.type == ColumnType::text) {
    value = std::make_shared<arrow::StringScalar>(column.name);
  } else if (column.type == ColumnType::timestamp) {
    ARROW_ASSIGN_OR_RAISE(value, arrow::Scalar::Parse(type, "2024-01-01T00:00:00Z"));
  } else if (column.type == ColumnType::date) {
    ARROW_ASSIGN_OR_RAISE(value, arrow::Scalar::Parse(type, "1970-01-01"));
  } else if (column.type == ColumnType::boolean) {
    value = std::make_shared<arrow::BooleanScalar>(false);
  } else {
    ARROW_ASSIGN_OR_RAISE(value, arrow::Scalar::Parse(type, "0"));
  }
  return arrow::MakeArrayFromScalar(*value, rows);
}

}  // namespace

Result<Batch> csv_rows(const TableSchema& schema, std::string_view csv) {
  const auto read = read_csv(schema, csv);
  if (!read.ok())
    return fail(Errc::bad_data,
                fmt::format("rows of {}: {}", schema.name, read.status().message()));
  const arrow::Table& table = **read;
  for (const std::string& name : table.ColumnNames())
    if (!schema.find(name))
      return fail(Errc::bad_data, fmt::format("rows of {}: unknown column {}", schema.name, name));
  arrow::ArrayVector columns;
  for (const Column& column : schema.columns) {
    const auto given = table.GetColumnByName(column.name);
    if (given != nullptr && given->num_chunks() == 1) {
      columns.push_back(given->chunk(0));
      continue;
    }
    const auto made = filler(column, table.num_rows());
    if (!made.ok()) return fail(Errc::internal, made.status().message());
    columns.push_back(*made);
  }
  return Batch{&schema, arrow::RecordBatch::Make(arrow_schema(schema), table.num_rows(), columns)};
}

}  // namespace seohak
