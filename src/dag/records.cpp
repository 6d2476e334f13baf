#include "dag/records.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace seohak {
namespace {

constexpr std::array kRunStates = {RunState::queued, RunState::running,   RunState::done,
                                   RunState::failed, RunState::cancelled, RunState::interrupted};
constexpr std::array kTaskStates = {
    TaskState::queued,  TaskState::running,         TaskState::done,      TaskState::failed,
    TaskState::skipped, TaskState::upstream_failed, TaskState::cancelled, TaskState::interrupted};

}  // namespace

std::string_view to_string(RunState state) {
  switch (state) {
    case RunState::queued: return "queued";
    case RunState::running: return "running";
    case RunState::done: return "done";
    case RunState::failed: return "failed";
    case RunState::cancelled: return "cancelled";
    case RunState::interrupted: return "interrupted";
  }
  return "running";
}

std::string_view to_string(TaskState state) {
  switch (state) {
    case TaskState::queued: return "queued";
    case TaskState::running: return "running";
    case TaskState::done: return "done";
    case TaskState::failed: return "failed";
    case TaskState::skipped: return "skipped";
    case TaskState::upstream_failed: return "upstream_failed";
    case TaskState::cancelled: return "cancelled";
    case TaskState::interrupted: return "interrupted";
  }
  return "queued";
}

Result<RunState> parse_run_state(std::string_view text) {
  std::string known;
  for (RunState state : kRunStates) {
    if (to_string(state) == text) return state;
    known += fmt::format("{}{}", known.empty() ? "" : ", ", to_string(state));
  }
  return fail(Errc::bad_request, fmt::format("\"{}\" is no state of a run: {}", text, known));
}

Result<TaskState> parse_task_state(std::string_view text) {
  for (TaskState state : kTaskStates)
    if (to_string(state) == text) return state;
  return fail(Errc::bad_data, fmt::format("\"{}\" is no state of a task", text));
}

bool is_satisfied(TaskState state) {
  return state == TaskState::done || state == TaskState::skipped;
}

bool has_ended(TaskState state) {
  return state != TaskState::queued && state != TaskState::running;
}

bool is_left_over(const TaskRecord& task) {
  return task.state == TaskState::interrupted ||
         (task.state == TaskState::cancelled && task.retryable);
}

RunState state_of(std::span<const TaskRecord> tasks) {
  const auto any = [&](auto&& holds) { return std::any_of(tasks.begin(), tasks.end(), holds); };
  if (any([](const TaskRecord& task) { return task.state == TaskState::cancelled; }))
    return RunState::cancelled;
  return any([](const TaskRecord& task) { return !is_satisfied(task.state); }) ? RunState::failed
                                                                               : RunState::done;
}

int run_exit_code(RunState state, std::span<const TaskRecord> tasks) {
  if (state == RunState::done) return 0;
  if (state == RunState::cancelled) return 130;
  const bool retry_helps = std::any_of(tasks.begin(), tasks.end(), [](const TaskRecord& task) {
    return task.state == TaskState::failed && task.retryable;
  });
  return retry_helps || state == RunState::interrupted ? 75 : 1;
}

Error no_such_run(std::string_view run) {
  return {Errc::not_found, fmt::format("there is no run \"{}\"; `seohak runs` lists them", run)};
}

Error no_such_task(std::string_view run, std::string_view task,
                   std::span<const std::string_view> tasks) {
  constexpr std::size_t kListed = 12;
  const std::string_view near = nearest(task, tasks);
  if (!near.empty())
    return {Errc::not_found,
            fmt::format("run {} has no task \"{}\"; did you mean \"{}\"?", run, task, near)};
  const auto listed = tasks.first(std::min(tasks.size(), kListed));
  return {Errc::not_found,
          fmt::format("run {} has no task \"{}\"; it has {}{}", run, task, fmt::join(listed, ", "),
                      tasks.size() > kListed ? ", …" : "")};
}

Result<void> check_tasks(const RunRecord& run, std::span<const std::string> tasks) {
  std::vector<std::string_view> names;
  for (const TaskRecord& task : run.tasks) names.push_back(task.task);
  for (const std::string& task : tasks)
    if (std::find(names.begin(), names.end(), task) == names.end())
      return fail(no_such_task(run.run, task, names));
  return {};
}

bool has_tasks(const RunRecord& run, std::span<const std::string> names) {
  std::vector<std::string> had;
  for (const TaskRecord& task : run.tasks) had.push_back(task.task);
  std::vector<std::string> wanted(names.begin(), names.end());
  std::sort(had.begin(), had.end());
  std::sort(wanted.begin(), wanted.end());
  return had == wanted;
}

}  // namespace seohak
