#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "dag/due_store.h"

namespace seohak {

/// A run to take up now: RunRequest::resume names it.
struct ScheduledRun {
  std::string run;
  Instant due_at{};
  Duration deadline{0};  ///< what is left of it, from now on; 0: there is none
};

/// What a scheduler tells its owner, on the thread of `run` or `tick` and without locks.
struct SchedulerCalls {
  /// Begins a run and returns at once; `ended` is to be called once the run has ended, from any
  /// thread, also while this runs.
  std::function<void(const Pipeline& pipeline, const ScheduledRun& run)> start;
  /// Due instants that no run makes up for.
  std::function<void(const Pipeline& pipeline, int count)> left_out;
  /// The clock was ahead once: the schedule is done up to `until`, and nothing starts before. Told
  /// once for as long as it is so, when it is more than `kClockSlack`.
  std::function<void(const Pipeline& pipeline, Instant until)> waits;
};

/// Starts pipelines when they are due, each at most one run at a time, and catches up on what was
/// missed. All it knows is in the store: killed at any point, the next one goes on there. See
/// docs/adr/0032-scheduler.md. Thread-safe.
class Scheduler {
 public:
  /// How far a clock may be set back without a word.
  static constexpr std::chrono::hours kClockSlack{1};

  /// Pipelines without timing, or whose timing is switched off, are never started. What is handed
  /// in outlives the scheduler. `profile`: of the runs.
  Scheduler(DueStore& store, const MarketCalendar& calendar, const Clock& clock,
            std::string profile, std::vector<Pipeline> pipelines, SchedulerCalls calls);

  /// Starts what is due until the token is stopped; a system clock that is set wakes it. `clock`
  /// runs as fast as the system's. Errors: those of the store.
  Result<void> run(const std::stop_token& stop);
  /// Starts what is due now. Returns the next due instant of a pipeline that has no run under way;
  /// nullopt when there is none. What `run` does between two waits. Errors: those of the store.
  Result<std::optional<Instant>> tick();
  /// A run that was started has ended, however.
  void ended(std::string_view pipeline);
  /// Starts nothing of a pipeline until it is resumed; a run under way goes on. Resumed, it starts
  /// from now on, also where the clock was ahead once. Errors: not_found; those of the store.
  Result<void> set_paused(std::string_view pipeline, bool paused);

 private:
  /// A pipeline and what is under way of it.
  struct Line {
    Pipeline pipeline;
    bool active = false;     ///< guarded by mutex_
    bool told_wait = false;  ///< of SchedulerCalls::waits
    /// To take up first; nullopt: not read yet.
    std::optional<std::vector<ClaimedDue>> cut_off = std::nullopt;
  };
  struct Begun {
    const Pipeline* pipeline;
    ScheduledRun run;
  };
  /// The run to start of a pipeline now, and what was left out before it. Errors: of the store.
  Result<std::optional<ScheduledRun>> next_run(Line& line, Instant now, int& left_out);
  Result<std::optional<ScheduledRun>> claim_due(Line& line, Instant now, int& left_out);
  ScheduledRun scheduled(const Line& line, std::string run, Instant due_at, Instant now) const;

  DueStore& store_;
  const MarketCalendar& calendar_;
  const Clock& clock_;
  const std::string profile_;
  const SchedulerCalls calls_;
  std::mutex ticking_;  // one tick at a time; taken before mutex_
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  bool wake_ = false;        // guarded by mutex_
  std::vector<Line> lines_;  // the vector itself never changes
};

}  // namespace seohak
