#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "asked_run.h"
#include "commands.h"
#include "control_words.h"
#include "dag/due_store.h"
#include "dag/run_edit.h"
#include "history.h"
#include "phrases.h"
#include "pipeline/pipelines.h"
#include "warehouse_owner.h"

// Commands that change runs and pipelines: through the program that holds the home, else in its
// history, which needs no warehouse.

namespace seohak {
namespace {

using Action = ControlWords::Action;

/// What is done in the history alone, while no program of the home runs anything.
class RestingRuns final : public RunChanges {
 public:
  static Result<std::unique_ptr<RestingRuns>> open(const Context& context) {
    std::unique_ptr<RestingRuns> runs(new RestingRuns(*context.wall));
    runs->history_ = SEOHAK_TRY(open_history(context, runs->clock_, runs->redactor_));
    runs->dues_ = SEOHAK_TRY(DueStore::open(context.home.state(), runs->clock_));
    return runs;
  }
  Result<void> set_paused(const std::string& pipeline, bool paused) override {
    return dues_->set_paused(pipeline, paused, clock_.now());
  }
  Result<void> cancel(const std::string& run, std::span<const std::string> tasks) override {
    return cancel_waiting(*history_, run, tasks);
  }
  Result<void> mark(const std::string& run, std::span<const std::string> tasks,
                    TaskState state) override {
    return mark_at_rest(*history_, run, tasks, state);
  }
  RunStore& history() { return *history_; }

 private:
  explicit RestingRuns(const Clock& clock) : clock_(clock) {}

  const Clock& clock_;
  Redactor redactor_;
  std::unique_ptr<RunStore> history_;
  std::unique_ptr<DueStore> dues_;
};

/// The id of the run that `word` names. Errors: as find_run.
Result<std::string> run_named(const Context& context, const std::string& word,
                              std::span<const std::string> tasks) {
  const Redactor redactor;
  const auto history = SEOHAK_TRY(open_history(context, *context.wall, redactor));
  return SEOHAK_TRY(find_run(*history, word, tasks)).run;
}

Result<void> control(const Context& context, const ControlWords& words) {
  const auto owner = SEOHAK_TRY(WarehouseOwner::find(context));
  if (owner) return owner->control(words, context.stop);
  const auto runs = SEOHAK_TRY(RestingRuns::open(context));
  return carry_out(words, *runs);
}

int finish(const Context& context, const Result<void>& done, const Text& said) {
  if (!done) return report(context, done.error());
  note(context, context.say(said));
  return 0;
}

int pause_or_resume(const Context& context, Action action, const Text& said) {
  ControlWords words{action, context.arguments.words};
  if (const auto known = check_pipeline_names(words.pipelines); !known)
    return report(context, known.error());
  if (words.pipelines.empty())
    for (const std::string_view name : pipeline_names()) words.pipelines.emplace_back(name);
  return finish(context, control(context, words), said);
}

}  // namespace

int command_retry(const Context& context) {
  const auto& words = context.arguments.words;
  const auto tasks = std::span(words).subspan(1);
  const auto run = run_named(context, words.front(), tasks);
  if (!run) return report(context, run.error());
  const RetryWords retry{*run, {tasks.begin(), tasks.end()}, context.arguments.only};
  if (retry.only && retry.tasks.empty())
    return refuse(
        context, Errc::bad_request,
        context.say({"--only needs the tasks by name", "--only에는 작업 이름이 필요합니다"}));
  return carry_out(context, {.pipelines = {}, .days = {}, .retry = retry});
}

int command_cancel(const Context& context) {
  const auto& words = context.arguments.words;
  const auto tasks = std::span(words).subspan(1);
  const auto run = run_named(context, words.front(), tasks);
  if (!run) return report(context, run.error());
  const ControlWords asked{Action::cancel, {}, *run, {tasks.begin(), tasks.end()}};
  return finish(context, control(context, asked), {"asked to stop", "멈추도록 했습니다"});
}

int command_mark(const Context& context) {
  const auto& words = context.arguments.words;
  if (words.size() < 3)
    return refuse(context, Errc::bad_request,
                  context.say({"name a state and tasks: seohak mark RUN done|failed|skipped TASK…",
                               "상태와 작업을 쓰세요: seohak mark RUN done|failed|skipped TASK…"}));
  const auto state = parse_task_state(words[1]);
  if (!state)
    return refuse(context, Errc::bad_request,
                  context.say({"\"{}\" is no state to set; done, failed or skipped",
                               "\"{}\"은(는) 정할 수 없는 상태입니다. done, failed, skipped"},
                              words[1]));
  const auto tasks = std::span(words).subspan(2);
  const auto run = run_named(context, words.front(), tasks);
  if (!run) return report(context, run.error());
  const ControlWords asked{Action::mark, {}, *run, {tasks.begin(), tasks.end()}, *state};
  return finish(context, control(context, asked), {"marked", "정했습니다"});
}

int command_pause(const Context& context) {
  return pause_or_resume(
      context, Action::pause,
      {"paused; `seohak resume` goes on", "멈췄습니다. `seohak resume`으로 다시 시작"});
}

int command_resume(const Context& context) {
  return pause_or_resume(context, Action::resume,
                         {"runs by its schedule again", "다시 일정대로 실행합니다"});
}

}  // namespace seohak
