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

Error no_such_run(const std::string& run) {
  return {Errc::not_found, fmt::format("there is no run \"{}\"; `seohak runs` lists them", run)};
}

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

Result<void> RunStore::reopen(const std::string& run, std::span<const std::string> again) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  SEOHAK_TRY(check_at_rest(run));
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

Result<void> RunStore::settle_run(const std::string& run) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  SEOHAK_TRY(check_at_rest(run));
  const std::vector<TaskRecord> tasks = SEOHAK_TRY(tasks_of(run));
  const RunState state = state_of(tasks);
  SEOHAK_TRY(database_.run(
      "UPDATE run SET state = ?, exit_code = ?, ended_at = coalesce(ended_at, ?) WHERE run = ?",
      {to_string(state), std::int64_t{run_exit_code(state, tasks)}, micros(clock_.now()), run}));
  return transaction.commit();
}

Result<void> RunStore::check_at_rest(const std::string& run) {
  auto found = SEOHAK_TRY(database_.prepare("SELECT state, pid FROM run WHERE run = ?", {run}));
  if (!SEOHAK_TRY(found.step())) return fail(no_such_run(run));
  if (found.text(0) != "running") return {};
  return fail(Errc::busy, fmt::format("run {} is running in process {}; wait for it or stop it",
                                      run, found.integer(1)));
}

Result<void> RunStore::queue_tasks(const std::string& run, std::span<const std::string> tasks) {
  for (const std::string& task : tasks)
    SEOHAK_TRY(
        database_.run("UPDATE task SET state = 'queued', ended_at = NULL, message = '', "
                      "code = '', retryable = 0 WHERE run = ? AND task = ?",
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

Result<void> RunStore::end_try(const std::string& run, const std::string& task, TaskState state,
                               std::string_view message, std::string_view code) {
  SEOHAK_TRY(
      database_.run("UPDATE try SET state = ?, ended_at = ?, message = ?, code = ? "
                    "WHERE run = ? AND task = ? AND state = 'running'",
                    {to_string(state), micros(clock_.now()), message, code, run, task}));
  return {};
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

Result<void> RunStore::end_task(const std::string& run, const std::string& task,
                                const TaskEnd& end) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  SEOHAK_TRY(write_end(run, task, end));
  return transaction.commit();
}

Result<void> RunStore::end_at_rest(const RunRecord& run, std::span<const std::string> tasks,
                                   const TaskEnd& end, bool run_too) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  SEOHAK_TRY(check_at_rest(run.run));
  const auto as_read = SEOHAK_TRY(database_.integer(
      "SELECT count(*) FROM run WHERE run = ? AND state = ?", {run.run, to_string(run.state)}));
  if (as_read != 1)
    return fail(Errc::busy, fmt::format("run {} is not {} any more; look at it and try again",
                                        run.run, to_string(run.state)));
  for (const std::string& task : tasks) SEOHAK_TRY(write_end(run.run, task, end));
  if (run_too)
    SEOHAK_TRY(
        database_.run("UPDATE run SET state = 'cancelled', ended_at = ?, exit_code = 130 "
                      "WHERE run = ?",
                      {micros(clock_.now()), run.run}));
  return transaction.commit();
}

Result<void> RunStore::write_end(const std::string& run, const std::string& task,
                                 const TaskEnd& end) {
  const std::string message = redact(end.message);
  SEOHAK_TRY(change_task(run, task,
                         "UPDATE task SET state = ?, ended_at = ?, message = ?, code = ?, "
                         "retryable = ? WHERE run = ? AND task = ?",
                         {to_string(end.state), micros(clock_.now()), message, end.code,
                          std::int64_t{end.retryable}, run, task}));
  SEOHAK_TRY(end_try(run, task, end.state, message, end.code));
  SEOHAK_TRY(database_.run("DELETE FROM task_count WHERE run = ? AND task = ?", {run, task}));
  for (const auto& [name, value] : end.counts)
    SEOHAK_TRY(
        database_.run("INSERT INTO task_count VALUES (?, ?, ?, ?)", {run, task, name, value}));
  return {};
}

Result<void> RunStore::end_run(const std::string& run, RunState state, int exit_code) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  const auto changed = SEOHAK_TRY(
      database_.run("UPDATE run SET state = ?, ended_at = ?, exit_code = ? WHERE run = ?",
                    {to_string(state), micros(clock_.now()), std::int64_t{exit_code}, run}));
  if (changed != 1) return fail(no_such_run(run));
  return {};
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

Result<void> RunStore::interrupt(const std::string& run) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  const auto running = SEOHAK_TRY(
      database_.integer("SELECT count(*) FROM run WHERE run = ? AND state = 'running' AND pid = ?",
                        {run, this_process().pid}));
  if (running == 1) SEOHAK_TRY(mark_interrupted(run));
  return transaction.commit();
}

Result<void> RunStore::mark_interrupted(const std::string& run) {
  const std::int64_t now = micros(clock_.now());
  SEOHAK_TRY(database_.run("UPDATE run SET state = 'interrupted', ended_at = ? WHERE run = ?",
                           {now, run}));
  SEOHAK_TRY(
      database_.run("UPDATE try SET state = 'interrupted', ended_at = ?, code = 'cancelled', "
                    "message = 'the process ended while the task ran' "
                    "WHERE run = ? AND state = 'running'",
                    {now, run}));
  SEOHAK_TRY(database_.run(
      "UPDATE task SET ended_at = ?, retryable = 1, code = 'cancelled', "
      "message = CASE state WHEN 'running' THEN 'the process ended while the task ran' "
      "ELSE 'not started: the process ended' END, "
      "state = CASE state WHEN 'running' THEN 'interrupted' ELSE 'cancelled' END "
      "WHERE run = ? AND state IN ('queued', 'running')",
      {now, run}));
  return {};
}

Result<std::vector<std::string>> RunStore::mark_interrupted() {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  std::vector<std::string> dead;
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  {
    auto running = SEOHAK_TRY(
        database_.prepare("SELECT run, pid, process_start FROM run WHERE state = 'running'"));
    while (SEOHAK_TRY(running.step()))
      if (!is_running({running.integer(1), running.text(2)})) dead.push_back(running.text(0));
  }
  for (const std::string& run : dead) SEOHAK_TRY(mark_interrupted(run));
  SEOHAK_TRY(transaction.commit());
  return dead;
}

}  // namespace seohak
