#include "dag/run_schema.h"

#include <iterator>

#include <fmt/core.h>

namespace seohak {
namespace {

constexpr std::int64_t kApplicationId = 0x53454f48;  // "SEOH"

/// Instants are microseconds since 1970 UTC, days are days since 1970.
constexpr const char* kTables = R"(
CREATE TABLE run (
  run TEXT PRIMARY KEY,
  pipeline TEXT NOT NULL,
  profile TEXT NOT NULL,
  from_day INTEGER NOT NULL,
  to_day INTEGER NOT NULL,
  state TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  pid INTEGER NOT NULL,
  process_start TEXT NOT NULL,
  exit_code INTEGER,
  kind TEXT NOT NULL DEFAULT 'run',
  due_at INTEGER,
  unattended INTEGER NOT NULL DEFAULT 0,
  words TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX run_by_pipeline ON run (pipeline, run);
CREATE INDEX run_by_state ON run (state, run);
CREATE TABLE task (
  run TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  position INTEGER NOT NULL,
  task TEXT NOT NULL,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  message TEXT NOT NULL,
  code TEXT NOT NULL,
  retryable INTEGER NOT NULL,
  asked TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (run, task)
) STRICT, WITHOUT ROWID;
CREATE TABLE task_count (
  run TEXT NOT NULL,
  task TEXT NOT NULL,
  name TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (run, task, name),
  FOREIGN KEY (run, task) REFERENCES task ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  task TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  level INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX log_by_run ON log (run, id);
)";

/// What the scheduler knows of each pipeline, and the due instants that became runs.
constexpr const char* kScheduleTables = R"(
CREATE TABLE scheduled_pipeline (
  pipeline TEXT PRIMARY KEY,
  looked_until INTEGER NOT NULL,
  paused INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE due (
  pipeline TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  data_from INTEGER NOT NULL,
  run TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
  PRIMARY KEY (pipeline, due_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_by_run ON due (run);
)";

/// Each try of a task.
constexpr const char* kTryTable = R"(
CREATE TABLE try (
  run TEXT NOT NULL,
  task TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  state TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  message TEXT NOT NULL DEFAULT '',
  code TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (run, task, attempt),
  FOREIGN KEY (run, task) REFERENCES task ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
)";

/// Runs that are taken up again by whoever schedules, and what they were asked for with. Scheduled
/// ones that waited were stored as interrupted.
constexpr const char* kUnattended = R"(
ALTER TABLE run ADD COLUMN due_at INTEGER;
ALTER TABLE run ADD COLUMN unattended INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE run SET unattended = 1,
  due_at = (SELECT max(due.due_at) FROM due WHERE due.run = run.run) WHERE kind = 'scheduled';
)";

/// The state in which somebody asked a task to end that has not yet; "": nobody did.
constexpr const char* kAsked = "ALTER TABLE task ADD COLUMN asked TEXT NOT NULL DEFAULT ''";

/// What brings a database of version i + 1 to the next.
constexpr const char* kSteps[][2] = {
    {"ALTER TABLE run ADD COLUMN kind TEXT NOT NULL DEFAULT 'run'", ""},
    {kScheduleTables, ""},
    {kTryTable, kUnattended},
    {kAsked, ""}};
static_assert(std::size(kSteps) + 1 == kRunSchemaVersion);

}  // namespace

Result<void> prepare_run_schema(Sqlite& database) {
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database));
  const auto version = SEOHAK_TRY(database.integer("PRAGMA user_version")).value_or(0);
  const auto application = SEOHAK_TRY(database.integer("PRAGMA application_id")).value_or(0);
  const auto tables =
      SEOHAK_TRY(database.integer("SELECT count(*) FROM sqlite_schema")).value_or(0);
  if (application == 0 && version == 0 && tables == 0) {
    SEOHAK_TRY(database.script(kTables));
    SEOHAK_TRY(database.script(kScheduleTables));
    SEOHAK_TRY(database.script(kTryTable));
    SEOHAK_TRY(database.script(fmt::format("PRAGMA application_id={}; PRAGMA user_version={}",
                                           kApplicationId, kRunSchemaVersion)));
    return transaction.commit();
  }
  if (application != kApplicationId)
    return fail(Errc::bad_data, "this is another program's database; move it away");
  if (version > kRunSchemaVersion)
    return fail(Errc::bad_config,
                fmt::format("state database is of a newer version ({}, this program knows {}); "
                            "update seohak",
                            version, kRunSchemaVersion));
  if (version == kRunSchemaVersion) return {};
  for (std::int64_t next = version; next < kRunSchemaVersion; ++next)
    for (const char* script : kSteps[next - 1]) SEOHAK_TRY(database.script(script));
  SEOHAK_TRY(database.script(fmt::format("PRAGMA user_version={}", kRunSchemaVersion)));
  return transaction.commit();
}

}  // namespace seohak
