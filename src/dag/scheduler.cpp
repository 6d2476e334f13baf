#include "dag/scheduler.h"

#include <algorithm>

#include <fmt/core.h>

namespace seohak {

Scheduler::Scheduler(DueStore& store, const MarketCalendar& calendar, const Clock& clock,
                     std::string profile, std::vector<Pipeline> pipelines, SchedulerCalls calls)
    : store_(store),
      calendar_(calendar),
      clock_(clock),
      profile_(std::move(profile)),
      calls_(std::move(calls)) {
  for (Pipeline& pipeline : pipelines)
    if (pipeline.timing && pipeline.timing->enabled)
      lines_.push_back({.pipeline = std::move(pipeline)});
}

Result<void> Scheduler::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto next = SEOHAK_TRY(tick());
    std::unique_lock lock(mutex_);
    const auto woken = [this] { return wake_; };
    // Absolute on the system's clock: the kernel ends the wait when that is set.
    if (next)
      changed_.wait_until(lock, stop, std::chrono::system_clock::now() + (*next - clock_.now()),
                          woken);
    else
      changed_.wait(lock, stop, woken);
    wake_ = false;
  }
  return {};
}

Result<std::optional<Instant>> Scheduler::tick() {
  const std::lock_guard ticking(ticking_);
  std::optional<Instant> next;
  for (Line& line : lines_) {
    const Instant now = clock_.now();
    {
      const std::lock_guard lock(mutex_);
      if (line.active) continue;
    }
    int left_out = 0;
    const auto run = SEOHAK_TRY(next_run(line, now, left_out).context(line.pipeline.name));
    if (left_out > 0) calls_.left_out(line.pipeline, left_out);
    if (run) {
      {
        const std::lock_guard lock(mutex_);
        line.active = true;
      }
      calls_.start(line.pipeline, *run);
      continue;
    }
    const auto state = SEOHAK_TRY(store_.state(line.pipeline.name));
    if (!state || state->paused) continue;
    const bool waits = state->looked_until > now + kClockSlack;
    if (waits && !line.told_wait) calls_.waits(line.pipeline, state->looked_until);
    line.told_wait = waits;
    const Instant from = std::max(now, state->looked_until);
    const Instant due = line.pipeline.timing->schedule.next(calendar_, from).at;
    if (!next || due < *next) next = due;
  }
  return next;
}

Result<std::optional<ScheduledRun>> Scheduler::next_run(Line& line, Instant now, int& left_out) {
  if (!line.cut_off) line.cut_off = SEOHAK_TRY(store_.waiting(line.pipeline.name));
  if (line.cut_off->empty()) return claim_due(line, now, left_out);
  const ClaimedDue first = line.cut_off->front();
  line.cut_off->erase(line.cut_off->begin());
  return std::optional(scheduled(line, first.run, first.at, now));
}

Result<std::optional<ScheduledRun>> Scheduler::claim_due(Line& line, Instant now, int& left_out) {
  const std::string& name = line.pipeline.name;
  const std::optional<ScheduledRun> none;
  const auto state = SEOHAK_TRY(store_.state(name));
  if (!state) {
    SEOHAK_TRY(store_.look(name, now));
    return none;
  }
  if (state->paused) return none;
  const CatchUpPlan plan =
      plan_catch_up(*line.pipeline.timing, calendar_, state->looked_until, now);
  left_out = plan.left_out;
  if (!plan.run) {
    if (plan.left_out > 0) SEOHAK_TRY(store_.look(name, plan.looked_until));
    return none;
  }
  NewRun run{name, profile_, plan.run->days, {}, "scheduled"};
  run.tasks = tasks_due(line.pipeline, calendar_, state->looked_until, plan.looked_until);
  const auto id = SEOHAK_TRY(store_.claim(run, plan.run->due));
  if (!id) return none;
  return std::optional(scheduled(line, *id, plan.run->due.at, now));
}

ScheduledRun Scheduler::scheduled(const Line& line, std::string run, Instant due_at,
                                  Instant now) const {
  ScheduledRun found{std::move(run), due_at, {}};
  const Duration deadline = line.pipeline.timing->deadline;
  // One that is late from the start says so at once.
  if (deadline > Duration(0)) found.deadline = std::max(Duration(1), due_at + deadline - now);
  return found;
}

void Scheduler::ended(std::string_view pipeline) {
  const std::lock_guard lock(mutex_);
  for (Line& line : lines_)
    if (line.pipeline.name == pipeline) line.active = false;
  wake_ = true;
  changed_.notify_all();
}

Result<void> Scheduler::set_paused(std::string_view pipeline, bool paused) {
  const auto found = std::find_if(lines_.begin(), lines_.end(),
                                  [&](const Line& line) { return line.pipeline.name == pipeline; });
  if (found == lines_.end())
    return fail(Errc::not_found, fmt::format("no schedule of \"{}\" is switched on", pipeline));
  SEOHAK_TRY(store_.set_paused(found->pipeline.name, paused, clock_.now()));
  const std::lock_guard lock(mutex_);
  wake_ = true;
  changed_.notify_all();
  return {};
}

}  // namespace seohak
