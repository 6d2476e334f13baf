#pragma once

#include <string>
#include <vector>

#include "pipeline/build.h"
#include "pipeline/calls.h"

namespace seohak {

/// A part of a backfill: what one task asks for and another loads.
struct Part {
  std::string source;
  std::string dataset;
  /// Tells the parts of a dataset apart: "2026-02-02", "2026-01-05..2026-02-01", "AAPL..MSFT";
  /// empty when there is but one.
  std::string label;
  DayInterval days;
  std::vector<Call> calls;  ///< empty: nothing to ask
  std::string why_none;     ///< when there is nothing to ask
};

/// All that a pipeline can ask for `interval` (empty: for all days that there are), cut into parts
/// by each dataset's `portion`: the newest first, or the oldest. Datasets take turns, so that no
/// source waits for another. A dataset that cannot be asked is one part without calls, which says
/// why. The same question has the same parts.
Result<std::vector<Part>> plan_parts(const CallPlanner& planner, const PipelinePlan& plan,
                                     DayInterval interval, bool oldest_first);

}  // namespace seohak
