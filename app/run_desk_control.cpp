#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "dag/run_edit.h"
#include "pipeline/settings.h"
#include "run_desk.h"

namespace seohak {
namespace {

constexpr int kMostWaiting = 100;

}  // namespace

std::map<std::string, int> RunDesk::pools() const { return pool_slots(engine_.profile().config()); }

Result<const Pipeline*> RunDesk::find(const std::string& pipeline) const {
  for (const Pipeline& each : pipelines())
    if (each.name == pipeline) return &each;
  const std::string_view near = nearest(pipeline, pipeline_names());
  return fail(Errc::not_found,
              fmt::format("there is no pipeline \"{}\"{}", pipeline,
                          near.empty() ? "" : fmt::format("; did you mean \"{}\"?", near)));
}

Instant RunDesk::now() const {
  return is_scheduling() ? wall_.now() : engine_.profile().clock().now();
}

Result<PipelineStatus> RunDesk::status(const std::string& pipeline, int next) {
  const Pipeline* found = SEOHAK_TRY(find(pipeline));
  const auto kept = SEOHAK_TRY(dues_->state(pipeline));
  PipelineStatus status;
  status.paused = kept && kept->paused;
  const bool enabled = found->timing && found->timing->enabled;
  status.scheduled = is_scheduling() && enabled;
  if (!enabled) return status;
  Instant after = now();
  // As the scheduler does: a clock that was ahead once is waited for.
  if (is_scheduling() && kept) after = std::max(after, kept->looked_until);
  for (int i = 0; i < next; ++i) {
    status.next.push_back(found->timing->schedule.next(engine_.profile().calendar(), after));
    after = status.next.back().at;
  }
  return status;
}

Result<void> RunDesk::set_paused(const std::string& pipeline, bool paused) {
  const Pipeline* found = SEOHAK_TRY(find(pipeline));
  if (is_scheduling() && found->timing && found->timing->enabled)
    return scheduler_->set_paused(pipeline, paused);
  return dues_->set_paused(pipeline, paused, wall_.now());
}

Result<void> RunDesk::check_room() {
  const std::lock_guard lock(mutex_);
  if (closing_) return fail(Errc::unavailable, "the program is ending");
  if (workers_.size() >= kMostWaiting)
    return fail(Errc::busy, fmt::format("{} runs wait already", workers_.size()));
  return {};
}

Result<std::string> RunDesk::start(const RunOrder& order) {
  SEOHAK_TRY(find(order.pipeline));
  SEOHAK_TRY(check_room());
  RunWords words{.pipelines = {order.pipeline}, .days = order.days};
  if (order.kind == "backfill")
    words.backfill = BackfillWords{order.parallel, order.oldest_first, order.restart};
  const std::string run = SEOHAK_TRY(engine_.queue(words));
  launch([this, run] { work(run, Duration(0), observer_); });
  return run;
}

Result<void> RunDesk::cancel(const std::string& run, std::span<const std::string> tasks) {
  const Intervention what{Intervention::Kind::cancel, {tasks.begin(), tasks.end()}};
  if (SEOHAK_TRY(engine_.active().intervene(run, what))) return {};
  SEOHAK_TRY(engine_.settle_lost(run));
  return cancel_waiting(engine_.history(), run, tasks);
}

Result<void> RunDesk::again(const std::string& run, std::span<const std::string> tasks, bool only) {
  const Intervention what{Intervention::Kind::again, {tasks.begin(), tasks.end()}, only};
  if (!tasks.empty() && SEOHAK_TRY(engine_.active().intervene(run, what))) return {};
  SEOHAK_TRY(check_room());
  SEOHAK_TRY(engine_.settle_lost(run));
  const RunRecord record = SEOHAK_TRY(engine_.history().get(run));
  const Pipeline pipeline = SEOHAK_TRY(engine_.pipeline_of(record));
  SEOHAK_TRY(queue_once_more(engine_.history(), run, pipeline, tasks, only));
  launch([this, run] { work(run, Duration(0), observer_); });
  return {};
}

Result<void> RunDesk::mark(const std::string& run, std::span<const std::string> tasks,
                           TaskState state) {
  const Intervention what{Intervention::Kind::mark, {tasks.begin(), tasks.end()}, false, state};
  if (!tasks.empty() && SEOHAK_TRY(engine_.active().intervene(run, what))) return {};
  SEOHAK_TRY(engine_.settle_lost(run));
  return mark_at_rest(engine_.history(), run, tasks, state);
}

}  // namespace seohak
