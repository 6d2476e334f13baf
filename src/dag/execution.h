#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "base/executor.h"
#include "dag/intervention.h"
#include "dag/pools.h"
#include "dag/run_observer.h"
#include "dag/run_store.h"

namespace seohak {

/// What an execution works with; all of it outlives it.
struct ExecutionSetup {
  RunStore& store;
  Executor& executor;
  const Clock& clock;       ///< of records, pauses and time-outs
  const Clock& task_clock;  ///< the tasks' "now"
  RunObserver& observer;
  const std::function<void(Duration)>& pause;  ///< see RunnerOptions
  int parallel = 0;                            ///< see RunRequest
  Pools* pools = nullptr;                      ///< see RunnerOptions
  Duration deadline{0};                        ///< see RunRequest
  std::stop_token drain = {};                  ///< see RunRequest
};

/// One run being executed: a part of Runner. The thread of `run` decides; tasks run as jobs of the
/// executor and hand their results over under `mutex_`. State is stored before it is told.
class Execution {
 public:
  /// `record` as stored, of the pipeline's tasks; the pipeline outlives this.
  Execution(const ExecutionSetup& setup, const Pipeline& pipeline, RunRecord record);
  /// See Runner::run. Once.
  Result<RunRecord> run(const std::stop_token& stop);
  /// See ActiveRuns. From any thread while `run` goes on; false when it is about to return.
  Result<bool> intervene(const Intervention& what);

 private:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// A task on its way. Guarded by mutex_.
  struct Step {
    const Task* task = nullptr;
    std::vector<std::size_t> after = {};  ///< the steps that it comes after
    TaskState state = TaskState::queued;
    int attempt = 0;         ///< tries over all resumptions
    int failed = 0;          ///< failed tries of this execution
    bool submitted = false;  ///< handed to the executor and not settled yet
    bool timed_out = false;
    std::optional<TaskEnd> verdict = std::nullopt;       ///< how it ends, decided by hand
    std::optional<TimePoint> not_before = std::nullopt;  ///< of the next try; until it is over
    std::optional<TimePoint> deadline = std::nullopt;    ///< of the running try
    std::stop_source stop{std::nostopstate};
    std::optional<Pools::Place> place = std::nullopt;  ///< in its task's pool
  };
  struct Finished {
    std::size_t step;
    std::optional<Result<TaskOutcome>> result;  ///< nullopt: not begun, as the run drains
  };
  struct Ending {
    std::size_t step;
    TaskEnd end;
  };

  // The deciding thread.
  Result<void> drive(const std::stop_token& stop);
  Result<void> settle_finished();
  /// Makes a task wait again that was handed to the executor and not begun.
  void put_back(std::size_t index);
  /// How a task ends that has come to this; nullopt when it is tried again.
  Result<std::optional<TaskEnd>> settle(std::size_t index, const Result<TaskOutcome>& result);
  Result<std::optional<TaskEnd>> settle_failure(std::size_t index, Error error);
  Result<void> retry_later(std::size_t index, const Error& error, Duration pause);
  /// Ends tasks that can no longer start; whether there was one.
  Result<bool> settle_waiting();
  /// Forgets the pauses before next tries that are over, so that `wait` wakes for those to come.
  void end_pauses();
  /// Puts ready tasks that name a pool into its line.
  void line_up();
  /// Takes those out of it that have to wait for another task once more, which may need the slot.
  void leave_lines();
  std::vector<std::size_t> without_place() const;
  void submit_ready();
  void expire_overdue();
  void say_late();
  void wait(const std::stop_token& stop);
  void stop_all();
  Result<void> carry_out_interventions();
  Result<void> queue_again(const std::vector<std::size_t>& named, bool only);
  Result<void> end_by_hand(std::size_t index, TaskState state);
  /// Whether what does not get done now is done at the next start.
  bool goes_on_later() const { return draining_ && !cancelled_by_hand_; }
  /// Whether a run that drains has nothing under way any more.
  bool is_drained() const;
  /// Ends tasks that a drained run leaves for the next time.
  Result<void> leave_queued();
  /// Whether nothing is left to do; then nobody may step in any more.
  bool close();
  void drain();
  /// Stores and tells ends of tasks, in one transaction: many may end while one is stored.
  Result<void> end_steps(const std::vector<Ending>& endings);
  void tell_end(std::size_t index, const TaskEnd& end);
  Result<RunRecord> conclude();

  // The job's thread.
  void work(std::size_t index, const std::stop_token& executor_stop);
  Result<TaskOutcome> attempt(std::size_t index, std::stop_token stop);

  // Any thread; without mutex_.
  void write_log(const std::string& task, int attempt, LogLevel level, std::string_view text);
  void emit(RunEvent event);
  RunEvent event(RunEvent::Kind kind, const std::string& task = "", int attempt = 0) const;
  void keep_store_error(Error error);

  // With mutex_ held.
  bool is_ready(const Step& step) const;
  bool wants_slot(const Step& step) const;
  std::string why_hopeless(const Step& step) const;
  std::optional<TimePoint> next_due() const;
  /// Errors: not_found. (The names never change: the lock is not needed for them.)
  Result<std::vector<std::size_t>> indices_of(std::span<const std::string> tasks) const;
  /// Stores what is asked before it is carried out, so that it holds though the process be killed.
  /// Errors: of the store.
  Result<void> keep(const Intervention& what, const std::vector<std::size_t>& indices);
  /// Hands it to the deciding thread.
  void ask(const Intervention& what);
  /// (The names never change: the lock is not needed for them.)
  std::vector<std::string> names_of(const std::vector<std::size_t>& indices) const;
  /// These steps and all that follow them and have ended.
  std::vector<std::size_t> ended_after(std::vector<std::size_t> first) const;

  ExecutionSetup setup_;
  const RunRecord record_;
  bool stopping_ = false;             // of the deciding thread
  bool draining_ = false;             // of the deciding thread
  bool cancelled_by_hand_ = false;    // of the deciding thread
  std::optional<TimePoint> late_at_;  // of the deciding thread; until it is said

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::vector<Step> steps_;                 // guarded by mutex_, except each `task`
  std::deque<Finished> finished_;           // guarded by mutex_
  std::deque<Intervention> interventions_;  // guarded by mutex_
  bool closed_ = false;                     // guarded by mutex_; nobody may step in any more
  std::optional<Error> store_error_;        // guarded by mutex_; of a log line or a start
  int active_ = 0;                          // guarded by mutex_; jobs not yet handed over
  bool wake_ = false;                       // guarded by mutex_; a deadline is new, or a slot
  std::mutex observer_mutex_;               // serialises the observer
};

}  // namespace seohak
