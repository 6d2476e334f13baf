#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"
#include "dag/run_edit.h"
#include "engine.h"
#include "pipeline/settings.h"

// How an engine runs pipelines.

namespace seohak {
namespace {

/// Hands events on to one or two.
class Audience final : public RunObserver {
 public:
  Audience(RunObserver& first, RunObserver* second) : first_(first), second_(second) {}
  void on_event(const RunEvent& event) override {
    first_.on_event(event);
    if (second_ != nullptr) second_->on_event(event);
  }

 private:
  RunObserver& first_;
  RunObserver* second_;
};

const PipelinePlan& plan_named(std::string_view name) {
  const auto plans = pipeline_plans();
  const auto found = std::find_if(plans.begin(), plans.end(),
                                  [&](const PipelinePlan& plan) { return plan.name == name; });
  SEOHAK_CHECK(found != plans.end());
  return *found;
}

}  // namespace

Result<int> Engine::run(const RunWords& words, RunObserver& asker, std::stop_token stop) {
  SEOHAK_TRY(check_pipeline_names(words.pipelines));
  if (words.backfill) SEOHAK_TRY(check_backfill(words, *profile_));
  Audience observer(asker, watcher_);
  if (words.retry) return retry(*words.retry, observer, stop);
  int worst = 0;
  for (const PipelinePlan& plan : pipeline_plans()) {
    if (!words.names(plan.name)) continue;
    const Turns::Holder turn = SEOHAK_TRY(turns_.find(plan.name)->second.wait(stop));
    const RunRecord record = SEOHAK_TRY(words.backfill ? backfill_plan(plan, words, observer, stop)
                                                       : run_plan(plan, words, observer, stop));
    const int code = record.exit_code.value_or(75);
    if (code == 130) return code;
    // A final failure outweighs one that a retry helps.
    if (code != 0 && worst != 1) worst = code;
  }
  return worst;
}

bool Engine::would_wait(const RunWords& words) const {
  if (words.retry) return false;
  return std::any_of(turns_.begin(), turns_.end(), [&](const auto& turn) {
    return words.names(turn.first) && turn.second.is_taken();
  });
}

Result<int> Engine::retry(const RetryWords& words, RunObserver& observer,
                          const std::stop_token& stop) {
  const Intervention again{Intervention::Kind::again, words.tasks, words.only};
  if (!words.tasks.empty() && SEOHAK_TRY(active_.intervene(words.run, again))) return 0;
  SEOHAK_TRY(settle_lost(words.run));
  const RunRecord before = SEOHAK_TRY(history_->get(words.run));
  const Pipeline pipeline = SEOHAK_TRY(pipeline_of(before));
  // Stays as it is until its pipeline is free: who asked may give up before.
  const Turns::Holder turn = SEOHAK_TRY(turns_.find(before.pipeline)->second.wait(stop));
  SEOHAK_TRY(queue_once_more(*history_, words.run, pipeline, words.tasks, words.only));
  const RunRecord ended = SEOHAK_TRY(execute(words.run, {.stop = stop}, observer));
  return ended.exit_code.value_or(75);
}

Result<void> Engine::settle_lost(const std::string& run) {
  const RunRecord record = SEOHAK_TRY(history_->get(run));
  const auto turns = turns_.find(record.pipeline);
  if (record.state != RunState::running || record.pid != getpid() || turns == turns_.end())
    return {};
  std::stop_source now;
  now.request_stop();
  const auto turn = turns->second.wait(now.get_token());
  // Whoever executes a run has its pipeline's turn: without, it is not executed.
  return turn ? history_->interrupt(run) : Result<void>();
}

Result<void> Engine::settle_lost_runs() {
  for (const RunRecord& run : SEOHAK_TRY(history_->list({.state = RunState::running})))
    SEOHAK_TRY(settle_lost(run.run));
  return {};
}

Result<std::string> Engine::queue(const RunWords& words) {
  SEOHAK_TRY(check_pipeline_names(words.pipelines));
  SEOHAK_CHECK(words.pipelines.size() == 1);
  if (words.backfill) SEOHAK_TRY(check_backfill(words, *profile_));
  const PipelinePlan& plan = plan_named(words.pipelines.front());
  const Pipeline pipeline = SEOHAK_TRY(
      words.backfill ? build_parts(plan, words.days, words.backfill->oldest_first) : build(plan));
  if (words.backfill && !words.backfill->restart) {
    const std::string before = SEOHAK_TRY(unfinished_backfill(pipeline, words.days));
    if (!before.empty()) {
      SEOHAK_TRY(queue_once_more(*history_, before, pipeline, {}, false));
      return before;
    }
  }
  NewRun run{pipeline.name, context_.home.profile, words.days, {}};
  for (const Task& task : pipeline.tasks) run.tasks.push_back(task.name);
  if (words.backfill) run.kind = "backfill";
  run.unattended = true;
  run.words = run_words_json(words);
  return history_->create(run, RunState::queued);
}

Result<RunRecord> Engine::take_up(const std::string& run, const TakeUp& how, RunObserver& asker) {
  const RunRecord record = SEOHAK_TRY(history_->get(run));
  const auto turns = turns_.find(record.pipeline);
  if (turns == turns_.end())
    return fail(Errc::bad_request,
                fmt::format("there is no pipeline {} any more", record.pipeline));
  std::stop_source waiting;
  const std::stop_callback drained(how.drain, [&] { waiting.request_stop(); });
  const std::stop_callback stopped(how.stop, [&] { waiting.request_stop(); });
  const Turns::Holder turn = SEOHAK_TRY(turns->second.wait(waiting.get_token()));
  if (waiting.stop_requested())
    return fail(Errc::cancelled, fmt::format("run {} is left for the next start", run));
  auto ended = execute(run, how, asker);
  if (ended || ended.error().code != Errc::busy) return ended;
  // Changed between two looks, cancelled for instance.
  RunRecord changed = SEOHAK_TRY(history_->get(run));
  const bool waits = changed.state == RunState::queued || changed.state == RunState::interrupted;
  return waits ? ended : Result<RunRecord>(std::move(changed));
}

Result<RunRecord> Engine::execute(const std::string& run, const TakeUp& how, RunObserver& asker) {
  // It does not run, as its pipeline's turn is here: the store refused to write how it ended.
  SEOHAK_TRY(history_->interrupt(run));
  RunRecord record = SEOHAK_TRY(history_->get(run));
  if (record.state != RunState::queued && record.state != RunState::interrupted) return record;
  const Pipeline pipeline = SEOHAK_TRY(pipeline_of(record));
  RunRequest request{.resume = run, .deadline = how.deadline, .drain = how.drain};
  request.clock = &profile_->clock();
  Audience observer(asker, watcher_);
  const auto words = parse_run_words(record.words.empty() ? "{}" : record.words);
  if (!words || !words->backfill) {
    Runner runner(*history_, *executor_, wall_, {.pools = pools_.get(), .active = &active_});
    return runner.run(pipeline, request, observer, how.stop);
  }
  request.parallel = words->backfill->parallel;
  Executor executor(static_cast<std::size_t>(request.parallel));
  Runner runner(*history_, executor, wall_, {.pools = pools_.get(), .active = &active_});
  return runner.run(pipeline, request, observer, how.stop);
}

Result<Pipeline> Engine::pipeline_of(const RunRecord& run) const {
  SEOHAK_TRY(check_pipeline_names(std::span(&run.pipeline, 1)));
  const PipelinePlan& plan = plan_named(run.pipeline);
  std::vector<std::string> names;
  for (const TaskRecord& task : run.tasks) names.push_back(task.task);
  if (run.kind != "backfill") return narrowed(SEOHAK_TRY(build(plan)), names);
  const auto words = parse_run_words(run.words.empty() ? "{}" : run.words);
  const bool oldest_first = words && words->backfill && words->backfill->oldest_first;
  return narrowed(SEOHAK_TRY(build_parts(plan, run.days, oldest_first)), names);
}

Result<Pipeline> Engine::build(const PipelinePlan& plan) const {
  Pipeline pipeline = build_pipeline(*stages_, plan);
  apply(SEOHAK_TRY(pipeline_settings(plan, profile_->config())), pipeline);
  return pipeline;
}

Result<Pipeline> Engine::build_parts(const PipelinePlan& plan, DayInterval days,
                                     bool oldest_first) const {
  Pipeline pipeline = build_backfill(
      *stages_, plan, SEOHAK_TRY(plan_parts(stages_->planner, plan, days, oldest_first)));
  apply(SEOHAK_TRY(pipeline_settings(plan, profile_->config())), pipeline);
  return pipeline;
}

Result<RunRecord> Engine::run_plan(const PipelinePlan& plan, const RunWords& words,
                                   RunObserver& observer, const std::stop_token& stop) {
  Runner runner(*history_, *executor_, wall_, {.pools = pools_.get(), .active = &active_});
  RunRequest request{.profile = context_.home.profile, .days = words.days};
  request.clock = &profile_->clock();
  Pipeline pipeline = SEOHAK_TRY(build(plan));
  if (words.task) {
    pipeline = SEOHAK_TRY(only_task(pipeline, *words.task));
    request.kind = "task";
  }
  return runner.run(pipeline, request, observer, stop);
}

Result<RunRecord> Engine::backfill_plan(const PipelinePlan& plan, const RunWords& words,
                                        RunObserver& observer, const std::stop_token& stop) {
  const BackfillWords& how = *words.backfill;
  const Pipeline pipeline = SEOHAK_TRY(build_parts(plan, words.days, how.oldest_first));
  RunRequest request{.profile = context_.home.profile, .days = words.days};
  request.clock = &profile_->clock();
  request.kind = "backfill";
  request.words = run_words_json(words);
  request.parallel = how.parallel;
  if (!how.restart) request.resume = SEOHAK_TRY(unfinished_backfill(pipeline, words.days));
  Executor executor(static_cast<std::size_t>(how.parallel));
  Runner runner(*history_, executor, wall_, {.pools = pools_.get(), .active = &active_});
  return runner.run(pipeline, request, observer, stop);
}

Result<std::string> Engine::unfinished_backfill(const Pipeline& pipeline, DayInterval days) {
  constexpr int kLookedAt = 20;
  std::vector<std::string> names;
  for (const Task& task : pipeline.tasks) names.push_back(task.name);
  for (const RunRecord& run : SEOHAK_TRY(
           history_->list({.pipeline = pipeline.name, .kind = "backfill", .limit = kLookedAt}))) {
    if (run.profile != context_.home.profile || run.days != days) continue;
    const bool unfinished = run.state != RunState::done && run.state != RunState::running;
    // Of other tasks: what there is to ask has changed since.
    return unfinished && has_tasks(run, names) ? run.run : "";
  }
  return "";
}

}  // namespace seohak
