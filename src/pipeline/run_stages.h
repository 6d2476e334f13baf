#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dag/pipeline.h"
#include "dag/records.h"

namespace seohak {

/// One of a run's tasks, or all the parts of a backfill that together do the work of one.
struct RunStage {
  std::string name;
  std::vector<std::string> after;  ///< stages of the same run
};

/// The stage of a task: "load:ecb.rates" of "load:ecb.rates@2024-03-04"; most tasks are their own.
std::string_view stage_of(std::string_view task);

/// The stages of a run in the order of their first tasks. What each comes after is as `declared`
/// has it (null: not known), as far as the run has it; audits, which only backfills have, come
/// after every load.
std::vector<RunStage> stages_of(const RunRecord& run, const Pipeline* declared);

}  // namespace seohak
