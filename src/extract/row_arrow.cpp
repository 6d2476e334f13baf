#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include "extract/arrow_schema.h"
#include "extract/row_table.h"

namespace seohak {
namespace {

using Rows = std::vector<std::size_t>;

/// Appends `value(row)` of each row, null where `valid` says so.
template <typename Builder, typename Value>
arrow::Result<std::shared_ptr<arrow::Array>> build(Builder& builder, const Rows& rows,
                                                   const std::vector<char>& valid,
                                                   const Value& value) {
  ARROW_RETURN_NOT_OK(builder.Reserve(static_cast<std::int64_t>(rows.size())));
  for (std::size_t row : rows) {
    if (valid[row] != 0)
      builder.UnsafeAppend(value(row));
    else
      builder.UnsafeAppendNull();
  }
  return builder.Finish();
}

arrow::Result<std::shared_ptr<arrow::Array>> build_column(ColumnType type,
                                                          const ColumnValues& values,
                                                          const Rows& rows) {
  arrow::MemoryPool* pool = arrow::default_memory_pool();
  const auto integer = [&](std::size_t row) { return values.integers[row]; };
  const auto narrow = [&](std::size_t row) {
    return static_cast<std::int32_t>(values.integers[row]);
  };
  switch (type) {
    case ColumnType::text: {
      arrow::StringBuilder builder(pool);
      ARROW_RETURN_NOT_OK(builder.ReserveData(static_cast<std::int64_t>(values.bytes.size())));
      return build(builder, rows, values.valid, [&](std::size_t row) { return values.text(row); });
    }
    case ColumnType::real: {
      arrow::DoubleBuilder builder(pool);
      return build(builder, rows, values.valid, [&](std::size_t row) { return values.reals[row]; });
    }
    case ColumnType::decimal: {
      arrow::Decimal128Builder builder(arrow_type(type), pool);
      return build(builder, rows, values.valid,
                   [&](std::size_t row) { return arrow::Decimal128(values.integers[row]); });
    }
    case ColumnType::boolean: {
      arrow::BooleanBuilder builder(pool);
      return build(builder, rows, values.valid,
                   [&](std::size_t row) { return values.integers[row] != 0; });
    }
    case ColumnType::timestamp: {
      arrow::TimestampBuilder builder(arrow_type(type), pool);
      return build(builder, rows, values.valid, integer);
    }
    case ColumnType::date: {
      arrow::Date32Builder builder(pool);
      return build(builder, rows, values.valid, narrow);
    }
    case ColumnType::integer: {
      arrow::Int32Builder builder(pool);
      return build(builder, rows, values.valid, narrow);
    }
    case ColumnType::big_integer: break;
  }
  arrow::Int64Builder builder(pool);
  return build(builder, rows, values.valid, integer);
}

/// Writes fetched_at, load_id and record of each row's answer where the parser left them unset.
void fill_from_answers(const TableSchema& schema, std::vector<ColumnValues>& values,
                       const std::vector<std::uint32_t>& answer_of,
                       const std::vector<AnswerInfo>& answers) {
  const auto refill = [&](std::string_view name, const auto& set) {
    const auto column = schema.find(name);
    if (!column) return;
    ColumnValues fresh;
    Cell cell;
    cell.set = true;
    for (std::uint32_t answer : answer_of) {
      set(cell, answers[answer]);
      fresh.push(schema.columns[*column].type, cell);
    }
    values[*column] = std::move(fresh);
  };
  refill("fetched_at", [](Cell& cell, const AnswerInfo& answer) {
    cell.integer = answer.fetched_at.time_since_epoch().count();
  });
  refill("load_id", [](Cell& cell, const AnswerInfo& answer) { cell.text = answer.load_id; });
  refill("record", [](Cell& cell, const AnswerInfo& answer) { cell.integer = answer.record; });
}

arrow::Result<std::shared_ptr<arrow::RecordBatch>> build_batch(
    const TableSchema& schema, const std::vector<ColumnValues>& values, const Rows& rows) {
  arrow::ArrayVector arrays;
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    ARROW_ASSIGN_OR_RAISE(auto array, build_column(schema.columns[i].type, values[i], rows));
    arrays.push_back(std::move(array));
  }
  return arrow::RecordBatch::Make(arrow_schema(schema), static_cast<std::int64_t>(rows.size()),
                                  std::move(arrays));
}

}  // namespace

Result<std::shared_ptr<arrow::RecordBatch>> to_record_batch(
    const TableSchema& schema, std::vector<ColumnValues> values,
    const std::vector<std::uint32_t>& answer_of, const std::vector<char>& dead,
    const std::vector<AnswerInfo>& answers) {
  fill_from_answers(schema, values, answer_of, answers);
  Rows rows;
  for (std::size_t row = 0; row < dead.size(); ++row)
    if (dead[row] == 0) rows.push_back(row);
  auto batch = build_batch(schema, values, rows);
  if (!batch.ok()) return fail(Errc::internal, schema.name + ": " + batch.status().ToString());
  return *std::move(batch);
}

}  // namespace seohak
