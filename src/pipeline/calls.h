#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "base/market_calendar.h"
#include "extract/registry.h"

namespace seohak {

/// Which days to ask of a dataset. `interval` is what the run names; empty when it names none.
/// An empty answer means that there is nothing to ask.
using Window = std::function<Result<DayInterval>(std::string_view source, const Dataset& dataset,
                                                 DayInterval interval)>;

/// The instants at which a source that only tells the present is asked for the days of `interval`;
/// empty: once, now. On the recorded profile the instants of its recorded answers.
using Captures = std::function<std::vector<Instant>(std::string_view source, const Dataset& dataset,
                                                    DayInterval interval)>;

/// What tells which calls to make. The references outlive it.
struct CallPlanner {
  const Registry& registry;
  const MarketCalendar& calendar;
  Window window;
  Captures captures;

  /// The calls for `days`, in order; of a source that only tells the present those of each capture,
  /// oldest first. Errors: those of Connector::plan.
  Result<std::vector<Call>> calls(const Connector& connector, const Dataset& dataset,
                                  DayInterval days) const;
};

/// Calls to make, the days they are for, or why there are none.
struct PlannedCalls {
  DayInterval days;
  std::vector<Call> calls;
  std::string why_none;  ///< when there are none
};

/// What to ask of a dataset for `interval`. None, with the reason, when the source is off, lacks
/// its key or has nothing for these days. Errors: any other of the window and the plan.
Result<PlannedCalls> plan_calls(const CallPlanner& planner, std::string_view source,
                                std::string_view dataset, DayInterval interval);

}  // namespace seohak
