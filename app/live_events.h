#pragma once

#include <map>
#include <mutex>
#include <string>

#include "dag/run_observer.h"
#include "load/warehouse.h"
#include "serve/event_hub.h"

namespace seohak {

/// Tells open pages what happens in this process: `data` {version, tables} of each write, `run`
/// (run_started, run_ended) and `task` (task, progress) in the form of `event_json`, and `log`
/// likewise but without the line: who shows the log asks for what is new, a little later. A task's
/// progress is told five times a second at most, and so is a run's log. Thread-safe.
class LiveEvents final : public RunObserver {
 public:
  /// `hub` outlives it.
  explicit LiveEvents(EventHub& hub) : hub_(hub) {}

  void on_event(const RunEvent& event) override;
  void on_change(const WarehouseChange& change);

 private:
  bool is_due(const RunEvent& event);
  /// Whether the last telling of `key` is long enough ago; with mutex_ held.
  bool is_due(const std::string& key, Instant at);

  EventHub& hub_;
  std::mutex mutex_;
  std::map<std::string, Instant>
      told_;  ///< progress by run and task, logs by run; guarded by mutex_
};

}  // namespace seohak
