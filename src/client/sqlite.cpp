#include "client/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/core.h>

#include "base/system_error.h"

namespace seohak {
namespace {

/// WAL has to be agreed on by all openers at once; SQLite does not wait by itself there.
constexpr int kWalTries = 200;
constexpr int kWalPauseMillis = 25;

bool is_full(int primary, int system_error) {
  if (primary == SQLITE_FULL) return true;
  return primary == SQLITE_IOERR &&
         (system_error == ENOSPC || system_error == EFBIG || system_error == EDQUOT);
}

/// errno of the last failed read or write of the database file or its log; 0 when none is known.
int last_errno(sqlite3* database) {
  int error = 0;
  if (database == nullptr) return error;
  sqlite3_file* log = nullptr;
  sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (log != nullptr && log->pMethods != nullptr)
    log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
  if (error == 0) sqlite3_file_control(database, "main", SQLITE_FCNTL_LAST_ERRNO, &error);
  return error != 0 ? error : sqlite3_system_errno(database);
}

int bind_value(sqlite3_stmt* statement, int index, const SqliteValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    return sqlite3_bind_int64(statement, index, *integer);
  if (const auto* real = std::get_if<double>(&value))
    return sqlite3_bind_double(statement, index, *real);
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    const char* bytes = text->empty() ? "" : text->data();
    return sqlite3_bind_text64(statement, index, bytes, text->size(), SQLITE_TRANSIENT,
                               SQLITE_UTF8);
  }
  return sqlite3_bind_null(statement, index);
}

/// The failure of a file that this user may not open or write; `reason`: errno, 0 when none is
/// known.
Error denied(const std::string& file, int reason) {
  return {
      Errc::forbidden,
      fmt::format("cannot write {}: {}; give this user the right to it (chown, chmod) or choose "
                  "another with --home DIR",
                  file, std::strerror(reason != 0 ? reason : EACCES))};
}

/// Creates a missing file readable by its owner only; SQLite gives its side files the same mode.
/// One that is there is not touched: closing a file drops every lock that this process has on it,
/// those of its other connections too, and another process would then take their log away.
Result<void> create_private(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor >= 0) {
    ::close(descriptor);
    return {};
  }
  const int reason = errno;
  if (reason == EEXIST) return {};
  if (is_denied(reason)) return fail(denied(file, reason));
  return fail(reason == ENOSPC ? Errc::no_space : Errc::io,
              fmt::format("cannot open {}: {}; check that its directory exists and can be "
                          "written",
                          file, std::strerror(reason)));
}

}  // namespace

SqliteValue sqlite_value(std::optional<std::int64_t> value) {
  return value ? SqliteValue(*value) : SqliteValue(nullptr);
}

SqliteValue sqlite_value(const std::optional<std::string>& value) {
  return value ? SqliteValue(std::string_view(*value)) : SqliteValue(nullptr);
}

void SqliteStatement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Result<bool> SqliteStatement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return fail(database_->error(code));
}

std::int64_t SqliteStatement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double SqliteStatement::real(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}

std::string SqliteStatement::text(int column) const {
  const auto* bytes = sqlite3_column_text(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

bool SqliteStatement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::optional<std::int64_t> SqliteStatement::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::optional<std::string> SqliteStatement::optional_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

void Sqlite::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Result<Sqlite> Sqlite::open(const std::filesystem::path& file, const SqliteOptions& options) {
  Sqlite database;
  database.file_ = file.string();
  SEOHAK_TRY(create_private(database.file_));
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(database.file_.c_str(), &handle,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  database.database_.reset(handle);
  if (code != SQLITE_OK) return fail(database.error(code));
  SEOHAK_TRY(database.configure(options));
  return database;
}

Result<void> Sqlite::configure(const SqliteOptions& options) {
  sqlite3_extended_result_codes(database_.get(), 1);
  sqlite3_busy_timeout(database_.get(), static_cast<int>(options.busy_timeout.count()));
  auto wal = script("PRAGMA journal_mode=WAL;");
  for (int tries = 1; !wal && wal.error().code == Errc::busy && tries < kWalTries; ++tries) {
    if (options.busy_timeout.count() < tries * kWalPauseMillis) break;
    sqlite3_sleep(kWalPauseMillis);
    wal = script("PRAGMA journal_mode=WAL;");
  }
  SEOHAK_TRY(std::move(wal));
  SEOHAK_TRY(script("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"));
  if (options.max_pages > 0)
    SEOHAK_TRY(script(fmt::format("PRAGMA max_page_count={};", options.max_pages)));
  return {};
}

Error Sqlite::error(int code) const {
  const int primary = code & 0xff;
  const std::string words = database_ ? sqlite3_errmsg(database_.get()) : sqlite3_errstr(code);
  const int system_error = last_errno(database_.get());
  if (is_full(primary, system_error))
    return {Errc::no_space, fmt::format("no room for {}: free space on its disk", file_)};
  switch (primary) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Errc::busy, fmt::format("{} is being written by another process; try again", file_)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {Errc::bad_data,
              fmt::format("{} is damaged or no database ({}); move it away", file_, words)};
    case SQLITE_CONSTRAINT: return {Errc::bad_data, fmt::format("{}: {}", file_, words)};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH: return denied(file_, system_error);
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
      if (is_denied(system_error)) return denied(file_, system_error);
      return {Errc::io, fmt::format("{}: {} ({}); check the disk", file_, words,
                                    system_error != 0 ? std::strerror(system_error) : "no detail")};
    default: return {Errc::internal, fmt::format("{}: {}", file_, words)};
  }
}

Result<SqliteStatement> Sqlite::prepare(std::string_view sql, const SqliteValues& values) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                      &handle, nullptr);
  SqliteStatement statement(*this);
  statement.statement_.reset(handle);
  if (code != SQLITE_OK) return fail(error(code));
  if (sqlite3_bind_parameter_count(handle) != static_cast<int>(values.size()))
    return fail(Errc::internal, fmt::format("{} values for: {}", values.size(), sql));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const int bound = bind_value(handle, static_cast<int>(i) + 1, values[i]);
    if (bound != SQLITE_OK) return fail(error(bound));
  }
  return statement;
}

Result<std::int64_t> Sqlite::run(std::string_view sql, const SqliteValues& values) {
  auto statement = SEOHAK_TRY(prepare(sql, values));
  while (SEOHAK_TRY(statement.step())) {
  }
  return sqlite3_changes64(database_.get());
}

Result<void> Sqlite::script(const std::string& sql) {
  const int code = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return fail(error(code));
  return {};
}

Result<std::optional<std::int64_t>> Sqlite::integer(std::string_view sql,
                                                    const SqliteValues& values) {
  auto statement = SEOHAK_TRY(prepare(sql, values));
  if (!SEOHAK_TRY(statement.step())) return std::optional<std::int64_t>();
  return statement.optional_integer(0);
}

Result<void> Sqlite::set_durable(bool durable) {
  if (durable == durable_) return {};
  SEOHAK_TRY(script(durable ? "PRAGMA synchronous=FULL;" : "PRAGMA synchronous=NORMAL;"));
  durable_ = durable;
  return {};
}

Result<SqliteTransaction> SqliteTransaction::begin(Sqlite& database) {
  SEOHAK_TRY(database.script("BEGIN IMMEDIATE"));
  return SqliteTransaction(database);
}

SqliteTransaction::SqliteTransaction(SqliteTransaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

SqliteTransaction::~SqliteTransaction() {
  // Fails only when SQLite already rolled back by itself.
  if (database_ != nullptr) static_cast<void>(database_->script("ROLLBACK"));
}

Result<void> SqliteTransaction::commit() {
  SEOHAK_TRY(database_->script("COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace seohak
