#include "load/meta_rows.h"

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/table_builder.h>
#include <fmt/core.h>

#include "extract/arrow_schema.h"

namespace seohak {
namespace {

/// Fills rows by column name; remembers the first fault.
class MetaBuilder {
 public:
  explicit MetaBuilder(const TableSchema& schema) : schema_(schema) {
    auto made = arrow::RecordBatchBuilder::Make(arrow_schema(schema), arrow::default_memory_pool());
    status_ = made.status();
    if (made.ok()) builder_ = std::move(made).ValueOrDie();
  }
  void text(std::string_view column, std::string_view value) {
    append<arrow::StringBuilder>(column, value);
  }
  void day(std::string_view column, PlainDay value) {
    append<arrow::Date32Builder>(column,
                                 static_cast<std::int32_t>(value.date.time_since_epoch().count()));
  }
  void instant(std::string_view column, Instant value) {
    append<arrow::TimestampBuilder>(column, value.time_since_epoch().count());
  }
  void integer(std::string_view column, std::int32_t value) {
    append<arrow::Int32Builder>(column, value);
  }
  void big(std::string_view column, std::int64_t value) {
    append<arrow::Int64Builder>(column, value);
  }
  Result<Batch> finish() {
    std::shared_ptr<arrow::RecordBatch> rows;
    if (status_.ok()) {
      auto flushed = builder_->Flush();
      status_ = flushed.status();
      if (flushed.ok()) rows = std::move(flushed).ValueOrDie();
    }
    if (!status_.ok())
      return fail(Errc::internal, fmt::format("rows of {}: {}", schema_.name, status_.ToString()));
    return Batch{&schema_, std::move(rows)};
  }

 private:
  template <typename Builder, typename Value>
  void append(std::string_view column, const Value& value) {
    if (!status_.ok()) return;
    const auto index = schema_.find(column);
    auto* field = index ? builder_->GetFieldAs<Builder>(static_cast<int>(*index)) : nullptr;
    status_ = field != nullptr
                  ? field->Append(value)
                  : arrow::Status::Invalid("the header lacks column ", std::string(column));
  }

  const TableSchema& schema_;
  std::unique_ptr<arrow::RecordBatchBuilder> builder_;
  arrow::Status status_;
};

}  // namespace

Result<Batch> meta_load_row(const TableSchema& schema, const Manifest& manifest, std::int64_t rows,
                            std::int64_t quarantined, std::string_view parser) {
  MetaBuilder row(schema);
  row.text("load_id", manifest.id);
  row.text("source", manifest.source);
  row.text("dataset", manifest.dataset);
  row.day("days_from", manifest.days.from);
  row.day("days_to", manifest.days.to);
  row.text("file", manifest.file);
  row.integer("records", static_cast<std::int32_t>(manifest.records.size()));
  row.big("rows", rows);
  row.big("quarantined", quarantined);
  row.instant("newest_fetched_at", manifest.newest());
  row.text("parser", parser);
  return row.finish();
}

Result<Batch> meta_landed_rows(const TableSchema& schema, const Manifest& manifest,
                               std::span<const std::int64_t> rows) {
  MetaBuilder row(schema);
  std::int32_t index = 0;
  for (const LandedRecord& record : manifest.records) {
    row.text("load_id", manifest.id);
    row.integer("record", index);
    row.text("url", record.url);
    row.instant("fetched_at", record.fetched_at);
    row.integer("status", record.status);
    row.text("digest", record.digest);
    row.text("file", manifest.file);
    row.big("byte_offset", record.offset);
    row.integer("rows", static_cast<std::int32_t>(rows[static_cast<std::size_t>(index++)]));
  }
  return row.finish();
}

}  // namespace seohak
