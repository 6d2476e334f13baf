#include <arrow/buffer.h>
#include <arrow/io/memory.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/table.h>
#include <parquet/arrow/reader.h>

#include "extract/file/reader.h"

namespace seohak {
namespace {

arrow::Result<std::shared_ptr<arrow::Table>> read_table(std::string_view body) {
  const auto buffer = std::make_shared<arrow::Buffer>(
      reinterpret_cast<const std::uint8_t*>(body.data()), static_cast<std::int64_t>(body.size()));
  ARROW_ASSIGN_OR_RAISE(auto reader,
                        parquet::arrow::OpenFile(std::make_shared<arrow::io::BufferReader>(buffer),
                                                 arrow::default_memory_pool()));
  return reader->ReadTable();
}

arrow::Result<std::optional<std::string>> cell_of(const arrow::Array& array, std::int64_t row) {
  if (array.IsNull(row)) return std::nullopt;
  ARROW_ASSIGN_OR_RAISE(auto scalar, array.GetScalar(row));
  if (scalar->type->id() == arrow::Type::DICTIONARY) {
    ARROW_ASSIGN_OR_RAISE(scalar,
                          static_cast<const arrow::DictionaryScalar&>(*scalar).GetEncodedValue());
  }
  return scalar->ToString();
}

arrow::Status visit_batch(const arrow::RecordBatch& batch, RowVisitor& visitor) {
  for (std::int64_t row = 0; row < batch.num_rows(); ++row) {
    std::vector<std::optional<std::string>> texts;
    std::string row_text;
    for (const auto& column : batch.columns()) {
      ARROW_ASSIGN_OR_RAISE(auto text, cell_of(*column, row));
      row_text += (row_text.empty() ? "" : ",") + text.value_or("");
      texts.push_back(std::move(text));
    }
    visitor.row(std::vector<std::optional<std::string_view>>(texts.begin(), texts.end()), row_text);
  }
  return arrow::Status::OK();
}

arrow::Status visit_table(const arrow::Table& table, RowVisitor& visitor) {
  arrow::TableBatchReader batches(table);
  std::shared_ptr<arrow::RecordBatch> batch;
  while (true) {
    ARROW_RETURN_NOT_OK(batches.ReadNext(&batch));
    if (batch == nullptr) return arrow::Status::OK();
    ARROW_RETURN_NOT_OK(visit_batch(*batch, visitor));
  }
}

}  // namespace

Result<void> read_parquet(std::string_view body, RowVisitor& visitor) {
  const auto table = read_table(body);
  if (!table.ok()) return fail(Errc::drifted, "no Parquet file: " + table.status().message());
  const std::vector<std::string> columns = (*table)->ColumnNames();
  const std::vector<std::string_view> names(columns.begin(), columns.end());
  SEOHAK_TRY(visitor.header(names));
  const arrow::Status status = visit_table(**table, visitor);
  if (!status.ok()) return fail(Errc::drifted, "the Parquet file is damaged: " + status.message());
  return {};
}

}  // namespace seohak
