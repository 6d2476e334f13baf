#include "dag/run_store.h"

#include <map>

#include <fmt/core.h>

namespace seohak {
namespace {

Instant instant(std::int64_t micros) { return Instant(Duration(micros)); }

std::optional<Instant> optional_instant(std::optional<std::int64_t> micros) {
  if (!micros) return std::nullopt;
  return instant(*micros);
}

PlainDay day(std::int64_t days) {
  return {std::chrono::sys_days(std::chrono::days(static_cast<int>(days)))};
}

Result<RunRecord> read_run(const SqliteStatement& row) {
  RunRecord run;
  run.run = row.text(0);
  run.pipeline = row.text(1);
  run.profile = row.text(2);
  run.days = {day(row.integer(3)), day(row.integer(4))};
  run.state = SEOHAK_TRY(parse_run_state(row.text(5)));
  run.started_at = instant(row.integer(6));
  run.ended_at = optional_instant(row.optional_integer(7));
  run.pid = row.integer(8);
  if (const auto code = row.optional_integer(9)) run.exit_code = static_cast<int>(*code);
  run.kind = row.text(10);
  run.due_at = optional_instant(row.optional_integer(11));
  run.unattended = row.integer(12) != 0;
  run.words = row.text(13);
  return run;
}

Result<TaskRecord> read_task(const SqliteStatement& row) {
  TaskRecord task;
  task.task = row.text(0);
  task.state = SEOHAK_TRY(parse_task_state(row.text(1)));
  task.tries = static_cast<int>(row.integer(2));
  task.started_at = optional_instant(row.optional_integer(3));
  task.ended_at = optional_instant(row.optional_integer(4));
  task.message = row.text(5);
  task.code = row.text(6);
  task.retryable = row.integer(7) != 0;
  return task;
}

constexpr std::string_view kSelectRun =
    "SELECT run, pipeline, profile, from_day, to_day, state, started_at, ended_at, pid, exit_code, "
    "kind, due_at, unattended, words FROM run";

}  // namespace

Result<std::vector<TaskRecord>> RunStore::tasks_of(const std::string& run) {
  std::vector<TaskRecord> tasks;
  auto rows = SEOHAK_TRY(database_.prepare(
      "SELECT task, state, tries, started_at, ended_at, message, code, retryable FROM task "
      "WHERE run = ? ORDER BY position",
      {run}));
  while (SEOHAK_TRY(rows.step())) tasks.push_back(SEOHAK_TRY(read_task(rows)));
  auto counts = SEOHAK_TRY(
      database_.prepare("SELECT task, name, value FROM task_count WHERE run = ?", {run}));
  while (SEOHAK_TRY(counts.step())) {
    for (TaskRecord& task : tasks)
      if (task.task == counts.text(0)) task.counts[counts.text(1)] = counts.integer(2);
  }
  return tasks;
}

Result<std::vector<RunRecord>> RunStore::read_runs(std::string_view sql,
                                                   const SqliteValues& values) {
  std::vector<RunRecord> runs;
  auto rows = SEOHAK_TRY(database_.prepare(sql, values));
  while (SEOHAK_TRY(rows.step())) runs.push_back(SEOHAK_TRY(read_run(rows)));
  for (RunRecord& run : runs) run.tasks = SEOHAK_TRY(tasks_of(run.run));
  return runs;
}

Result<RunRecord> RunStore::get(const std::string& run) {
  const std::lock_guard lock(mutex_);
  auto runs = SEOHAK_TRY(read_runs(fmt::format("{} WHERE run = ?", kSelectRun), {run}));
  if (!runs.empty()) {
    SEOHAK_TRY(read_attempts(runs.front()));
    return std::move(runs.front());
  }
  return fail(no_such_run(run));
}

Result<void> RunStore::read_attempts(RunRecord& run) {
  std::map<std::string, TaskRecord*, std::less<>> tasks;
  for (TaskRecord& task : run.tasks) tasks.emplace(task.task, &task);
  auto rows = SEOHAK_TRY(database_.prepare(
      "SELECT task, attempt, state, started_at, ended_at, message, code FROM try WHERE run = ? "
      "ORDER BY task, attempt",
      {run.run}));
  while (SEOHAK_TRY(rows.step()))
    tasks.at(rows.text(0))
        ->attempts.push_back({.attempt = static_cast<int>(rows.integer(1)),
                              .state = SEOHAK_TRY(parse_task_state(rows.text(2))),
                              .started_at = instant(rows.integer(3)),
                              .ended_at = optional_instant(rows.optional_integer(4)),
                              .message = rows.text(5),
                              .code = rows.text(6)});
  return {};
}

Result<std::vector<RunRecord>> RunStore::waiting() {
  const std::lock_guard lock(mutex_);
  return read_runs(fmt::format("{} WHERE state IN ('queued', 'interrupted') AND unattended = 1 "
                               "ORDER BY run",
                               kSelectRun),
                   {});
}

Result<std::vector<RunRecord>> RunStore::list(const RunFilter& filter) {
  std::string sql = fmt::format("{} WHERE 1", kSelectRun);
  SqliteValues values;
  if (filter.pipeline) {
    sql += " AND pipeline = ?";
    values.emplace_back(*filter.pipeline);
  }
  if (filter.state) {
    sql += " AND state = ?";
    values.emplace_back(to_string(*filter.state));
  }
  if (filter.kind) {
    sql += " AND kind = ?";
    values.emplace_back(*filter.kind);
  }
  if (filter.before) {
    sql += " AND run < ?";
    values.emplace_back(*filter.before);
  }
  sql += " ORDER BY run DESC LIMIT ?";
  values.emplace_back(std::int64_t{filter.limit});
  const std::lock_guard lock(mutex_);
  return read_runs(sql, values);
}

Result<std::vector<LogLine>> RunStore::logs(const LogFilter& filter) {
  std::string sql =
      "SELECT id, run, task, attempt, at, level, text FROM log WHERE run = ? AND id > ?";
  SqliteValues values{filter.run, filter.after};
  if (filter.task) {
    sql += " AND task = ?";
    values.emplace_back(*filter.task);
  }
  if (filter.attempt) {
    sql += " AND attempt = ?";
    values.emplace_back(std::int64_t{*filter.attempt});
  }
  if (filter.least != LogLevel::debug) {
    sql += " AND level >= ?";
    values.emplace_back(static_cast<std::int64_t>(filter.least));
  }
  sql += " ORDER BY id LIMIT ?";
  values.emplace_back(std::int64_t{filter.limit});
  const std::lock_guard lock(mutex_);
  std::vector<LogLine> lines;
  auto rows = SEOHAK_TRY(database_.prepare(sql, values));
  while (SEOHAK_TRY(rows.step())) {
    lines.push_back({rows.integer(0), rows.text(1), rows.text(2), static_cast<int>(rows.integer(3)),
                     instant(rows.integer(4)), static_cast<LogLevel>(rows.integer(5)),
                     rows.text(6)});
  }
  return lines;
}

}  // namespace seohak
