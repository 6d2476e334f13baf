#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace seohak {

/// One task of a run, for people.
struct TaskSummary {
  std::string task;
  std::string state;
  int tries = 0;
  std::string message;
};

/// One run, for people.
struct RunSummary {
  std::string run;
  std::string pipeline;
  std::string state;  ///< "running" while it runs
  Instant started_at{};
  std::optional<Instant> ended_at;
  std::vector<TaskSummary> tasks;
};

/// What the server asks of the run store. Thread-safe.
class RunHistory {
 public:
  virtual ~RunHistory() = default;
  /// The newest runs first, at most `limit`.
  virtual Result<std::vector<RunSummary>> list(int limit) const = 0;
};

}  // namespace seohak
