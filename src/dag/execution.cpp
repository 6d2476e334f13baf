#include "dag/execution.h"

#include <algorithm>
#include <map>

#include <fmt/core.h>

namespace seohak {
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
