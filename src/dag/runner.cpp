#include "dag/runner.h"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.h"
#include "dag/execution.h"

namespace seohak {
namespace {

/// What a run that is taken up has to do: see RunRequest::resume.
std::vector<std::string> tasks_to_run(const Pipeline& pipeline, const RunRecord& before) {
  std::vector<std::string> again;
  const bool queued = before.state == RunState::queued;
  for (const TaskRecord& task : before.tasks)
    if (queued ? task.state == TaskState::queued : !is_satisfied(task.state))
      again.push_back(task.task);
  if (queued) return again;
  again = with_followers(pipeline, again);
  if (before.state != RunState::interrupted) return again;
  // It goes on, so that what somebody has decided holds.
  for (const TaskRecord& task : before.tasks)
    if (was_ended_by_hand(task)) std::erase(again, task.task);
  return again;
}

Result<RunRecord> open_run(RunStore& store, const Pipeline& pipeline, const RunRequest& request) {
  std::vector<std::string> names;
  for (const Task& task : pipeline.tasks) names.push_back(task.name);
  if (request.resume.empty()) {
    NewRun run{pipeline.name, request.profile, request.days, names, request.kind};
    run.words = request.words;
    return store.get(SEOHAK_TRY(store.create(run)));
  }
  const RunRecord before = SEOHAK_TRY(store.get(request.resume));
  if (before.pipeline != pipeline.name || !has_tasks(before, names))
    return fail(Errc::bad_request,
                fmt::format("run {} was of pipeline {} with other tasks; start a new run instead",
                            before.run, before.pipeline));
  SEOHAK_TRY(store.reopen(request.resume, tasks_to_run(pipeline, before), before.state));
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

Result<RunRecord> Runner::run(const Pipeline& pipeline, const RunRequest& request,
                              RunObserver& observer, std::stop_token stop) {
  SEOHAK_TRY(validate(pipeline));
  SEOHAK_TRY(check_pools(pipeline, options_.pools));
  RunRecord record = SEOHAK_TRY(open_run(store_, pipeline, request));
  const std::string id = record.run;
  Execution execution(
      {store_, executor_, clock_, request.clock != nullptr ? *request.clock : clock_, observer,
       options_.pause, request.parallel, options_.pools, request.deadline, request.drain},
      pipeline, std::move(record));
  if (options_.active != nullptr) options_.active->enter(id, execution);
  auto ended = execution.run(stop).context("run " + id);
  if (options_.active != nullptr) options_.active->leave(id);
  // Where the store refuses that too, the next start does it.
  if (!ended) static_cast<void>(store_.interrupt(id));
  return ended;
}

}  // namespace seohak
