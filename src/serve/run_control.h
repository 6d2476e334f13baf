#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "dag/pipeline.h"
#include "dag/records.h"
#include "dag/schedule.h"

namespace seohak {

/// How a pipeline stands with the scheduler.
struct PipelineStatus {
  bool scheduled = false;  ///< a scheduler of this process starts it by its timing
  bool paused = false;
  std::vector<Due> next = {};  ///< when it is due next, as many as were asked for
};

/// A run that somebody asks for.
struct RunOrder {
  std::string pipeline;
  std::string kind = "run";   ///< "run" or "backfill"
  DayInterval days{};         ///< market days [from, to); empty: as the command without days
  int parallel = 4;           ///< of a backfill: tasks at once, 1-64
  bool oldest_first = false;  ///< of a backfill
  bool restart = false;       ///< of a backfill: begin anew instead of going on with the last one
};

/// What may be changed of runs and pipelines without running anything. Thread-safe. Errors beside
/// those told: those of the store (busy, io, no_space).
class RunChanges {
 public:
  virtual ~RunChanges() = default;
  /// Starts nothing of a pipeline by its timing until it is resumed; runs under way go on, and what
  /// is due in a pause is not made up for. Errors: not_found.
  virtual Result<void> set_paused(const std::string& pipeline, bool paused) = 0;
  /// Stops a run, or these tasks of it: those that run are asked to stop, others do not start.
  /// Errors: not_found (the run, a task), bad_request (it has ended).
  virtual Result<void> cancel(const std::string& run, std::span<const std::string> tasks) = 0;
  /// Says by hand how tasks ended: done, failed or skipped. Those that run are stopped first.
  /// Errors: not_found, bad_request (another state).
  virtual Result<void> mark(const std::string& run, std::span<const std::string> tasks,
                            TaskState state) = 0;
};

/// What may be done to runs and pipelines from a page. Everything returns at once: what it starts
/// goes on behind it and is told as events. Thread-safe. Errors as RunChanges.
class RunControl : public RunChanges {
 public:
  /// Every pipeline as it is built: its tasks in order, what they come after, its timing. They live
  /// as long as this.
  virtual std::span<const Pipeline> pipelines() const = 0;
  /// Slots of each pool.
  virtual std::map<std::string, int> pools() const = 0;
  /// By the clock that schedules follow here: the present where a scheduler runs, else the clock of
  /// the profile.
  virtual Instant now() const = 0;
  /// Errors: not_found, with the nearest name.
  virtual Result<PipelineStatus> status(const std::string& pipeline, int next) = 0;
  /// Queues a run and returns its id. Errors: not_found, bad_request (days that cannot be).
  virtual Result<std::string> start(const RunOrder& order) = 0;
  /// Runs these tasks of a run again and, unless `only`, all that follow them; without tasks those
  /// that are not done and what follows them. The run is taken up again if it has ended. Errors:
  /// not_found, bad_request (all are done and none is named; the pipeline has other tasks by now),
  /// busy (one of them runs).
  virtual Result<void> again(const std::string& run, std::span<const std::string> tasks,
                             bool only) = 0;
};

}  // namespace seohak
