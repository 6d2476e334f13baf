#pragma once

#include <duckdb.h>

#include <utility>

namespace seohak {

/// Owns one handle of DuckDB's C API and destroys it by `destroy`.
template <typename Handle, void (*destroy)(Handle*)>
class DuckHandle {
 public:
  DuckHandle() = default;
  explicit DuckHandle(Handle handle) : handle_(handle) {}
  DuckHandle(const DuckHandle&) = delete;
  DuckHandle& operator=(const DuckHandle&) = delete;
  ~DuckHandle() { destroy(&handle_); }
  Handle get() const { return handle_; }
  /// For the C functions that fill a handle.
  Handle* out() { return &handle_; }

 private:
  Handle handle_{};
};

inline void duck_drop_appender(duckdb_appender* appender) { duckdb_appender_destroy(appender); }

using DuckConfig = DuckHandle<duckdb_config, duckdb_destroy_config>;
using DuckResult = DuckHandle<duckdb_result, duckdb_destroy_result>;
using DuckStatement = DuckHandle<duckdb_prepared_statement, duckdb_destroy_prepare>;
using DuckStatements = DuckHandle<duckdb_extracted_statements, duckdb_destroy_extracted>;
using DuckChunk = DuckHandle<duckdb_data_chunk, duckdb_destroy_data_chunk>;
using DuckType = DuckHandle<duckdb_logical_type, duckdb_destroy_logical_type>;
using DuckValue = DuckHandle<duckdb_value, duckdb_destroy_value>;
using DuckAppender = DuckHandle<duckdb_appender, duck_drop_appender>;
using DuckFault = DuckHandle<duckdb_error_data, duckdb_destroy_error_data>;
using DuckArrowOptions = DuckHandle<duckdb_arrow_options, duckdb_destroy_arrow_options>;
using DuckArrowSchema =
    DuckHandle<duckdb_arrow_converted_schema, duckdb_destroy_arrow_converted_schema>;

}  // namespace seohak
