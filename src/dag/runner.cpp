#include "dag/runner.h"

#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "dag/execution.h"

namespace seohak {
namespace {

/// The tasks that are not done, and all that come after one of them.
std::vector<std::string> tasks_to_run(const Pipeline& pipeline, const RunRecord& before) {
  std::set<std::string, std::less<>> again;
  for (const TaskRecord& task : before.tasks)
    if (!is_satisfied(task.state)) again.insert(task.task);
  for (std::size_t known = 0; known != again.size();) {
    known = again.size();
    for (const Task& task : pipeline.tasks)
      if (std::any_of(task.after.begin(), task.after.end(),
                      [&](const std::string& name) { return again.contains(name); }))
        again.insert(task.name);
  }
  return {again.begin(), again.end()};
}

Result<RunRecord> open_run(RunStore& store, const Pipeline& pipeline, const RunRequest& request) {
  std::vector<std::string> names;
  for (const Task& task : pipeline.tasks) names.push_back(task.name);
  if (request.resume.empty()) {
    const NewRun run{pipeline.name, request.profile, request.days, names, request.kind};
    return store.get(SEOHAK_TRY(store.create(run)));
  }
  const RunRecord before = SEOHAK_TRY(store.get(request.resume));
  if (before.pipeline != pipeline.name || !has_tasks(before, names))
    return fail(Errc::bad_request,
                fmt::format("run {} was of pipeline {} with other tasks; start a new run instead",
                            before.run, before.pipeline));
  SEOHAK_TRY(store.reopen(request.resume, tasks_to_run(pipeline, before)));
  return store.get(request.resume);
}

}  // namespace

int run_exit_code(RunState state, std::span<const TaskRecord> tasks) {
  if (state == RunState::done) return 0;
  if (state == RunState::cancelled) return 130;
  const bool retry_helps = std::any_of(tasks.begin(), tasks.end(), [](const TaskRecord& task) {
    return task.state == TaskState::failed && task.retryable;
  });
  return retry_helps || state == RunState::interrupted ? 75 : 1;
}

Result<RunRecord> Runner::run(const Pipeline& pipeline, const RunRequest& request,
                              RunObserver& observer, std::stop_token stop) {
  SEOHAK_TRY(validate(pipeline));
  RunRecord record = SEOHAK_TRY(open_run(store_, pipeline, request));
  const std::string id = record.run;
  Execution execution(
      {store_, executor_, clock_, request.clock != nullptr ? *request.clock : clock_, observer,
       options_.pause, request.parallel},
      pipeline, std::move(record));
  return execution.run(stop).context("run " + id);
}

}  // namespace seohak
