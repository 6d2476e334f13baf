#pragma once

#include <span>
#include <string>

#include "dag/pipeline.h"
#include "dag/run_store.h"

namespace seohak {

// What somebody changes by hand in runs that nobody executes at the moment; ActiveRuns does it to
// those under way. Errors of all: not_found (the run; a task, naming those it has), busy (it runs
// in a process), those of the store.

/// Cancels a run that waits, or these tasks of it. Errors: bad_request (it has ended).
Result<void> cancel_waiting(RunStore& store, const std::string& run,
                            std::span<const std::string> tasks);

/// Says how these tasks ended: done, failed or skipped; an ended run then is what its tasks are.
/// Errors: bad_request (another state, no task).
Result<void> mark_at_rest(RunStore& store, const std::string& run,
                          std::span<const std::string> tasks, TaskState state);

/// Queues a run to be taken up once more: with these tasks and, unless `only`, all that follow
/// them; without tasks with those that are not done and all that follow them. A run that was cut
/// off goes on with what it has left too, unless `only`. `pipeline`: the run's. Errors: bad_request
/// (all are done and none is named).
Result<void> queue_once_more(RunStore& store, const std::string& run, const Pipeline& pipeline,
                             std::span<const std::string> tasks, bool only);

}  // namespace seohak
