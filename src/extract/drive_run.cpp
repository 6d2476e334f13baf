#include "extract/drive_run.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "base/check.h"
#include "extract/exchange.h"

namespace seohak {
namespace {

std::chrono::seconds in_seconds(Duration duration) {
  return std::chrono::ceil<std::chrono::seconds>(duration);
}

bool is_transient(Errc code) { return code == Errc::timeout || code == Errc::unavailable; }

}  // namespace

DriveRun::DriveRun(DriveState& state, const Connector& connector, const AnswerHandler& handler,
                   const DriveProgress& progress)
    : state_(state),
      connector_(connector),
      handler_(handler),
      progress_(progress),
      source_(state.source(std::string(connector.name()))),
      name_(connector.name()) {}

Result<DriveReport> DriveRun::run(std::vector<Call> calls, std::stop_token stop) {
  known_ = static_cast<int>(calls.size());
  slots_.resize(calls.size());
  for (std::size_t slot = 0; slot < calls.size(); ++slot) {
    const Limits limits = limits_of(calls[slot]);
    ready_.push_back(Task{std::move(calls[slot]), slot, limits, 0, {}, {}});
  }
  const std::stop_callback on_stop(stop, [this] { state_.http->wakeup(); });
  while (finished_ < known_) {
    Result<void> stepped = stop.stop_requested() ? Result<void>(fail(stopped())) : step();
    if (!stepped) {
      drop_all();
      return fail(std::move(stepped.error()));
    }
  }
  return std::move(report_);
}

Result<void> DriveRun::step() {
  const auto wait = SEOHAK_TRY(start_ready());
  if (!under_way_.empty()) {
    for (HttpDone& done : state_.transfer(wait)) SEOHAK_TRY(take(std::move(done)));
    return {};
  }
  if (wait) state_.rest(*wait);
  return {};
}

Limits DriveRun::limits_of(const Call& call) const {
  for (const Dataset& dataset : connector_.datasets()) {
    if (dataset.name == call.dataset) return dataset.limits;
  }
  return {};
}

Result<std::optional<Duration>> DriveRun::start_ready() {
  while (true) {
    const Time now = state_.now();
    auto task = take_next(now);
    if (!task) return until_due(now);
    if (auto reason = reason_not_to_call(*task, now)) {
      if (!task->error) task->error = reason;
      task->error->retry_after = reason->retry_after;
      SEOHAK_TRY(finish(std::move(*task)));
      continue;
    }
    if (is_full(*task)) {
      put_back(std::move(*task));
      return std::optional<Duration>();
    }
    if (const Duration wait = wait_of(*task, now); wait > Duration::zero()) {
      put_back(std::move(*task));
      return std::optional<Duration>(wait);
    }
    start(std::move(*task));
  }
}

std::optional<DriveRun::Task> DriveRun::take_next(Time now) {
  // What will not be called again need not wait for its turn.
  if (!delayed_.empty() &&
      (delayed_.begin()->first <= now || reason_not_to_call(delayed_.begin()->second, now))) {
    return std::move(delayed_.extract(delayed_.begin()).mapped());
  }
  if (ready_.empty()) return std::nullopt;
  const auto window = static_cast<std::size_t>(std::max(state_.options.parallel, 1));
  if (state_.options.in_plan_order && ready_.front().slot >= head_ + window) return std::nullopt;
  Task task = std::move(ready_.front());
  ready_.pop_front();
  return task;
}

void DriveRun::put_back(Task task) { ready_.push_front(std::move(task)); }

std::optional<Duration> DriveRun::until_due(Time now) const {
  if (delayed_.empty()) return std::nullopt;
  return std::chrono::ceil<Duration>(delayed_.begin()->first - now);
}

bool DriveRun::is_full(const Task& task) const {
  const int most = std::max(1, std::min(state_.options.parallel, task.limits.parallel));
  const bool trying = source_.breaker.state() == Breaker::State::half_open;
  return static_cast<int>(under_way_.size()) >= most || trying;
}

Duration DriveRun::wait_of(const Task& task, Time now) const {
  Duration wait =
      std::max(std::chrono::ceil<Duration>(source_.not_before - now), source_.breaker.wait(now));
  if (!state_.replays()) {
    wait = std::max(wait, source_.limit.wait({task.limits.per_second, task.limits.burst}, now));
  }
  return wait;
}

std::optional<Error> DriveRun::reason_not_to_call(const Task& task, Time now) const {
  const auto asked = std::chrono::ceil<Duration>(source_.not_before - now);
  if (asked > state_.options.longest_wait) {
    return Error{
        Errc::rate_limited,
        fmt::format("not called: the source asked to wait {} s", in_seconds(asked).count()),
        in_seconds(asked)};
  }
  const Duration rest = source_.breaker.wait(now);
  if (source_.breaker.openings() >= 2 && rest > Duration::zero()) {
    return Error{Errc::unavailable,
                 fmt::format("{}: the source failed again and again; try again in {} s",
                             task.tries == 0 ? "not called" : "given up", in_seconds(rest).count()),
                 in_seconds(rest)};
  }
  return std::nullopt;
}

void DriveRun::start(Task task) {
  const Time now = state_.now();
  if (!state_.replays()) {
    source_.limit.take({task.limits.per_second, task.limits.burst}, now);
  }
  source_.breaker.started(now);
  if (task.tries > 0) {
    ++report_.retried;
    state_.metrics.count("seohak_http_retries_total", {{"source", name_}});
  }
  ++task.tries;
  task.error.reset();
  task.answer.reset();
  state_.http->start(++last_id_,
                     request_of(task.call, task.limits, state_.options, state_.clock.now()));
  under_way_.emplace(last_id_, std::move(task));
}

Result<void> DriveRun::take(HttpDone done) {
  auto node = under_way_.extract(done.id);
  SEOHAK_CHECK(!node.empty());
  Task task = std::move(node.mapped());
  judge(task, std::move(done));
  if (const auto wait = retry_wait(task)) {
    delayed_.emplace(state_.now() + *wait, std::move(task));
    return {};
  }
  return finish(std::move(task));
}

void DriveRun::judge(Task& task, HttpDone done) {
  const Duration took = done.took;
  if (!done.response) {
    task.error = std::move(done.response.error());
  } else {
    state_.metrics.count("seohak_http_bytes_total", {{"source", name_}},
                         static_cast<double>(done.response->wire_bytes));
    auto answer =
        answer_of(task.call, std::move(*done.response), state_.options, state_.clock.now());
    if (answer) {
      task.answer = std::move(*answer);
      if (auto data = connector_.classify(*task.answer); !data)
        task.error = std::move(data.error());
    } else {
      task.error = std::move(answer.error());
    }
  }
  if (task.error) {
    task.error->message = without_secrets(std::move(task.error->message), task.call);
    if (task.answer && is_retryable(task.error->code) && !task.error->retry_after) {
      task.error->retry_after = retry_after(*task.answer);
    }
  }
  note_breaker(task);
  note_metrics(task, took);
}

void DriveRun::note_breaker(const Task& task) {
  if (task.error && is_transient(task.error->code)) {
    source_.breaker.failed(state_.now());
  } else if (task.answer) {
    source_.breaker.succeeded();
  } else {
    source_.breaker.dropped();
  }
}

void DriveRun::note_metrics(const Task& task, Duration took) {
  const std::string outcome(task.error ? to_string(task.error->code) : "ok");
  state_.metrics.count("seohak_http_calls_total", {{"source", name_}, {"outcome", outcome}});
  state_.metrics.observe_seconds("seohak_http_seconds", {{"source", name_}},
                                 std::chrono::duration<double>(took).count());
  state_.metrics.set("seohak_breaker_open", {{"source", name_}},
                     source_.breaker.state() == Breaker::State::closed ? 0.0 : 1.0);
}

std::optional<Duration> DriveRun::retry_wait(const Task& task) {
  if (!task.error || !is_retryable(task.error->code)) return std::nullopt;
  const Duration asked = task.error->retry_after.value_or(std::chrono::seconds(0));
  const Duration wait = std::max(asked, state_.backoff.next(task.tries));
  // Too many calls is the matter of every call of the source, not of this one.
  if (task.error->code == Errc::rate_limited) {
    source_.not_before = std::max(source_.not_before, state_.now() + wait);
  }
  if (task.tries >= task.limits.attempts || wait > state_.options.longest_wait) return std::nullopt;
  return wait;
}

Result<void> DriveRun::finish(Task task) {
  ++finished_;
  Slot& slot = slots_[task.slot];
  std::optional<Call> page;
  if (!task.error) page = connector_.next(task.call, *task.answer);
  slot.ended = !page;
  if (page) {
    ++known_;
    const Limits limits = limits_of(*page);
    ready_.push_front(Task{std::move(*page), task.slot, limits, 0, {}, {}});
  }
  slot.waiting.push_back(std::move(task));
  SEOHAK_TRY(deliver(slot));
  if (progress_) progress_(finished_, known_);
  return {};
}

Result<void> DriveRun::deliver(Slot& slot) {
  const auto drain = [this](Slot& from) -> Result<void> {
    while (!from.waiting.empty()) {
      Task task = std::move(from.waiting.front());
      from.waiting.pop_front();
      SEOHAK_TRY(hand_over(std::move(task)));
    }
    return {};
  };
  if (!state_.options.in_plan_order) return drain(slot);
  while (head_ < slots_.size()) {
    SEOHAK_TRY(drain(slots_[head_]));
    if (!slots_[head_].ended) break;
    ++head_;
  }
  return {};
}

Result<void> DriveRun::hand_over(Task task) {
  if (!task.error) {
    ++report_.succeeded;
    return handler_(task.call, *task.answer, true);
  }
  if (task.answer) SEOHAK_TRY(handler_(task.call, *task.answer, false));
  Error error = with_context(name_of(task.call), std::move(*task.error));
  if (task.tries > 1) error.message += fmt::format(" (tried {} times)", task.tries);
  report_.failed.push_back(FailedCall{std::move(task.call), std::move(error)});
  return {};
}

void DriveRun::drop_all() {
  state_.http->cancel_all();
  if (!under_way_.empty()) source_.breaker.dropped();
  under_way_.clear();
}

Error DriveRun::stopped() const {
  return Error{Errc::cancelled, fmt::format("{}: stopped on request; {} of {} calls were done",
                                            name_, finished_, known_)};
}

}  // namespace seohak
