#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "dag/records.h"
#include "dag/run_store.h"

namespace seohak {

/// What somebody asks by hand of a run that is under way.
struct Intervention {
  enum class Kind {
    cancel,  ///< stop these tasks, those that have not begun never start; no tasks: the whole run
    again,   ///< tasks that have ended run again, with all that follow them and have ended
    mark,    ///< these tasks end as `state`; those that run are stopped first
  };
  Kind kind = Kind::cancel;
  std::vector<std::string> tasks = {};
  bool only = false;                  ///< of again: without those that follow
  TaskState state = TaskState::done;  ///< of mark: done, failed or skipped
};

/// How a task ends that somebody ended as `state`: done, failed, skipped or cancelled.
TaskEnd ended_by_hand(TaskState state);
/// Whether that is how this task ended.
bool was_ended_by_hand(const TaskRecord& task);

/// The tasks of a pipeline that are among `tasks` or come after one of them, in its order.
std::vector<std::string> with_followers(const Pipeline& pipeline,
                                        std::span<const std::string> tasks);

class Execution;

/// The runs that this process executes, so that somebody may step in. Outlives its runners.
/// Thread-safe.
class ActiveRuns {
 public:
  /// Hands it to the run. Returns false when this process does not execute it (any more). Errors:
  /// not_found (a task, with the nearest name); bad_request (nothing to cancel, a state that no one
  /// may set); busy (a task to run again runs).
  Result<bool> intervene(const std::string& run, const Intervention& what);

 private:
  friend class Runner;
  void enter(const std::string& run, Execution& execution);
  void leave(const std::string& run);

  /// A run under way; null once it is not. Its own lock: one whose store refuses holds up no other.
  struct Entry {
    std::mutex mutex;
    Execution* execution = nullptr;  // guarded by mutex
  };
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Entry>> runs_;  // guarded by mutex_
};

}  // namespace seohak
