#include <algorithm>

#include <fmt/core.h>

#include "dag/execution.h"
#include "dag/retry.h"

// How the tasks of an execution end.

namespace seohak {
namespace {

std::string in_seconds(Duration duration) {
  return fmt::format("{:g} s", std::chrono::duration<double>(duration).count());
}

TaskEnd failure(TaskState state, const Error& error) {
  return {.state = state,
          .message = error.message,
          .code = std::string(to_string(error.code)),
          .retryable = is_retryable(error.code)};
}

}  // namespace

Result<void> Execution::settle_finished() {
  std::deque<Finished> finished;
  {
    const std::lock_guard lock(mutex_);
    finished.swap(finished_);
  }
  std::vector<Ending> endings;
  for (Finished& one : finished) {
    if (!one.result) {
      put_back(one.step);
      continue;
    }
    if (auto end = SEOHAK_TRY(settle(one.step, *one.result)))
      endings.push_back({one.step, *std::move(end)});
  }
  return end_steps(endings);
}

void Execution::put_back(std::size_t index) {
  const std::lock_guard lock(mutex_);
  steps_[index].submitted = false;
}

Result<std::optional<TaskEnd>> Execution::settle(std::size_t index,
                                                 const Result<TaskOutcome>& result) {
  std::optional<TaskEnd> verdict;
  {
    const std::lock_guard lock(mutex_);
    verdict = steps_[index].verdict;
  }
  // One that was to be cancelled and got done nevertheless is done.
  if (verdict && !(result && verdict->state == TaskState::cancelled)) return verdict;
  if (!result) return settle_failure(index, result.error());
  const TaskOutcome& outcome = *result;
  const TaskState state = outcome.skipped ? TaskState::skipped : TaskState::done;
  return std::optional(
      TaskEnd{.state = state, .message = outcome.summary, .counts = outcome.counts});
}

Result<std::optional<TaskEnd>> Execution::settle_failure(std::size_t index, Error error) {
  bool asked_to_stop = false;
  int failed = 0;
  {
    const std::lock_guard lock(mutex_);
    Step& step = steps_[index];
    asked_to_stop = step.stop.stop_requested() && !step.timed_out;
    failed = ++step.failed;
    if (step.timed_out)
      error = {Errc::timeout, fmt::format("took longer than {}: {}", in_seconds(step.task->timeout),
                                          error.message)};
  }
  if (asked_to_stop || stopping_) {
    if (!stopping_) stop_all();  // the executor is going away
    TaskEnd end = failure(goes_on_later() ? TaskState::interrupted : TaskState::cancelled, error);
    end.retryable = goes_on_later();
    return std::optional(std::move(end));
  }
  const Task& task = *steps_[index].task;
  const auto pause = pause_before_retry(task.retry, failed, error);
  if (!pause) return std::optional(failure(TaskState::failed, error));
  SEOHAK_TRY(retry_later(index, error, *pause));
  return std::optional<TaskEnd>();
}

Result<void> Execution::retry_later(std::size_t index, const Error& error, Duration pause) {
  const std::string& task = steps_[index].task->name;
  SEOHAK_TRY(setup_.store.requeue_task(record_.run, task, error));
  int attempt = 0;
  std::optional<Pools::Place> given_up;  // without the lock: it may wake another run
  {
    const std::lock_guard lock(mutex_);
    Step& step = steps_[index];
    given_up.swap(step.place);
    step.state = TaskState::queued;
    step.submitted = false;
    step.deadline.reset();
    step.not_before = setup_.clock.steady_now() + pause;
    attempt = step.attempt;
  }
  write_log(
      task, attempt, LogLevel::warning,
      fmt::format("try {} failed: {}; next try in {}", attempt, error.message, in_seconds(pause)));
  RunEvent changed = event(RunEvent::Kind::task_changed, task, attempt);
  changed.state = TaskState::queued;
  changed.text = error.message;
  changed.retry_in = pause;
  emit(std::move(changed));
  return {};
}

Result<bool> Execution::settle_waiting() {
  std::vector<Ending> endings;
  {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const Step& step = steps_[i];
      if (step.state != TaskState::queued || step.submitted) continue;
      if (stopping_) {
        TaskEnd end = failure(TaskState::cancelled, {Errc::cancelled, "not started"});
        end.retryable = goes_on_later();
        endings.push_back({i, std::move(end)});
        continue;
      }
      const std::string why = why_hopeless(step);
      if (!why.empty()) endings.push_back({i, {TaskState::upstream_failed, why}});
    }
  }
  SEOHAK_TRY(end_steps(endings));
  return !endings.empty();
}

void Execution::expire_overdue() {
  const TimePoint now = setup_.clock.steady_now();
  std::vector<std::size_t> overdue;
  std::vector<std::stop_source> sources;
  {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      Step& step = steps_[i];
      if (!step.deadline || *step.deadline > now) continue;
      step.deadline.reset();
      step.timed_out = !step.stop.stop_requested();
      overdue.push_back(i);
      sources.push_back(step.stop);
    }
  }
  for (std::size_t i = 0; i < overdue.size(); ++i) {
    sources[i].request_stop();
    const Task& task = *steps_[overdue[i]].task;
    write_log(task.name, 0, LogLevel::warning,
              fmt::format("takes longer than {}; asked to stop", in_seconds(task.timeout)));
  }
}

Result<void> Execution::leave_queued() {
  TaskEnd left = failure(TaskState::cancelled, {Errc::cancelled, "left for the next start"});
  left.retryable = true;
  std::vector<Ending> endings;
  {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < steps_.size(); ++i)
      if (steps_[i].state == TaskState::queued) endings.push_back({i, left});
  }
  return end_steps(endings);
}

Result<void> Execution::end_steps(const std::vector<Ending>& endings) {
  if (endings.empty()) return {};
  std::vector<NamedEnd> named;
  named.reserve(endings.size());
  for (const Ending& ending : endings)
    named.push_back({steps_[ending.step].task->name, ending.end});
  const std::vector<NamedEnd> written = SEOHAK_TRY(setup_.store.end_tasks(record_.run, named));
  for (std::size_t i = 0; i < endings.size(); ++i) tell_end(endings[i].step, written[i].end);
  return {};
}

void Execution::tell_end(std::size_t index, const TaskEnd& end) {
  const std::string& task = steps_[index].task->name;
  int attempt = 0;
  std::optional<Pools::Place> given_up;  // without the lock: it may wake another run
  {
    const std::lock_guard lock(mutex_);
    Step& step = steps_[index];
    given_up.swap(step.place);
    step.state = end.state;
    step.submitted = false;
    step.deadline.reset();
    step.not_before.reset();
    attempt = step.attempt;
  }
  if (!end.message.empty())
    write_log(task, attempt, is_satisfied(end.state) ? LogLevel::info : LogLevel::error,
              fmt::format("{}: {}", to_string(end.state), end.message));
  RunEvent changed = event(RunEvent::Kind::task_changed, task, attempt);
  changed.state = end.state;
  changed.text = end.message;
  changed.counts = end.counts;
  emit(std::move(changed));
}

Result<RunRecord> Execution::conclude() {
  RunRecord run = SEOHAK_TRY(setup_.store.get(record_.run));
  // What failed for good while it drained has failed.
  const bool cut_off =
      goes_on_later() && std::any_of(run.tasks.begin(), run.tasks.end(), is_left_over);
  const RunState state = cut_off ? RunState::interrupted : state_of(run.tasks);
  const int code = run_exit_code(state, run.tasks);
  SEOHAK_TRY(setup_.store.end_run(record_.run, state, code));
  RunEvent ended = event(RunEvent::Kind::run_ended);
  ended.run_state = state;
  ended.exit_code = code;
  emit(std::move(ended));
  return setup_.store.get(record_.run);
}

}  // namespace seohak
