#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "dag/due_store.h"
#include "dag/history_keeper.h"
#include "dag/scheduler.h"
#include "dag/scheduler_lock.h"
#include "engine.h"
#include "serve/run_control.h"

namespace seohak {

/// A first run of every pipeline, one after another.
struct FirstFill {
  RunObserver& observer;          ///< hears of them instead of the desk's; outlives the desk
  std::function<void(int)> done;  ///< told the worst exit code
};

/// Starts runs behind whoever asks for them: the schedule, a page, another command. What it started
/// and could not end is taken up by the next one of the home. A store that cannot be written (held,
/// a full disk) is tried again each half minute. Thread-safe.
class RunDesk final : public RunControl {
 public:
  /// `engine` and `observer` (of every run it starts) outlive it. Errors: those of DueStore.
  static Result<std::unique_ptr<RunDesk>> open(Engine& engine, RunObserver& observer);
  /// As `finish` without patience.
  ~RunDesk() override;

  /// Takes up what was cut off or still waits, and runs pipelines by their timing where the
  /// settings say so (scheduler.enabled). With `fill`, every pipeline runs first, those left over
  /// and then the others in their order. Once. Errors: busy (another scheduler of the home), io.
  Result<void> begin(const std::optional<FirstFill>& fill);
  /// As `begin` without `fill`, under a clock that somebody sets: pipelines are started by `tick`
  /// only.
  Result<void> begin_by_hand();
  /// After begin_by_hand, where the settings want schedules: see Scheduler::tick.
  Result<std::optional<Instant>> tick();
  /// Starts nothing more and returns once all has ended: what runs may go on for `patience`, or
  /// until `now` is requested, then it is stopped; what is left is taken up by the next one.
  void finish(std::chrono::seconds patience, const std::stop_token& now);
  /// Whether nothing runs or waits here.
  bool is_idle();
  /// Returns once that is so.
  void wait_until_idle();
  /// Whether pipelines run by their timing here.
  bool is_scheduling() const { return scheduling_; }

  std::span<const Pipeline> pipelines() const override { return engine_.pipelines(); }
  std::map<std::string, int> pools() const override;
  Instant now() const override;
  Result<PipelineStatus> status(const std::string& pipeline, int next) override;
  Result<void> set_paused(const std::string& pipeline, bool paused) override;
  Result<std::string> start(const RunOrder& order) override;
  Result<void> cancel(const std::string& run, std::span<const std::string> tasks) override;
  Result<void> again(const std::string& run, std::span<const std::string> tasks,
                     bool only) override;
  Result<void> mark(const std::string& run, std::span<const std::string> tasks,
                    TaskState state) override;

 private:
  RunDesk(Engine& engine, RunObserver& observer)
      : engine_(engine), observer_(observer), wall_(*engine.context().wall) {}
  /// Queues a run of every pipeline of which none waits.
  Result<void> queue_fill();
  /// Takes up what was left and makes the scheduler where the settings want it.
  Result<void> prepare(const std::optional<FirstFill>& fill);
  /// Takes up what the scheduler does not.
  Result<void> take_up_left(const std::optional<FirstFill>& fill);
  /// Whether the scheduler takes it up: a scheduled run of a pipeline that has a schedule still.
  bool is_scheduled(const RunRecord& run) const;
  /// Errors: unavailable (all is ending), busy (too many runs wait).
  Result<void> check_room();
  Result<const Pipeline*> find(const std::string& pipeline) const;
  /// Does `job` on a thread of its own, unless all is ending.
  void launch(std::function<void()> job);
  /// Runs until it has ended; its exit code, 75 when it is left for the next start.
  int work(const std::string& run, Duration deadline, RunObserver& observer);
  /// One attempt; nullopt: worth another.
  std::optional<int> take_up(const std::string& run, Duration deadline, RunObserver& observer);
  void give_up(const std::string& run, const Error& why);
  SchedulerCalls scheduler_calls();
  void keep_schedule(const std::stop_token& stop);
  /// Waits unless everything ends; whether it may go on.
  bool pause(std::chrono::seconds time);
  /// Settles what a store that refused has left, and deletes old history once an hour.
  void keep_house();
  /// Tells whoever watches the program of a failure that is tried again.
  void say_again_later(std::string_view what, const Error& error) const;

  Engine& engine_;
  RunObserver& observer_;
  const Clock& wall_;
  std::unique_ptr<DueStore> dues_;
  std::mutex keeping_;
  std::unique_ptr<HistoryKeeper> keeper_;  // guarded by keeping_
  /// Since when the two clocks have gone evenly, or since history was last deleted.
  struct Since {
    Instant wall;
    std::chrono::steady_clock::time_point steady;
  };
  Since even_since_{wall_.now(), wall_.steady_now()};  // guarded by keeping_
  std::optional<SchedulerLock> lock_;
  std::unique_ptr<Scheduler> scheduler_;
  std::atomic<bool> scheduling_{false};  ///< set once scheduler_ is: pages may ask before
  std::stop_source drain_;
  std::stop_source stop_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool closing_ = false;             // guarded by mutex_
  std::list<std::jthread> workers_;  // guarded by mutex_
  std::list<std::jthread> ended_;    // guarded by mutex_; to be joined
  std::jthread schedule_;            // last: ends before what it uses
};

}  // namespace seohak
