// The two ways between DuckDB and Arrow: append record batches, fetch results as a table.
#include <functional>

#include <arrow/c/bridge.h>
#include <arrow/record_batch.h>
#include <arrow/table.h>
#include <arrow/util/byte_size.h>
#include <duckdb.h>
#include <fmt/core.h>

#include "load/duckdb/duck.h"
#include "load/duckdb/duck_handles.h"
#include "load/sql_text.h"
#include "load/warehouse.h"

namespace seohak {
namespace {

Result<void> check(const DuckFault& fault, Errc otherwise) {
  if (fault.get() == nullptr || !duckdb_error_data_has_error(fault.get())) return {};
  return fail(duck_error(duckdb_error_data_message(fault.get()), otherwise));
}
Result<void> check(const arrow::Status& status) {
  if (status.ok()) return {};
  return fail(Errc::internal, status.ToString());
}

/// Whether a statement of this type only reads.
bool reads(duckdb_statement_type type) {
  return type == DUCKDB_STATEMENT_TYPE_SELECT || type == DUCKDB_STATEMENT_TYPE_EXPLAIN;
}

Result<std::shared_ptr<arrow::Schema>> schema_of_result(duckdb_arrow_options options,
                                                        duckdb_result* result) {
  const idx_t count = duckdb_column_count(result);
  std::vector<duckdb_logical_type> types;
  std::vector<const char*> names;
  for (idx_t i = 0; i < count; ++i) {
    types.push_back(duckdb_column_logical_type(result, i));
    names.push_back(duckdb_column_name(result, i));
  }
  ArrowSchema raw{};
  const DuckFault fault(duckdb_to_arrow_schema(options, types.data(), names.data(), count, &raw));
  for (duckdb_logical_type& type : types) duckdb_destroy_logical_type(&type);
  SEOHAK_TRY(check(fault, Errc::internal));
  auto schema = arrow::ImportSchema(&raw);
  SEOHAK_TRY(check(schema.status()));
  return std::move(schema).ValueOrDie();
}

/// The next rows of a result; null after the last.
Result<std::shared_ptr<arrow::RecordBatch>> fetch_batch(
    duckdb_result* result, duckdb_arrow_options options,
    const std::shared_ptr<arrow::Schema>& schema) {
  const DuckChunk chunk(duckdb_fetch_chunk(*result));
  if (chunk.get() == nullptr || duckdb_data_chunk_get_size(chunk.get()) == 0) {
    const char* words = duckdb_result_error(result);
    if (words != nullptr && *words != '\0') return fail(duck_error(words, Errc::bad_request));
    return std::shared_ptr<arrow::RecordBatch>();
  }
  ArrowArray raw{};
  const DuckFault fault(duckdb_data_chunk_to_arrow(options, chunk.get(), &raw));
  SEOHAK_TRY(check(fault, Errc::internal));
  auto batch = arrow::ImportRecordBatch(&raw, schema);
  SEOHAK_TRY(check(batch.status()));
  return std::move(batch).ValueOrDie();
}

Result<std::shared_ptr<arrow::Table>> fetch(duckdb_result* result) {
  const DuckArrowOptions options(duckdb_result_get_arrow_options(result));
  const std::shared_ptr<arrow::Schema> schema = SEOHAK_TRY(schema_of_result(options.get(), result));
  std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
  while (auto batch = SEOHAK_TRY(fetch_batch(result, options.get(), schema)))
    batches.push_back(std::move(batch));
  auto table = arrow::Table::FromRecordBatches(schema, batches);
  SEOHAK_TRY(check(table.status()));
  auto whole = (*table)->CombineChunks();
  SEOHAK_TRY(check(whole.status()));
  return std::move(whole).ValueOrDie();
}

/// Prepares the one statement of `sql` and binds its parameters.
Result<void> prepare(duckdb_connection connection, std::string_view sql,
                     std::span<const std::string> parameters, bool read_only,
                     DuckStatement& statement) {
  DuckStatements statements;
  const idx_t count =
      duckdb_extract_statements(connection, std::string(sql).c_str(), statements.out());
  const char* words = duckdb_extract_statements_error(statements.get());
  if (count == 0 && words != nullptr) return fail(duck_error(words, Errc::bad_request));
  if (count != 1)
    return fail(Errc::bad_request, fmt::format("one statement is expected, {} were given", count));
  if (duckdb_prepare_extracted_statement(connection, statements.get(), 0, statement.out()) !=
      DuckDBSuccess)
    return fail(duck_error(duckdb_prepare_error(statement.get()), Errc::bad_request));
  if (read_only && !reads(duckdb_prepared_statement_type(statement.get())))
    return fail(Errc::bad_request,
                "only statements that read are allowed: SELECT, SHOW, DESCRIBE or EXPLAIN");
  if (duckdb_nparams(statement.get()) != parameters.size())
    return fail(Errc::bad_request, fmt::format("the statement has {} parameters, {} were given",
                                               duckdb_nparams(statement.get()), parameters.size()));
  for (idx_t i = 0; i < parameters.size(); ++i)
    duckdb_bind_varchar_length(statement.get(), i + 1, parameters[i].data(), parameters[i].size());
  return {};
}

/// A result that the engine makes as it is read.
class DuckRowStream final : public RowStream {
 public:
  DuckRowStream(DuckConnection connection, duckdb_connection handle, std::stop_token stop)
      : connection_(std::move(connection)),
        handle_(handle),
        stop_(std::move(stop)),
        interrupt_(stop_, [this] { duckdb_interrupt(handle_); }) {}

  Result<void> open(std::string_view sql) {
    SEOHAK_TRY(prepare(handle_, sql, {}, true, statement_));
    if (stop_.stop_requested()) return fail(Errc::cancelled, "the query was stopped");
    if (duckdb_execute_prepared_streaming(statement_.get(), result_.out()) != DuckDBSuccess)
      return fail(duck_error(duckdb_result_error(result_.out()), Errc::bad_request));
    options_ = std::make_unique<DuckArrowOptions>(duckdb_result_get_arrow_options(result_.out()));
    schema_ = SEOHAK_TRY(schema_of_result(options_->get(), result_.out()));
    return {};
  }

  Result<std::shared_ptr<arrow::Table>> next() override {
    constexpr std::int64_t kRows = 1 << 16;
    constexpr std::int64_t kBytes = 16 << 20;
    std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
    std::int64_t rows = 0;
    std::int64_t bytes = 0;
    while (!ended_ && rows < kRows && bytes < kBytes) {
      if (stop_.stop_requested()) return fail(Errc::cancelled, "the query was stopped");
      auto batch = fetch_batch(result_.out(), options_->get(), schema_);
      if (!batch) return fail(reason(batch.error()));
      ended_ = *batch == nullptr;
      if (ended_) break;
      rows += (*batch)->num_rows();
      bytes += arrow::util::TotalBufferSize(**batch);
      batches.push_back(std::move(*batch));
    }
    if (batches.empty() && told_columns_) return std::shared_ptr<arrow::Table>();
    told_columns_ = true;
    auto table = arrow::Table::FromRecordBatches(schema_, batches);
    SEOHAK_TRY(check(table.status()));
    return std::move(table).ValueOrDie();
  }

 private:
  /// When a thread of the engine fails, it interrupts its others, and now and then tells of that in
  /// place of the failure: the query is then read once more, for the reason alone.
  Error reason(const Error& told) {
    constexpr int kTries = 3;
    Error found = told;
    for (int i = 0; i < kTries && found.code == Errc::cancelled && !stop_.stop_requested(); ++i) {
      DuckResult again;
      if (duckdb_execute_prepared_streaming(statement_.get(), again.out()) != DuckDBSuccess)
        return duck_error(duckdb_result_error(again.out()), Errc::bad_request);
      auto batch = fetch_batch(again.out(), options_->get(), schema_);
      while (batch && *batch != nullptr) batch = fetch_batch(again.out(), options_->get(), schema_);
      if (!batch) found = batch.error();
    }
    return found;
  }

  DuckConnection connection_;  // before what uses it
  duckdb_connection handle_;
  DuckStatement statement_;
  DuckResult result_;
  std::unique_ptr<DuckArrowOptions> options_;
  std::shared_ptr<arrow::Schema> schema_;
  bool told_columns_ = false;
  bool ended_ = false;
  std::stop_token stop_;
  std::stop_callback<std::function<void()>> interrupt_;  // last: gone before the connection
};

}  // namespace

Result<std::shared_ptr<arrow::Table>> DuckConnection::query(std::string_view sql,
                                                            std::span<const std::string> parameters,
                                                            bool read_only, std::stop_token stop) {
  DuckStatement statement;
  SEOHAK_TRY(prepare(handle_.get(), sql, parameters, read_only, statement));
  const std::stop_callback interrupt(stop, [this] { duckdb_interrupt(handle_.get()); });
  if (stop.stop_requested()) return fail(Errc::cancelled, "the query was stopped");
  DuckResult result;
  if (duckdb_execute_prepared(statement.get(), result.out()) != DuckDBSuccess)
    return fail(duck_error(duckdb_result_error(result.out()), Errc::bad_request));
  return fetch(result.out());
}

Result<std::unique_ptr<RowStream>> DuckConnection::stream(DuckConnection connection,
                                                          std::string_view sql,
                                                          std::stop_token stop) {
  const duckdb_connection handle = connection.handle_.get();
  auto rows = std::make_unique<DuckRowStream>(std::move(connection), handle, std::move(stop));
  SEOHAK_TRY(rows->open(sql));
  return std::unique_ptr<RowStream>(std::move(rows));
}

Result<void> DuckConnection::append(const std::string& table, const arrow::RecordBatch& rows) {
  DuckAppender appender;
  const std::string schema(schema_of(table));
  const std::string name = schema.empty() ? table : table.substr(schema.size() + 1);
  if (duckdb_appender_create_ext(handle_.get(), schema.empty() ? "temp" : nullptr,
                                 schema.empty() ? "main" : schema.c_str(), name.c_str(),
                                 appender.out()) != DuckDBSuccess)
    return fail(Errc::internal, fmt::format("no appender for {}", table));
  ArrowSchema raw_schema{};
  SEOHAK_TRY(check(arrow::ExportSchema(*rows.schema(), &raw_schema)));
  DuckArrowSchema converted;
  const DuckFault fault(duckdb_schema_from_arrow(handle_.get(), &raw_schema, converted.out()));
  if (raw_schema.release != nullptr) raw_schema.release(&raw_schema);
  SEOHAK_TRY(check(fault, Errc::internal));
  const auto step = static_cast<std::int64_t>(duckdb_vector_size());
  for (std::int64_t at = 0; at < rows.num_rows(); at += step) {
    ArrowArray raw{};
    SEOHAK_TRY(check(arrow::ExportRecordBatch(*rows.Slice(at, step), &raw)));
    DuckChunk chunk;
    const DuckFault broken(
        duckdb_data_chunk_from_arrow(handle_.get(), &raw, converted.get(), chunk.out()));
    if (raw.release != nullptr) raw.release(&raw);
    SEOHAK_TRY(check(broken, Errc::internal));
    if (duckdb_append_data_chunk(appender.get(), chunk.get()) != DuckDBSuccess) {
      const DuckFault refused(duckdb_appender_error_data(appender.get()));
      SEOHAK_TRY(check(refused, Errc::bad_data));
    }
  }
  if (duckdb_appender_close(appender.get()) != DuckDBSuccess) {
    const DuckFault refused(duckdb_appender_error_data(appender.get()));
    return fail(duck_error(duckdb_error_data_message(refused.get()), Errc::bad_data));
  }
  return {};
}

}  // namespace seohak
