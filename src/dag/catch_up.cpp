#include "dag/catch_up.h"

#include <algorithm>

namespace seohak {
namespace {

constexpr Duration kFresh = std::chrono::minutes(1);

DueRunPlan one_run(std::span<const Due> dues) {
  DueRunPlan plan{dues.back(), {dues.front().day, dues.front().day + 1}};
  plan.due.data.from = dues.front().data.from;
  for (const Due& due : dues)
    plan.days = {std::min(plan.days.from, due.day), std::max(plan.days.to, due.day + 1)};
  return plan;
}

}  // namespace

CatchUpPlan plan_catch_up(const Timing& timing, const MarketCalendar& calendar,
                          Instant looked_until, Instant now) {
  const std::vector<Due> dues =
      timing.schedule.between(calendar, {looked_until + Duration(1), now + Duration(1)});
  if (dues.empty()) return {.looked_until = looked_until};
  const std::span<const Due> all = dues;
  const auto count = static_cast<int>(all.size());
  switch (timing.catch_up) {
    case CatchUp::none: {
      if (now - all.back().at > kFresh) return {.looked_until = all.back().at, .left_out = count};
      return {one_run(all.last(1)), all.back().at, count - 1};
    }
    case CatchUp::latest: return {one_run(all), all.back().at, 0};
    case CatchUp::all: {
      const int left_out = std::max(0, count - timing.catch_up_most);
      const auto oldest = all.subspan(static_cast<std::size_t>(left_out), 1);
      return {one_run(oldest), oldest.back().at, left_out};
    }
  }
  return {.looked_until = looked_until};
}

}  // namespace seohak
