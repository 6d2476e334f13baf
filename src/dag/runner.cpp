#include "dag/runner.h"

#include <algorithm>

#include <fmt/core.h>

#include "dag/execution.h"

namespace seohak {
namespace {

Result<RunRecord> open_run(RunStore& store, const Pipeline& pipeline, const RunRequest& request) {
  std::vector<std::string> names;
  for (const Task& task : pipeline.tasks) names.push_back(task.name);
  if (request.resume.empty()) {
    const NewRun run{pipeline.name, request.profile, request.days, names};
    return store.get(SEOHAK_TRY(store.create(run)));
  }
  const RunRecord before = SEOHAK_TRY(store.get(request.resume));
  const bool same =
      before.pipeline == pipeline.name &&
      std::equal(names.begin(), names.end(), before.tasks.begin(), before.tasks.end(),
                 [](const auto& name, const auto& task) { return name == task.task; });
  if (!same)
    return fail(Errc::bad_request,
                fmt::format("run {} was of pipeline {} with other tasks; start a new run instead",
                            before.run, before.pipeline));
  SEOHAK_TRY(store.reopen(request.resume));
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
       options_.pause},
      pipeline, std::move(record));
  return execution.run(stop).context("run " + id);
}

}  // namespace seohak
