#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct _duckdb_database;    // NOLINT(clang-diagnostic-reserved-identifier): the names of duckdb.h
struct _duckdb_connection;  // NOLINT(clang-diagnostic-reserved-identifier)
namespace arrow {
class RecordBatch;
class Table;
}  // namespace arrow

namespace seohak {

class RowStream;

/// Our error for the engine's words: busy (another process holds the file), no_space, cancelled,
/// bad_data (a constraint), io; else `otherwise`.
Error duck_error(std::string_view words, Errc otherwise);

/// Makes an empty database file where there is none: beside it, then moved into place whole, so
/// that a full disk or a kill never leaves one that is half made. Errors: no_space, io.
Result<void> duck_create_missing(const std::string& path);

/// One connection of an open DuckDB. Movable; thread-compatible.
class DuckConnection {
 public:
  /// Runs statements without parameters; returns the rows that the last one changed.
  /// Errors: as `duck_error` with bad_data.
  Result<std::int64_t> execute(const std::string& sql);
  /// The first column of the first row as a number; 0 when there is none.
  Result<std::int64_t> number(const std::string& sql);
  /// Rows of one statement as Arrow, `?` bound to `parameters` as VARCHAR; each column has one
  /// chunk. `read_only` refuses (bad_request) whatever is not one reading statement. Errors: as
  /// `duck_error` with bad_request.
  Result<std::shared_ptr<arrow::Table>> query(std::string_view sql,
                                              std::span<const std::string> parameters,
                                              bool read_only, std::stop_token stop);
  /// Rows of one reading statement as they are made; the stream keeps the connection. Errors: as
  /// `query`.
  static Result<std::unique_ptr<RowStream>> stream(DuckConnection connection, std::string_view sql,
                                                   std::stop_token stop);
  /// Appends rows to "schema.table", or without a schema to a temporary table, whose columns are
  /// those of the batch. Errors: bad_data (a constraint).
  Result<void> append(const std::string& table, const arrow::RecordBatch& rows);
  /// Ends the statement under way, if there is one, with `cancelled`. From any thread.
  void interrupt() const;
  /// Tables that one statement reads, "schema.table", sorted, without its own CTEs. Errors:
  /// bad_data with the parser's words.
  Result<std::vector<std::string>> tables_of(const std::string& sql);

 private:
  friend class DuckDatabase;
  struct Close {
    void operator()(_duckdb_connection* connection) const;
  };
  explicit DuckConnection(_duckdb_connection* connection) : handle_(connection) {}
  std::unique_ptr<_duckdb_connection, Close> handle_;
};

/// An open DuckDB file or ":memory:". No file but its own can be reached from SQL, no extension is
/// loaded, and settings cannot be changed afterwards. Movable; `connect` is thread-safe.
class DuckDatabase {
 public:
  struct Options {
    int threads = 0;       ///< 0: one a core, 8 at most
    int memory_mib = 384;  ///< beyond it the engine spills beside the file
  };
  /// Errors: as `duck_error` with io.
  static Result<DuckDatabase> open(const std::string& path, const Options& options);
  Result<DuckConnection> connect() const;

 private:
  struct Close {
    void operator()(_duckdb_database* database) const;
  };
  explicit DuckDatabase(_duckdb_database* database) : handle_(database) {}
  std::unique_ptr<_duckdb_database, Close> handle_;
};

/// A transaction; rolls back unless committed. Borrows the connection.
class DuckTransaction {
 public:
  static Result<DuckTransaction> begin(DuckConnection& connection);
  DuckTransaction(DuckTransaction&& other) noexcept : connection_(other.connection_) {
    other.connection_ = nullptr;
  }
  DuckTransaction& operator=(DuckTransaction&&) = delete;
  ~DuckTransaction();
  Result<void> commit();

 private:
  explicit DuckTransaction(DuckConnection& connection) : connection_(&connection) {}
  DuckConnection* connection_;
};

}  // namespace seohak
