#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace seohak {

/// A value for one `?` of a statement; nullptr is SQL's NULL. Text must live until the call
/// returns.
using SqliteValue = std::variant<std::nullptr_t, std::int64_t, double, std::string_view>;
using SqliteValues = std::vector<SqliteValue>;

/// NULL or the value.
SqliteValue sqlite_value(std::optional<std::int64_t> value);
SqliteValue sqlite_value(const std::optional<std::string>& value);

/// How a database file is opened.
struct SqliteOptions {
  /// How long a statement waits for another process's lock before it fails with `busy`.
  std::chrono::milliseconds busy_timeout{10'000};
  /// Upper limit of the file in pages of 4 KiB; 0: none.
  std::int64_t max_pages = 0;
};

class Sqlite;

/// A prepared statement. Columns count from 0. Must not outlive its database. Thread-compatible.
class SqliteStatement {
 public:
  /// Moves to the next row; false when there is none. Errors: as `Sqlite`.
  Result<bool> step();
  /// The column of the row `step` stands on; 0 or "" for NULL.
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  bool is_null(int column) const;
  /// nullopt for NULL.
  std::optional<std::int64_t> optional_integer(int column) const;
  std::optional<std::string> optional_text(int column) const;

 private:
  friend class Sqlite;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit SqliteStatement(const Sqlite& database) : database_(&database) {}

  const Sqlite* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One connection to a SQLite file: WAL, foreign keys on, mode 0600. Errors of every call: busy
/// (another process holds the file), no_space (disk or limit full), io, bad_data (damaged, no
/// database, or a constraint broken), forbidden (read-only file), internal (wrong SQL). Messages
/// name the file and what to do, never the values. Do not carry a connection over fork().
/// Thread-compatible.
class Sqlite {
 public:
  /// Opens or creates `file`; its directory must exist.
  static Result<Sqlite> open(const std::filesystem::path& file, const SqliteOptions& options = {});

  /// Compiles one statement and binds `values` to its `?` in order.
  Result<SqliteStatement> prepare(std::string_view sql, const SqliteValues& values = {});
  /// Runs one statement to its end. Returns the number of rows it changed.
  Result<std::int64_t> run(std::string_view sql, const SqliteValues& values = {});
  /// Runs several statements separated by `;`.
  Result<void> script(const std::string& sql);
  /// First column of the first row, or nullopt when there is no row or it is NULL.
  Result<std::optional<std::int64_t>> integer(std::string_view sql,
                                              const SqliteValues& values = {});

  /// true (the start): a commit is on the disk when it returns. false: a commit survives the death
  /// of the process, yet the newest may be lost with the machine's power. Not inside a transaction.
  Result<void> set_durable(bool durable);

 private:
  friend class SqliteStatement;
  struct Close {
    void operator()(sqlite3* database) const;
  };
  Result<void> configure(const SqliteOptions& options);
  Error error(int code) const;

  std::unique_ptr<sqlite3, Close> database_;
  std::string file_;
  bool durable_ = true;
};

/// A write transaction, rolled back unless committed. Takes the write lock at once, so that a
/// statement inside never fails for having read first. Must not outlive its database.
class SqliteTransaction {
 public:
  static Result<SqliteTransaction> begin(Sqlite& database);
  SqliteTransaction(SqliteTransaction&& other) noexcept;
  SqliteTransaction& operator=(SqliteTransaction&&) = delete;
  ~SqliteTransaction();
  /// After a failure nothing of the transaction is kept.
  Result<void> commit();

 private:
  explicit SqliteTransaction(Sqlite& database) : database_(&database) {}
  Sqlite* database_;
};

}  // namespace seohak
