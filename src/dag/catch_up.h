#pragma once

#include <optional>

#include "dag/pipeline.h"

namespace seohak {

/// A run that a schedule asks for: one due instant, or several that one run makes up for.
struct DueRunPlan {
  Due due;           ///< of the last one; its data begin with those of the first
  DayInterval days;  ///< of all of them
};

/// What to do about the due instants since one was last accounted for.
struct CatchUpPlan {
  std::optional<DueRunPlan> run = std::nullopt;  ///< nullopt: none is due
  Instant looked_until{};  ///< accounted for up to here once that run is claimed
  int left_out = 0;        ///< due instants that no run makes up for
};

/// The next run of a pipeline whose due instants are accounted for up to `looked_until`. With
/// CatchUp::none a due instant counts while it is at most a minute old. Pure.
CatchUpPlan plan_catch_up(const Timing& timing, const MarketCalendar& calendar,
                          Instant looked_until, Instant now);

}  // namespace seohak
