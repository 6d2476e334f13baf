#include "dag/run_edit.h"

#include <algorithm>

#include <fmt/format.h>

#include "dag/intervention.h"

namespace seohak {
namespace {

Result<RunRecord> run_at_rest(RunStore& store, const std::string& run,
                              std::span<const std::string> tasks) {
  RunRecord record = SEOHAK_TRY(store.get(run));
  if (record.state == RunState::running)
    return fail(Errc::busy, fmt::format("run {} is running in process {}", run, record.pid));
  SEOHAK_TRY(check_tasks(record, tasks));
  return record;
}

Result<void> end_by_hand(RunStore& store, const RunRecord& run, std::span<const std::string> tasks,
                         TaskState state, bool settle) {
  const TaskEnd end = ended_by_hand(state);
  SEOHAK_TRY(store.end_at_rest(run, tasks, end, settle));
  for (const std::string& task : tasks)
    SEOHAK_TRY(store.log(run.run, task, 0, LogLevel::warning, end.message));
  return {};
}

/// Whether somebody takes it up by itself.
bool waits(const RunRecord& run) {
  return run.state == RunState::queued || (run.state == RunState::interrupted && run.unattended);
}

bool contains(std::span<const std::string> names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Result<void> cancel_waiting(RunStore& store, const std::string& run,
                            std::span<const std::string> tasks) {
  const RunRecord record = SEOHAK_TRY(run_at_rest(store, run, tasks));
  if (!waits(record))
    return fail(Errc::bad_request,
                fmt::format("run {} has ended ({})", run, to_string(record.state)));
  std::vector<std::string> left;
  for (const TaskRecord& task : record.tasks)
    if ((tasks.empty() || contains(tasks, task.task)) && !is_satisfied(task.state))
      left.push_back(task.task);
  return end_by_hand(store, record, left, TaskState::cancelled, tasks.empty());
}

Result<void> mark_at_rest(RunStore& store, const std::string& run,
                          std::span<const std::string> tasks, TaskState state) {
  if (state != TaskState::done && state != TaskState::failed && state != TaskState::skipped)
    return fail(Errc::bad_request,
                fmt::format("a task cannot be marked {}; done, failed, skipped", to_string(state)));
  if (tasks.empty()) return fail(Errc::bad_request, "no task is named to mark");
  const RunRecord record = SEOHAK_TRY(run_at_rest(store, run, tasks));
  // One that was cut off stays so as long as something is left to go on with.
  const bool all_done =
      std::all_of(record.tasks.begin(), record.tasks.end(), [&](const TaskRecord& task) {
        return is_satisfied(contains(tasks, task.task) ? state : task.state);
      });
  const bool goes_on = waits(record) || (record.state == RunState::interrupted && !all_done);
  return end_by_hand(store, record, tasks, state, !goes_on);
}

Result<void> queue_once_more(RunStore& store, const std::string& run, const Pipeline& pipeline,
                             std::span<const std::string> tasks, bool only) {
  const RunRecord record = SEOHAK_TRY(run_at_rest(store, run, tasks));
  std::vector<std::string> again(tasks.begin(), tasks.end());
  if (again.empty())
    for (const TaskRecord& task : record.tasks)
      if (!is_satisfied(task.state)) again.push_back(task.task);
  if (again.empty())
    return fail(Errc::bad_request,
                fmt::format("every task of run {} is done; name one to run it again, with what "
                            "follows it",
                            run));
  // One that was cut off goes on with the rest too.
  if (!only && record.state == RunState::interrupted)
    for (const TaskRecord& task : record.tasks)
      if (is_left_over(task)) again.push_back(task.task);
  if (!only) again = with_followers(pipeline, again);
  SEOHAK_TRY(store.queue_run(run, again));
  // It is queued, whether the line about it can be written or not.
  static_cast<void>(store.log(run, "", 0, LogLevel::info,
                              fmt::format("queued again by hand: {}", fmt::join(again, ", "))));
  return {};
}

}  // namespace seohak
