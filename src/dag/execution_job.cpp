#include <utility>

#include <fmt/core.h>

#include "dag/execution.h"

namespace seohak {

void Execution::work(std::size_t index, const std::stop_token& executor_stop) {
  std::stop_source source{std::nostopstate};
  {
    const std::lock_guard lock(mutex_);
    source = steps_[index].stop;
  }
  const std::stop_callback link(executor_stop, [source]() mutable { source.request_stop(); });
  std::optional<Result<TaskOutcome>> result;
  if (source.stop_requested())
    result.emplace(fail(Errc::cancelled, "not started"));
  else if (!setup_.drain.stop_requested())
    result.emplace(attempt(index, source.get_token()));
  // Told while the lock is held: as soon as it is free, this object may be gone.
  const std::lock_guard lock(mutex_);
  finished_.push_back({index, std::move(result)});
  --active_;
  changed_.notify_all();
}

Result<TaskOutcome> Execution::attempt(std::size_t index, std::stop_token stop) {
  const Task& task = *steps_[index].task;
  if (auto started = setup_.store.start_task(record_.run, task.name); !started) {
    keep_store_error(started.error());
    return fail(started.error());
  }
  int number = 0;
  {
    const std::lock_guard lock(mutex_);
    Step& step = steps_[index];
    step.state = TaskState::running;
    number = ++step.attempt;
    if (task.timeout > Duration(0)) {
      step.deadline = setup_.clock.steady_now() + task.timeout;
      wake_ = true;
      changed_.notify_all();
    }
  }
  RunEvent started = event(RunEvent::Kind::task_changed, task.name, number);
  started.state = TaskState::running;
  emit(std::move(started));
  const auto log = [this, &task, number](LogLevel level, std::string_view text) {
    write_log(task.name, number, level, text);
  };
  const auto progress = [this, &task, number](std::int64_t done, std::int64_t total,
                                              std::string_view text) {
    RunEvent moved = event(RunEvent::Kind::progress, task.name, number);
    moved.done = done;
    moved.total = total;
    moved.text = text;
    emit(std::move(moved));
  };
  TaskContext context{record_.run,       task.name,       number, record_.days,
                      setup_.task_clock, std::move(stop), log,    progress};
  try {
    return task.run(context);
  } catch (const std::exception& error) {  // ours never throw; a library that does ends one task
    return fail(Errc::internal, fmt::format("unexpected: {}", error.what()));
  }
}

void Execution::write_log(const std::string& task, int attempt, LogLevel level,
                          std::string_view text) {
  auto written = setup_.store.log(record_.run, task, attempt, level, text);
  if (!written) keep_store_error(std::move(written.error()));
  RunEvent line = event(RunEvent::Kind::log, task, attempt);
  line.level = level;
  line.text = text;
  emit(std::move(line));
}

void Execution::keep_store_error(Error error) {
  const std::lock_guard lock(mutex_);
  if (!store_error_) store_error_ = std::move(error);
  changed_.notify_all();
}

RunEvent Execution::event(RunEvent::Kind kind, const std::string& task, int attempt) const {
  RunEvent event;
  event.kind = kind;
  event.run = record_.run;
  event.pipeline = record_.pipeline;
  event.at = setup_.clock.now();
  event.task = task;
  event.attempt = attempt;
  return event;
}

void Execution::emit(RunEvent event) {
  event.text = setup_.store.redact(event.text);
  const std::lock_guard lock(observer_mutex_);
  setup_.observer.on_event(event);
}

}  // namespace seohak
