#include "extract/row_sink.h"

#include <cstdint>

#include <arrow/record_batch.h>

#include "base/check.h"
#include "extract/row_table.h"

namespace seohak {
namespace {

constexpr std::string_view kQuarantine = "raw_data.quarantine";

}  // namespace

class RowSink::Impl {
 public:
  explicit Impl(std::span<const TableSchema> schemas) {
    for (const TableSchema& schema : schemas) {
      if (schema.name == kQuarantine) quarantine_schema_ = &schema;
      const std::string_view name = schema.name;
      tables_.push_back(std::make_unique<RowTable>(
          schema, answers_, [this, name](std::string_view reason, std::string_view row_text) {
            quarantine(name, reason, row_text);
          }));
    }
    SEOHAK_CHECK(quarantine_schema_ != nullptr);
    find_quarantine_columns();
  }

  RowTable* find(std::string_view name) {
    for (const auto& table : tables_)
      if (table->schema().name == name) return table.get();
    return nullptr;
  }

  void begin_answer(AnswerInfo info) {
    close_answer();
    SEOHAK_CHECK(answers_.size() < UINT32_MAX);
    answers_.push_back(std::move(info));
    for (const auto& table : tables_) table->begin_answer();
    quarantined_start_ = quarantined_;
  }

  void abandon_answer() {
    SEOHAK_CHECK(!answers_.empty());
    for (const auto& table : tables_) table->abandon_answer();
    answers_.back().quarantined = 0;
    quarantined_ = quarantined_start_;
  }

  void quarantine(std::string_view table, std::string_view reason, std::string_view row_text) {
    SEOHAK_CHECK(!answers_.empty());
    AnswerInfo& info = answers_.back();
    RowTable& writer = *find(kQuarantine);
    writer.text(table_name_, table);
    writer.text(source_, info.source);
    writer.text(dataset_, info.dataset);
    writer.integer(row_no_, info.quarantined++);
    writer.text(reason_, stored_row_text(reason));
    writer.text(row_text_, stored_row_text(row_text));
    writer.end_row({});
    ++quarantined_;
  }

  std::int64_t rows() const {
    std::int64_t live = finished_rows_;
    for (const auto& table : tables_)
      if (table->schema().name != kQuarantine) live += static_cast<std::int64_t>(table->size());
    return live;
  }
  std::int64_t quarantined() const { return quarantined_; }

  Result<std::vector<Batch>> finish() {
    close_answer();
    std::vector<Batch> batches;
    for (const auto& table : tables_) {
      if (table->size() == 0) continue;
      auto rows = SEOHAK_TRY(table->finish());
      if (table->schema().name != kQuarantine) finished_rows_ += rows->num_rows();
      batches.push_back({&table->schema(), std::move(rows)});
    }
    answers_.clear();
    return batches;
  }

 private:
  void close_answer() {
    for (const auto& table : tables_) table->close_answer();
  }

  void find_quarantine_columns() {
    const auto column = [this](std::string_view name) {
      const auto found = quarantine_schema_->find(name);
      SEOHAK_CHECK(found.has_value());
      return *found;
    };
    table_name_ = column("table_name");
    source_ = column("source");
    dataset_ = column("dataset");
    row_no_ = column("row_no");
    reason_ = column("reason");
    row_text_ = column("row_text");
  }

  std::vector<AnswerInfo> answers_;
  std::vector<std::unique_ptr<RowTable>> tables_;
  const TableSchema* quarantine_schema_ = nullptr;
  std::size_t table_name_ = 0, source_ = 0, dataset_ = 0, row_no_ = 0, reason_ = 0, row_text_ = 0;
  std::int64_t quarantined_ = 0;
  std::int64_t quarantined_start_ = 0;
  std::int64_t finished_rows_ = 0;
};

RowSink::RowSink(std::span<const TableSchema> schemas) : impl_(std::make_unique<Impl>(schemas)) {}
RowSink::~RowSink() = default;

void RowSink::begin_answer(std::string_view source, std::string_view dataset, Instant fetched_at,
                           std::string_view load_id, std::int32_t record) {
  impl_->begin_answer(
      {std::string(source), std::string(dataset), fetched_at, std::string(load_id), record, 0});
}

void RowSink::abandon_answer() { impl_->abandon_answer(); }

RowWriter& RowSink::table(std::string_view name) {
  RowTable* found = impl_->find(name);
  SEOHAK_CHECK(found != nullptr);
  return *found;
}

RowWriter* RowSink::find_table(std::string_view name) { return impl_->find(name); }

void RowSink::quarantine(std::string_view table, std::string_view reason,
                         std::string_view row_text) {
  impl_->quarantine(table, reason, row_text);
}

std::int64_t RowSink::rows() const { return impl_->rows(); }
std::int64_t RowSink::quarantined() const { return impl_->quarantined(); }
Result<std::vector<Batch>> RowSink::finish() { return impl_->finish(); }

}  // namespace seohak
