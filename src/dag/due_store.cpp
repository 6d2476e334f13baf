#include "dag/due_store.h"

#include "dag/run_insert.h"
#include "dag/run_schema.h"

namespace seohak {
namespace {

std::int64_t micros(Instant instant) { return instant.time_since_epoch().count(); }
Instant instant_of(std::int64_t count) { return Instant(Duration(count)); }

constexpr std::string_view kLook =
    "INSERT INTO scheduled_pipeline (pipeline, looked_until) VALUES (?, ?) "
    "ON CONFLICT (pipeline) DO UPDATE SET looked_until = max(looked_until, excluded.looked_until)";

}  // namespace

Result<std::unique_ptr<DueStore>> DueStore::open(const std::filesystem::path& file,
                                                 const Clock& clock, const SqliteOptions& options) {
  Sqlite database = SEOHAK_TRY(Sqlite::open(file, options).context("due instants"));
  SEOHAK_TRY(prepare_run_schema(database).context("due instants " + file.string()));
  return std::unique_ptr<DueStore>(new DueStore(std::move(database), clock));
}

Result<std::optional<ScheduledState>> DueStore::state(const std::string& pipeline) {
  const std::lock_guard lock(mutex_);
  auto found = SEOHAK_TRY(database_.prepare(
      "SELECT looked_until, paused FROM scheduled_pipeline WHERE pipeline = ?", {pipeline}));
  if (!SEOHAK_TRY(found.step())) return std::optional<ScheduledState>();
  return std::optional(ScheduledState{instant_of(found.integer(0)), found.integer(1) != 0});
}

Result<void> DueStore::look(const std::string& pipeline, Instant until) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.run(kLook, {pipeline, micros(until)}));
  return {};
}

Result<void> DueStore::set_paused(const std::string& pipeline, bool paused, Instant now) {
  const std::lock_guard lock(mutex_);
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  const auto before = SEOHAK_TRY(
      database_.integer("SELECT paused FROM scheduled_pipeline WHERE pipeline = ?", {pipeline}));
  const bool is_so = before.value_or(0) == std::int64_t{paused};
  if (is_so && paused) return {};
  if (!is_so) SEOHAK_TRY(database_.run(kLook, {pipeline, micros(now)}));
  SEOHAK_TRY(database_.run("UPDATE scheduled_pipeline SET paused = ? WHERE pipeline = ?",
                           {std::int64_t{paused}, pipeline}));
  if (!paused)
    SEOHAK_TRY(
        database_.run("UPDATE scheduled_pipeline SET looked_until = min(looked_until, ?) "
                      "WHERE pipeline = ?",
                      {micros(now), pipeline}));
  return transaction.commit();
}

Result<std::optional<std::string>> DueStore::claim(const NewRun& run, const Due& due) {
  const std::lock_guard lock(mutex_);
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  const auto before =
      SEOHAK_TRY(database_.integer("SELECT count(*) FROM due WHERE pipeline = ? AND due_at = ?",
                                   {run.pipeline, micros(due.at)}));
  SEOHAK_TRY(database_.run(kLook, {run.pipeline, micros(due.at)}));
  std::optional<std::string> id;
  if (before == 0) {
    NewRun claimed = run;
    claimed.due_at = due.at;
    claimed.unattended = true;
    id = SEOHAK_TRY(insert_run(database_, claimed, RunState::queued, clock_.now()));
    SEOHAK_TRY(
        database_.run("INSERT INTO due (pipeline, due_at, data_from, run) VALUES (?, ?, ?, ?)",
                      {run.pipeline, micros(due.at), micros(due.data.from), *id}));
  }
  SEOHAK_TRY(transaction.commit());
  return id;
}

Result<std::vector<ClaimedDue>> DueStore::waiting(const std::string& pipeline) {
  return read(
      "SELECT due.pipeline, due.due_at, data_from, due.run FROM due JOIN run ON run.run = due.run "
      "WHERE due.pipeline = ? AND run.state IN ('queued', 'interrupted') "
      "ORDER BY due.due_at",
      {pipeline});
}

Result<std::vector<ClaimedDue>> DueStore::claimed() {
  return read("SELECT pipeline, due_at, data_from, run FROM due ORDER BY pipeline, due_at", {});
}

Result<std::vector<ClaimedDue>> DueStore::read(std::string_view sql, const SqliteValues& values) {
  const std::lock_guard lock(mutex_);
  auto rows = SEOHAK_TRY(database_.prepare(sql, values));
  std::vector<ClaimedDue> found;
  while (SEOHAK_TRY(rows.step()))
    found.push_back(
        {rows.text(0), instant_of(rows.integer(1)), instant_of(rows.integer(2)), rows.text(3)});
  return found;
}

}  // namespace seohak
