#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "dag/records.h"

namespace seohak {

/// Something that happened in a run. Fields that a kind does not name are at their defaults.
struct RunEvent {
  enum class Kind {
    run_started,   ///< run, pipeline, at; done of total tasks have ended already (resumed)
    task_changed,  ///< task, attempt, state, text (why or summary), counts, retry_in
    progress,      ///< task, attempt, done, total (0: unknown), text
    log,           ///< task, attempt, level, text
    run_ended,     ///< run_state, exit_code
  };
  Kind kind = Kind::log;
  std::string run;
  std::string pipeline;
  Instant at{};
  std::string task = "";
  int attempt = 0;
  TaskState state = TaskState::queued;
  RunState run_state = RunState::running;
  int exit_code = 0;
  LogLevel level = LogLevel::info;
  std::string text = "";  ///< secrets masked
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::map<std::string, std::int64_t> counts = {};
  std::optional<Duration> retry_in =
      std::nullopt;  ///< a queued task waits this long for its next try
};

/// Watches runs: the progress on a terminal, NDJSON, the page. A run calls it from several threads
/// but never twice at once. It must return soon, not throw and not call back into the runner.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void on_event(const RunEvent& event) = 0;
};

}  // namespace seohak
