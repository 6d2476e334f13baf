#include "dag/run_store.h"

#include <fmt/core.h>

#include "base/text.h"
#include "dag/log_limit.h"
#include "dag/process.h"
#include "dag/run_insert.h"
#include "dag/run_schema.h"

namespace seohak {
namespace {

constexpr std::size_t kLongestLogLine = 16U << 10U;

std::int64_t micros(Instant instant) { return instant.time_since_epoch().count(); }

}  // namespace

Result<std::unique_ptr<RunStore>> RunStore::open(const std::filesystem::path& file,
                                                 const Clock& clock, const Redactor& redactor,
                                                 const SqliteOptions& options) {
  Sqlite database = SEOHAK_TRY(Sqlite::open(file, options).context("run history"));
  SEOHAK_TRY(prepare_run_schema(database).context("run history " + file.string()));
  std::unique_ptr<RunStore> store(new RunStore(std::move(database), clock, redactor));
  SEOHAK_TRY(store->mark_interrupted().context("run history"));
  return store;
}

Result<std::string> RunStore::create(const NewRun& run, RunState state) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  const std::string id = SEOHAK_TRY(insert_run(database_, run, state, clock_.now()));
  SEOHAK_TRY(transaction.commit());
  return id;
}

Result<void> RunStore::reopen(const std::string& run, std::span<const std::string> again,
                              std::optional<RunState> as_read) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  SEOHAK_TRY(check_at_rest(run, as_read));
  const ProcessIdentity process = this_process();
  SEOHAK_TRY(database_.run(
      "UPDATE run SET state = 'running', ended_at = NULL, exit_code = NULL, pid = ?, "
      "process_start = ?, "
      "started_at = CASE state WHEN 'queued' THEN ? ELSE started_at END WHERE run = ?",
      {process.pid, process.start, micros(clock_.now()), run}));
  SEOHAK_TRY(queue_tasks(run, again));
  return transaction.commit();
}

Result<void> RunStore::queue_again(const std::string& run, std::span<const std::string> tasks) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  SEOHAK_TRY(queue_tasks(run, tasks));
  return transaction.commit();
}

Result<void> RunStore::queue_run(const std::string& run, std::span<const std::string> tasks) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  SEOHAK_TRY(check_at_rest(run));
  SEOHAK_TRY(
      database_.run("UPDATE run SET state = 'queued', ended_at = NULL, exit_code = NULL, "
                    "unattended = 1 WHERE run = ?",
                    {run}));
  SEOHAK_TRY(queue_tasks(run, tasks));
  return transaction.commit();
}

Result<void> RunStore::check_at_rest(const std::string& run, std::optional<RunState> as_read) {
  auto found = SEOHAK_TRY(database_.prepare("SELECT state, pid FROM run WHERE run = ?", {run}));
  if (!SEOHAK_TRY(found.step())) return fail(no_such_run(run));
  if (found.text(0) == "running")
    return fail(Errc::busy, fmt::format("run {} is running in process {}; wait for it or stop it",
                                        run, found.integer(1)));
  if (as_read && found.text(0) != to_string(*as_read))
    return fail(Errc::busy, fmt::format("run {} is not {} any more; look at it and try again", run,
                                        to_string(*as_read)));
  return {};
}

Result<void> RunStore::queue_tasks(const std::string& run, std::span<const std::string> tasks) {
  for (const std::string& task : tasks)
    SEOHAK_TRY(
        database_.run("UPDATE task SET state = 'queued', ended_at = NULL, message = '', "
                      "code = '', retryable = 0, asked = '' WHERE run = ? AND task = ?",
                      {run, task}));
  return {};
}

Result<void> RunStore::change_task(const std::string& run, const std::string& task,
                                   std::string_view sql, const SqliteValues& values) {
  if (SEOHAK_TRY(database_.run(sql, values)) == 1) return {};
  return fail(Errc::not_found, fmt::format("run {} has no task \"{}\"", run, task));
}

Result<void> RunStore::start_task(const std::string& run, const std::string& task) {
  const std::lock_guard lock(mutex_);
  const std::int64_t now = micros(clock_.now());
  SEOHAK_TRY(database_.set_durable(false));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  SEOHAK_TRY(change_task(run, task,
                         "UPDATE task SET state = 'running', tries = tries + 1, started_at = ?, "
                         "ended_at = NULL WHERE run = ? AND task = ?",
                         {now, run, task}));
  SEOHAK_TRY(
      database_.run("INSERT INTO try (run, task, attempt, state, started_at) "
                    "SELECT run, task, tries, 'running', ? FROM task "
                    "WHERE run = ? AND task = ?",
                    {now, run, task}));
  return transaction.commit();
}

Result<void> RunStore::requeue_task(const std::string& run, const std::string& task,
                                    const Error& error) {
  const std::string message = redact(error.message);
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  SEOHAK_TRY(change_task(
      run, task,
      "UPDATE task SET state = 'queued', message = ?, code = ?, retryable = ? "
      "WHERE run = ? AND task = ?",
      {message, to_string(error.code), std::int64_t{is_retryable(error.code)}, run, task}));
  SEOHAK_TRY(end_try(run, task, TaskState::failed, message, to_string(error.code)));
  return transaction.commit();
}

Result<void> RunStore::log(const std::string& run, const std::string& task, int attempt,
                           LogLevel level, std::string_view text) {
  const std::string line = shorten(redact(text), kLongestLogLine);
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(false));
  SEOHAK_TRY(database_.run(
      "INSERT INTO log (run, task, attempt, at, level, text) VALUES (?, ?, ?, ?, ?, ?)",
      {run, task, std::int64_t{attempt}, micros(clock_.now()), static_cast<std::int64_t>(level),
       line}));
  return limit_log(database_, run, task, attempt);
}

}  // namespace seohak
