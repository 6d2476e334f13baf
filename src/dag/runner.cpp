#include "dag/runner.h"

#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "base/text.h"
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

Result<void> check_pools(const Pipeline& pipeline, const Pools* pools) {
  if (pools == nullptr) return {};
  for (const Task& task : pipeline.tasks) {
    if (task.pool.empty() || pools->has(task.pool)) continue;
    const std::string_view near = nearest(task.pool, pools->names());
    return fail(
        Errc::bad_request,
        fmt::format("pipeline {}: task \"{}\" names the pool \"{}\", which does not exist{}",
                    pipeline.name, task.name, task.pool,
                    near.empty() ? "" : fmt::format("; did you mean \"{}\"?", near)));
  }
  return {};
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
  SEOHAK_TRY(check_pools(pipeline, options_.pools));
  RunRecord record = SEOHAK_TRY(open_run(store_, pipeline, request));
  const std::string id = record.run;
  Execution execution(
      {store_, executor_, clock_, request.clock != nullptr ? *request.clock : clock_, observer,
       options_.pause, request.parallel, options_.pools, request.deadline},
      pipeline, std::move(record));
  return execution.run(stop).context("run " + id);
}

}  // namespace seohak
