#include "dag/execution.h"

#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "dag/retry.h"
#include "dag/runner.h"

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

Execution::Execution(const ExecutionSetup& setup, const Pipeline& pipeline, RunRecord record)
    : setup_(setup), record_(std::move(record)) {
  std::map<std::string_view, std::size_t> places;
  for (const Task& task : pipeline.tasks) {
    places.emplace(task.name, steps_.size());
    steps_.push_back({.task = &task});
  }
  for (const TaskRecord& before : record_.tasks) {
    Step& step = steps_[places.at(before.task)];
    step.state = before.state;
    step.attempt = before.tries;
  }
  for (Step& step : steps_)
    for (const std::string& name : step.task->after) step.after.push_back(places.at(name));
  if (setup_.deadline > Duration(0)) late_at_ = setup_.clock.steady_now() + setup_.deadline;
}

Result<RunRecord> Execution::run(const std::stop_token& stop) {
  RunEvent started = event(RunEvent::Kind::run_started);
  started.total = static_cast<std::int64_t>(steps_.size());
  started.done = std::count_if(steps_.begin(), steps_.end(),
                               [](const Step& step) { return has_ended(step.state); });
  emit(std::move(started));
  const std::stop_callback on_drain(setup_.drain, [this] {
    const std::lock_guard lock(mutex_);
    wake_ = true;
    changed_.notify_all();
  });
  auto driven = drive(stop);
  if (driven) return conclude();
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;  // nobody would carry it out any more
  }
  stop_all();
  drain();
  return fail(std::move(driven.error()));
}

Result<void> Execution::drive(const std::stop_token& stop) {
  while (true) {
    SEOHAK_TRY(settle_finished());
    SEOHAK_TRY(carry_out_interventions());
    if (setup_.drain.stop_requested()) draining_ = true;
    if (stop.stop_requested() && !stopping_) stop_all();
    {
      const std::lock_guard lock(mutex_);
      if (store_error_) return fail(*store_error_);
    }
    while (SEOHAK_TRY(settle_waiting())) {
    }
    end_pauses();
    line_up();
    submit_ready();
    if (draining_ && is_drained()) SEOHAK_TRY(leave_queued());
    if (close()) return {};
    expire_overdue();
    say_late();
    wait(stop);
  }
}

Result<void> Execution::settle_finished() {
  std::deque<Finished> finished;
  {
    const std::lock_guard lock(mutex_);
    finished.swap(finished_);
  }
  for (Finished& one : finished) SEOHAK_TRY(settle(one.step, one.result));
  return {};
}

Result<void> Execution::settle(std::size_t index, const Result<TaskOutcome>& result) {
  std::optional<TaskEnd> verdict;
  {
    const std::lock_guard lock(mutex_);
    verdict = steps_[index].verdict;
  }
  // One that was to be cancelled and got done nevertheless is done.
  if (verdict && !(result && verdict->state == TaskState::cancelled))
    return end_step(index, *verdict);
  if (!result) return settle_failure(index, result.error());
  const TaskOutcome& outcome = *result;
  const TaskState state = outcome.skipped ? TaskState::skipped : TaskState::done;
  return end_step(index, {.state = state, .message = outcome.summary, .counts = outcome.counts});
}

Result<void> Execution::settle_failure(std::size_t index, Error error) {
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
    return end_step(index,
                    failure(draining_ ? TaskState::interrupted : TaskState::cancelled, error));
  }
  const Task& task = *steps_[index].task;
  if (const auto pause = pause_before_retry(task.retry, failed, error))
    return retry_later(index, error, *pause);
  return end_step(index, failure(TaskState::failed, error));
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
  std::vector<std::pair<std::size_t, TaskEnd>> ends;
  {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const Step& step = steps_[i];
      if (step.state != TaskState::queued || step.submitted) continue;
      if (stopping_) {
        ends.emplace_back(i, failure(TaskState::cancelled, {Errc::cancelled, "not started"}));
        continue;
      }
      const std::string why = why_hopeless(step);
      if (!why.empty()) ends.emplace_back(i, TaskEnd{TaskState::upstream_failed, why});
    }
  }
  for (const auto& [index, end] : ends) SEOHAK_TRY(end_step(index, end));
  return !ends.empty();
}

void Execution::end_pauses() {
  const TimePoint now = setup_.clock.steady_now();
  const std::lock_guard lock(mutex_);
  for (Step& step : steps_)
    if (step.not_before && *step.not_before <= now) step.not_before.reset();
}

void Execution::submit_ready() {
  if (stopping_ || draining_) return;
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    Step& step = steps_[i];
    if (setup_.parallel > 0 && active_ >= setup_.parallel) return;
    if (step.state != TaskState::queued || step.submitted || !is_ready(step)) continue;
    if (wants_slot(step) && !(step.place && step.place->is_granted())) continue;
    step.submitted = true;
    step.timed_out = false;
    step.verdict.reset();
    step.stop = std::stop_source();
    ++active_;
    setup_.executor.submit([this, i](std::stop_token stop) { work(i, stop); });
  }
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

void Execution::say_late() {
  if (!late_at_ || *late_at_ > setup_.clock.steady_now()) return;
  late_at_.reset();
  write_log("", 0, LogLevel::warning, "late: not done by its deadline");
}

void Execution::wait(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto news = [this] { return !finished_.empty() || store_error_ || wake_; };
  const std::stop_token until = stopping_ ? std::stop_token() : stop;
  const auto due = next_due();
  if (!due) {
    changed_.wait(lock, until, news);
    wake_ = false;
    return;
  }
  const auto pause = std::chrono::ceil<Duration>(*due - setup_.clock.steady_now());
  if (pause > Duration(0) && !news()) {
    if (setup_.pause) {
      lock.unlock();
      setup_.pause(pause);
      return;
    }
    changed_.wait_for(lock, until, pause, news);
  }
  wake_ = false;
}

void Execution::stop_all() {
  stopping_ = true;
  std::vector<std::stop_source> sources;
  {
    const std::lock_guard lock(mutex_);
    for (const Step& step : steps_)
      if (step.submitted) sources.push_back(step.stop);
  }
  for (std::stop_source& source : sources) source.request_stop();
}

void Execution::drain() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return active_ == 0; });
}

bool Execution::close() {
  const std::lock_guard lock(mutex_);
  closed_ =
      interventions_.empty() && std::all_of(steps_.begin(), steps_.end(),
                                            [](const Step& step) { return has_ended(step.state); });
  return closed_;
}

bool Execution::is_drained() const {
  const std::lock_guard lock(mutex_);
  return active_ == 0 && finished_.empty();
}

Result<void> Execution::leave_queued() {
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const bool queued = [&] {
      const std::lock_guard lock(mutex_);
      return steps_[i].state == TaskState::queued;
    }();
    if (!queued) continue;
    TaskEnd left = failure(TaskState::cancelled, {Errc::cancelled, "left for the next start"});
    left.retryable = true;
    SEOHAK_TRY(end_step(i, left));
  }
  return {};
}

Result<void> Execution::end_step(std::size_t index, const TaskEnd& end) {
  const std::string& task = steps_[index].task->name;
  SEOHAK_TRY(setup_.store.end_task(record_.run, task, end));
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
  return {};
}

Result<RunRecord> Execution::conclude() {
  RunRecord run = SEOHAK_TRY(setup_.store.get(record_.run));
  const auto any = [&run](auto&& holds) {
    return std::any_of(run.tasks.begin(), run.tasks.end(), holds);
  };
  const bool missed = any([](const auto& task) { return !is_satisfied(task.state); });
  const bool cut_off = draining_ && !cancelled_by_hand_ && missed;
  const RunState state = cut_off ? RunState::interrupted : state_of(run.tasks);
  const int code = run_exit_code(state, run.tasks);
  SEOHAK_TRY(setup_.store.end_run(record_.run, state, code));
  {
    const std::lock_guard lock(mutex_);
    if (store_error_) return fail(*store_error_);
  }
  RunEvent ended = event(RunEvent::Kind::run_ended);
  ended.run_state = state;
  ended.exit_code = code;
  emit(std::move(ended));
  return setup_.store.get(record_.run);
}

bool Execution::is_ready(const Step& step) const {
  if (step.not_before) return false;
  const auto lets_start = step.task->needs == Needs::all ? is_satisfied : has_ended;
  return std::all_of(step.after.begin(), step.after.end(),
                     [&](std::size_t index) { return lets_start(steps_[index].state); });
}

std::string Execution::why_hopeless(const Step& step) const {
  if (step.task->needs == Needs::ended) return "";
  std::string missing;
  std::size_t lost = 0;
  for (const std::size_t index : step.after) {
    const TaskState state = steps_[index].state;
    if (!has_ended(state) || is_satisfied(state)) continue;
    missing +=
        fmt::format("{}{} {}", lost++ == 0 ? "" : ", ", steps_[index].task->name, to_string(state));
  }
  const bool any = step.task->needs == Needs::any;
  const bool hopeless = any ? lost > 0 && lost == step.task->after.size() : lost > 0;
  return hopeless ? fmt::format("not started: {}", missing) : "";
}

std::optional<Execution::TimePoint> Execution::next_due() const {
  if (stopping_) return std::nullopt;
  std::optional<TimePoint> next = late_at_;
  for (const Step& step : steps_) {
    const auto due = step.submitted ? step.deadline : step.not_before;
    if (due && (!next || *due < *next)) next = due;
  }
  return next;
}

}  // namespace seohak
