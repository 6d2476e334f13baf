#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "base/executor.h"
#include "dag/intervention.h"
#include "dag/pipeline.h"
#include "dag/pools.h"
#include "dag/run_observer.h"
#include "dag/run_store.h"

namespace seohak {

/// What a run is to do.
struct RunRequest {
  std::string profile = "";
  DayInterval days{};
  /// The tasks' "now" (the recording's on the recorded profile); nullptr: the runner's clock.
  const Clock* clock = nullptr;
  /// Id of a queued or ended run to take up: the queued tasks of a queued one; of an ended one what
  /// is done or skipped does not run twice, unless it comes after a task that has to; of an
  /// interrupted one, what was ended by hand stays too. The days and
  /// the profile are that run's. The pipeline has the same tasks, in any order. Empty: a new run.
  std::string resume = "";
  std::string kind = "run";  ///< of a new run; see RunRecord::kind
  std::string words = "";    ///< of a new run; see RunRecord::words
  /// Tasks under way at once, those first that stand first in the pipeline; 0: as many as the
  /// executor has threads.
  int parallel = 0;
  /// When the run takes longer its log says once that it is late; 0: never.
  Duration deadline{0};
  /// Once requested nothing more starts: what runs may end, then the run ends `interrupted` (75)
  /// and can be taken up where it stopped.
  std::stop_token drain = {};
};

struct RunnerOptions {
  /// Bounds on the tasks that name a pool; outlives the runner. nullptr: there are no bounds.
  Pools* pools = nullptr;
  /// Where its runs can be stepped in; outlives the runner. nullptr: nowhere.
  ActiveRuns* active = nullptr;
  /// When set, called in place of sleeping until the next retry or time-out is due; must move the
  /// runner's clock on by that much. For tests. Called without locks on the thread of `run`.
  std::function<void(Duration)> pause = nullptr;
};

/// Runs pipelines on the executor's threads and records every step in the store. Thread-safe:
/// several runs may go on at once over one runner.
class Runner {
 public:
  /// `store`, `executor` and `clock` outlive the runner. `clock` times records, pauses and
  /// time-outs: the machine's, also on the recorded profile.
  Runner(RunStore& store, Executor& executor, const Clock& clock, RunnerOptions options = {})
      : store_(store), executor_(executor), clock_(clock), options_(std::move(options)) {}

  /// Runs all tasks, each after those it needs, independent ones side by side; blocks until every
  /// started task has returned (not to be called from a job of the same executor). A failed task
  /// is no error of this function: look at `exit_code` (0 done, 75 a retry helps, 1 final, 130
  /// stopped) and the tasks. Errors: those of `validate`; bad_request for a pool that there is not,
  /// with the nearest name, and when `resume` names a run of
  /// another pipeline or shape; those of the store, which stop the run: it is then interrupted, at
  /// the latest when the process starts again, and can be taken up.
  Result<RunRecord> run(const Pipeline& pipeline, const RunRequest& request, RunObserver& observer,
                        std::stop_token stop);

 private:
  RunStore& store_;
  Executor& executor_;
  const Clock& clock_;
  RunnerOptions options_;
};

}  // namespace seohak
