#include <algorithm>

#include <fmt/core.h>

#include "dag/intervention.h"
#include "dag/process.h"
#include "dag/run_store.h"

// How tasks and runs end in the store, by themselves, by hand or with their process.

namespace seohak {
namespace {

std::int64_t micros(Instant instant) { return instant.time_since_epoch().count(); }

}  // namespace

Result<void> RunStore::end_task(const std::string& run, const std::string& task,
                                const TaskEnd& end) {
  const NamedEnd one{task, end};
  SEOHAK_TRY(end_tasks(run, std::span(&one, 1)));
  return {};
}

Result<std::vector<NamedEnd>> RunStore::end_tasks(const std::string& run,
                                                  std::span<const NamedEnd> ends) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  std::vector<NamedEnd> written(ends.begin(), ends.end());
  for (auto& [task, end] : written) {
    if (const auto asked = SEOHAK_TRY(asked_of(run, task)); asked && *asked != TaskState::cancelled)
      end = ended_by_hand(*asked);
    SEOHAK_TRY(write_end(run, task, end));
  }
  SEOHAK_TRY(transaction.commit());
  return written;
}

Result<std::optional<TaskState>> RunStore::asked_of(const std::string& run,
                                                    const std::string& task) {
  auto found = SEOHAK_TRY(database_.prepare(
      "SELECT asked FROM task WHERE run = ? AND task = ? AND asked <> ''", {run, task}));
  if (!SEOHAK_TRY(found.step())) return std::optional<TaskState>();
  return std::optional(SEOHAK_TRY(parse_task_state(found.text(0))));
}

Result<void> RunStore::end_at_rest(const RunRecord& run, std::span<const std::string> tasks,
                                   const TaskEnd& end, bool settle) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  SEOHAK_TRY(check_at_rest(run.run, run.state));
  for (const std::string& task : tasks) SEOHAK_TRY(write_end(run.run, task, end));
  if (settle) SEOHAK_TRY(settle_run(run.run));
  return transaction.commit();
}

Result<void> RunStore::settle_run(const std::string& run) {
  const std::vector<TaskRecord> tasks = SEOHAK_TRY(tasks_of(run));
  const RunState state = state_of(tasks);
  SEOHAK_TRY(database_.run(
      "UPDATE run SET state = ?, exit_code = ?, ended_at = coalesce(ended_at, ?) WHERE run = ?",
      {to_string(state), std::int64_t{run_exit_code(state, tasks)}, micros(clock_.now()), run}));
  return {};
}

Result<void> RunStore::ask(const std::string& run, std::span<const std::string> tasks,
                           TaskState state) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  for (const TaskRecord& task : SEOHAK_TRY(tasks_of(run))) {
    if (!tasks.empty() && std::find(tasks.begin(), tasks.end(), task.task) == tasks.end()) continue;
    if (!has_ended(task.state))
      SEOHAK_TRY(database_.run("UPDATE task SET asked = ? WHERE run = ? AND task = ?",
                               {to_string(state), run, task.task}));
    else if (state != TaskState::cancelled)
      SEOHAK_TRY(write_end(run, task.task, ended_by_hand(state)));
  }
  return transaction.commit();
}

Result<void> RunStore::write_end(const std::string& run, const std::string& task,
                                 const TaskEnd& end) {
  const std::string message = redact(end.message);
  SEOHAK_TRY(change_task(run, task,
                         "UPDATE task SET state = ?, ended_at = ?, message = ?, code = ?, "
                         "retryable = ?, asked = '' WHERE run = ? AND task = ?",
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

Result<void> RunStore::end_try(const std::string& run, const std::string& task, TaskState state,
                               std::string_view message, std::string_view code) {
  SEOHAK_TRY(
      database_.run("UPDATE try SET state = ?, ended_at = ?, message = ?, code = ? "
                    "WHERE run = ? AND task = ? AND state = 'running'",
                    {to_string(state), micros(clock_.now()), message, code, run, task}));
  return {};
}

Result<void> RunStore::give_up(const std::string& run, const Error& why) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  const TaskEnd end{.state = TaskState::failed,
                    .message = why.message,
                    .code = std::string(to_string(why.code)),
                    .retryable = is_retryable(why.code)};
  for (const TaskRecord& task : SEOHAK_TRY(tasks_of(run)))
    if (!has_ended(task.state) || is_left_over(task)) SEOHAK_TRY(write_end(run, task.task, end));
  SEOHAK_TRY(
      database_.run("UPDATE run SET state = 'failed', ended_at = ?, exit_code = ? WHERE run = ?",
                    {micros(clock_.now()), std::int64_t{exit_code(why.code)}, run}));
  return transaction.commit();
}

Result<void> RunStore::interrupt(const std::string& run) {
  const ProcessIdentity process = this_process();
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  const auto running = SEOHAK_TRY(
      database_.integer("SELECT count(*) FROM run WHERE run = ? AND state = 'running' AND pid = ? "
                        "AND process_start = ?",
                        {run, process.pid, process.start}));
  if (running == 1) SEOHAK_TRY(mark_interrupted(run));
  return transaction.commit();
}

Result<void> RunStore::mark_interrupted(const std::string& run) {
  SEOHAK_TRY(carry_out_asked(run));
  const std::int64_t now = micros(clock_.now());
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
  const std::vector<TaskRecord> tasks = SEOHAK_TRY(tasks_of(run));
  if (std::none_of(tasks.begin(), tasks.end(), is_left_over)) return settle_run(run);
  SEOHAK_TRY(database_.run("UPDATE run SET state = 'interrupted', ended_at = ? WHERE run = ?",
                           {now, run}));
  return {};
}

Result<void> RunStore::carry_out_asked(const std::string& run) {
  std::vector<NamedEnd> ends;
  {
    auto asked =
        SEOHAK_TRY(database_.prepare("SELECT task, asked FROM task WHERE run = ? AND asked <> '' "
                                     "AND state IN ('queued', 'running')",
                                     {run}));
    while (SEOHAK_TRY(asked.step()))
      ends.push_back({asked.text(0), ended_by_hand(SEOHAK_TRY(parse_task_state(asked.text(1))))});
  }
  for (const auto& [task, end] : ends) SEOHAK_TRY(write_end(run, task, end));
  return {};
}

Result<std::vector<std::string>> RunStore::mark_interrupted() {
  return interrupt_where([](const ProcessIdentity& process) { return !is_running(process); });
}

Result<std::vector<std::string>> RunStore::take_over() {
  return interrupt_where([here = this_process()](const ProcessIdentity& process) {
    return process.pid != here.pid || process.start != here.start;
  });
}

Result<std::vector<std::string>> RunStore::interrupt_where(
    const std::function<bool(const ProcessIdentity& process)>& is_gone) {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.set_durable(true));
  std::vector<std::string> gone;
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  {
    auto running = SEOHAK_TRY(
        database_.prepare("SELECT run, pid, process_start FROM run WHERE state = 'running'"));
    while (SEOHAK_TRY(running.step()))
      if (is_gone({running.integer(1), running.text(2)})) gone.push_back(running.text(0));
  }
  for (const std::string& run : gone) SEOHAK_TRY(mark_interrupted(run));
  SEOHAK_TRY(transaction.commit());
  return gone;
}

}  // namespace seohak
