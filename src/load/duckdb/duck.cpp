#include "load/duckdb/duck.h"

#include <algorithm>
#include <thread>
#include <utility>

#include <fmt/core.h>

#include "load/duckdb/duck_handles.h"

namespace seohak {
namespace {

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The first line of the engine's message; the rest quotes the SQL again.
std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

/// "12345" of "… (PID 12345) …"; empty when the engine does not say.
std::string_view holder_pid(std::string_view words) {
  const std::size_t at = words.find("(PID ");
  if (at == std::string_view::npos) return {};
  const std::string_view rest = words.substr(at + 5);
  return rest.substr(0, rest.find(')'));
}

/// The engine's spelling of a table it read (`raw_data."no" AS alias`) without quotes and alias.
std::string plain_table(std::string_view spelled) {
  std::string name;
  bool quoted = false;
  for (const char c : spelled) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ' ' && !quoted)
      break;
    else
      name += c;
  }
  return name;
}

// Each thread keeps buffers of its own beside the memory limit.
constexpr int kMostThreads = 8;

/// Row groups are written as soon as they are full, while the next is parsed, not at the commit;
/// and texts are kept by dictionary or as they are: FSST makes the file smaller by a third and
/// loading slower by a tenth.
constexpr const char* kSettings =
    "SET GLOBAL TimeZone = 'UTC'; SET GLOBAL write_buffer_row_group_count = 1; "
    "SET GLOBAL disabled_compression_methods = 'fsst,dict_fsst'; SET lock_configuration = true";

}  // namespace

Error duck_error(std::string_view words, Errc otherwise) {
  if (holds(words, "Could not set lock on file")) {
    const std::string_view pid = holder_pid(words);
    return {Errc::busy, fmt::format("another process{} holds the warehouse; wait for it or stop it",
                                    pid.empty() ? "" : fmt::format(" (pid {})", pid))};
  }
  if (holds(words, "No space left on device") || holds(words, "out of disk space"))
    return {Errc::no_space,
            fmt::format("the disk is full; make room and run again ({})", first_line(words))};
  if (holds(words, "not a valid DuckDB database file") || holds(words, "Corrupt database file"))
    return {Errc::io, fmt::format("{}; move it away, then `seohak replay` builds it anew from "
                                  "landing",
                                  first_line(words))};
  if (words.starts_with("INTERRUPT Error")) return {Errc::cancelled, "the query was stopped"};
  if (words.starts_with("IO Error") &&
      (holds(words, "Permission denied") || holds(words, "Read-only file system")))
    return {Errc::forbidden,
            fmt::format("{}; give this user the right to it (chown, chmod) or choose "
                        "another with --home DIR",
                        first_line(words))};
  if (words.starts_with("IO Error")) return {Errc::io, std::string(first_line(words))};
  if (words.starts_with("Constraint Error") || words.starts_with("Serialization Error"))
    return {Errc::bad_data, std::string(first_line(words))};
  return {otherwise, std::string(otherwise == Errc::bad_request ? words : first_line(words))};
}

void DuckConnection::Close::operator()(_duckdb_connection* connection) const {
  duckdb_disconnect(&connection);
}
void DuckDatabase::Close::operator()(_duckdb_database* database) const { duckdb_close(&database); }

Result<DuckDatabase> DuckDatabase::open(const std::string& path, const Options& options) {
  SEOHAK_TRY(duck_create_missing(path));
  DuckConfig config;
  if (duckdb_create_config(config.out()) != DuckDBSuccess)
    return fail(Errc::internal, "DuckDB gives no configuration");
  std::vector<std::pair<const char*, std::string>> settings = {
      {"enable_external_access", "false"},
      {"autoload_known_extensions", "false"},
      {"autoinstall_known_extensions", "false"},
      {"memory_limit", fmt::format("{}MiB", options.memory_mib)}};
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const int threads = options.threads > 0 ? options.threads : std::min(cores, kMostThreads);
  settings.emplace_back("threads", fmt::format("{}", threads));
  for (const auto& [name, value] : settings)
    if (duckdb_set_config(config.get(), name, value.c_str()) != DuckDBSuccess)
      return fail(Errc::internal, fmt::format("DuckDB refuses {} = {}", name, value));
  duckdb_database database = nullptr;
  char* words = nullptr;
  if (duckdb_open_ext(path.c_str(), &database, config.get(), &words) != DuckDBSuccess) {
    Error error = duck_error(words ? words : "no reason given", Errc::io);
    duckdb_free(words);
    return fail(with_context(fmt::format("warehouse {}", path), std::move(error)));
  }
  DuckDatabase opened(database);
  DuckConnection connection = SEOHAK_TRY(opened.connect());
  SEOHAK_TRY(connection.execute(kSettings));
  return opened;
}

Result<DuckConnection> DuckDatabase::connect() const {
  duckdb_connection connection = nullptr;
  if (duckdb_connect(handle_.get(), &connection) != DuckDBSuccess)
    return fail(Errc::internal, "DuckDB gives no connection");
  return DuckConnection(connection);
}

void DuckConnection::interrupt() const { duckdb_interrupt(handle_.get()); }

Result<std::int64_t> DuckConnection::execute(const std::string& sql) {
  DuckResult result;
  if (duckdb_query(handle_.get(), sql.c_str(), result.out()) != DuckDBSuccess)
    return fail(duck_error(duckdb_result_error(result.out()), Errc::bad_data));
  return static_cast<std::int64_t>(duckdb_rows_changed(result.out()));
}

Result<std::int64_t> DuckConnection::number(const std::string& sql) {
  DuckResult result;
  if (duckdb_query(handle_.get(), sql.c_str(), result.out()) != DuckDBSuccess)
    return fail(duck_error(duckdb_result_error(result.out()), Errc::bad_data));
  const DuckChunk chunk(duckdb_fetch_chunk(*result.out()));
  if (chunk.get() == nullptr || duckdb_data_chunk_get_size(chunk.get()) == 0) return 0;
  duckdb_vector column = duckdb_data_chunk_get_vector(chunk.get(), 0);
  return static_cast<const std::int64_t*>(duckdb_vector_get_data(column))[0];
}

Result<std::vector<std::string>> DuckConnection::tables_of(const std::string& sql) {
  DuckStatements statements;
  const idx_t count = duckdb_extract_statements(handle_.get(), sql.c_str(), statements.out());
  if (count != 1) {
    const char* words = duckdb_extract_statements_error(statements.get());
    return fail(Errc::bad_data,
                words ? std::string(words) : fmt::format("{} statements where one is due", count));
  }
  const DuckValue names(duckdb_get_table_names(handle_.get(), sql.c_str(), true));
  std::vector<std::string> tables;
  for (idx_t i = 0; names.get() != nullptr && i < duckdb_get_list_size(names.get()); ++i) {
    const DuckValue name(duckdb_get_list_child(names.get(), i));
    char* text = duckdb_get_varchar(name.get());
    if (text != nullptr) tables.push_back(plain_table(text));
    duckdb_free(text);
  }
  std::sort(tables.begin(), tables.end());
  tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
  return tables;
}

Result<DuckTransaction> DuckTransaction::begin(DuckConnection& connection) {
  SEOHAK_TRY(connection.execute("BEGIN TRANSACTION"));
  return DuckTransaction(connection);
}

DuckTransaction::~DuckTransaction() {
  // A rollback that fails leaves nothing to undo: the engine has ended the transaction itself.
  if (connection_ != nullptr) static_cast<void>(connection_->execute("ROLLBACK"));
}

Result<void> DuckTransaction::commit() {
  DuckConnection& connection = *std::exchange(connection_, nullptr);
  const Result<std::int64_t> done = connection.execute("COMMIT");
  if (done) return {};
  static_cast<void>(connection.execute("ROLLBACK"));
  return fail(done.error());
}

}  // namespace seohak
