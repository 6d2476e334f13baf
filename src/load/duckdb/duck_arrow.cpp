// The two ways between DuckDB and Arrow: append record batches, fetch results as a table.
#include <arrow/c/bridge.h>
#include <arrow/record_batch.h>
#include <arrow/table.h>
#include <duckdb.h>
#include <fmt/core.h>

#include "load/duckdb/duck.h"
#include "load/duckdb/duck_handles.h"

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

Result<std::shared_ptr<arrow::Table>> fetch(duckdb_result* result) {
  const DuckArrowOptions options(duckdb_result_get_arrow_options(result));
  const std::shared_ptr<arrow::Schema> schema = SEOHAK_TRY(schema_of_result(options.get(), result));
  std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
  while (true) {
    const DuckChunk chunk(duckdb_fetch_chunk(*result));
    if (chunk.get() == nullptr || duckdb_data_chunk_get_size(chunk.get()) == 0) break;
    ArrowArray raw{};
    const DuckFault fault(duckdb_data_chunk_to_arrow(options.get(), chunk.get(), &raw));
    SEOHAK_TRY(check(fault, Errc::internal));
    auto batch = arrow::ImportRecordBatch(&raw, schema);
    SEOHAK_TRY(check(batch.status()));
    batches.push_back(std::move(batch).ValueOrDie());
  }
  auto table = arrow::Table::FromRecordBatches(schema, batches);
  SEOHAK_TRY(check(table.status()));
  auto whole = (*table)->CombineChunks();
  SEOHAK_TRY(check(whole.status()));
  return std::move(whole).ValueOrDie();
}

}  // namespace

Result<std::shared_ptr<arrow::Table>> DuckConnection::query(std::string_view sql,
                                                            std::span<const std::string> parameters,
                                                            bool read_only, std::stop_token stop) {
  DuckStatements statements;
  const idx_t count =
      duckdb_extract_statements(handle_.get(), std::string(sql).c_str(), statements.out());
  const char* words = duckdb_extract_statements_error(statements.get());
  if (count == 0 && words != nullptr) return fail(duck_error(words, Errc::bad_request));
  if (count != 1)
    return fail(Errc::bad_request, fmt::format("one statement is expected, {} were given", count));
  DuckStatement statement;
  if (duckdb_prepare_extracted_statement(handle_.get(), statements.get(), 0, statement.out()) !=
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
  const std::stop_callback interrupt(stop, [this] { duckdb_interrupt(handle_.get()); });
  if (stop.stop_requested()) return fail(Errc::cancelled, "the query was stopped");
  DuckResult result;
  if (duckdb_execute_prepared(statement.get(), result.out()) != DuckDBSuccess)
    return fail(duck_error(duckdb_result_error(result.out()), Errc::bad_request));
  return fetch(result.out());
}

Result<void> DuckConnection::append(const std::string& table, const arrow::RecordBatch& rows) {
  DuckAppender appender;
  if (duckdb_appender_create_ext(handle_.get(), "temp", "main", table.c_str(), appender.out()) !=
      DuckDBSuccess)
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
