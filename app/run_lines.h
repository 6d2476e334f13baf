#pragma once

#include <map>
#include <mutex>
#include <string>

#include "context.h"
#include "dag/run_observer.h"

namespace seohak {

/// Runs of a program that serves, to its log on stderr: a line for each failed task and one for
/// each run that ended; with --verbose every warning too. Thread-safe: of several runs at once.
class RunLines final : public RunObserver {
 public:
  explicit RunLines(const Context& context) : context_(context) {}
  void on_event(const RunEvent& event) override;

 private:
  /// Of a run under way.
  struct Tally {
    Instant began{};
    int tasks = 0;
    std::int64_t rows = 0;
  };
  void task_ended(const RunEvent& event);
  void run_ended(const RunEvent& event);

  const Context& context_;
  std::mutex mutex_;
  std::map<std::string, Tally> runs_;  // guarded by mutex_
};

}  // namespace seohak
