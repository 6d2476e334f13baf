#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/time.h"
#include "dag/schedule.h"

namespace seohak {

enum class LogLevel { debug, info, warning, error };
/// "debug", "info", "warning", "error".
std::string_view to_string(LogLevel level);

/// What a task is given. `log` and `progress` may be called from any thread while the task runs.
struct TaskContext {
  std::string run;       ///< the run's id
  std::string task;      ///< the task's name
  int attempt = 1;       ///< 1 at the first try
  DayInterval interval;  ///< what to work on
  const Clock& clock;    ///< the profile's "now"
  std::stop_token stop;  ///< requested at time-out and when the run is stopped
  std::function<void(LogLevel level, std::string_view message)> log;
  /// `total` 0: not known yet.
  std::function<void(std::int64_t done, std::int64_t total, std::string_view text)> progress;
};

/// What a task has done.
struct TaskOutcome {
  std::string summary = "";                         ///< one line for people
  std::map<std::string, std::int64_t> counts = {};  ///< "rows", "answers", "quarantined", …
  bool skipped = false;                             ///< there was nothing to do; `summary` says why
};

/// How often a task is tried when its error says that a retry helps. The pause doubles from `first`
/// up to `most`; an error's own `retry_after` is waited for instead when longer, and ends the tries
/// when it is longer than `most`.
struct RetryPolicy {
  int tries = 3;
  Duration first = std::chrono::seconds(5);
  Duration most = std::chrono::minutes(5);
};

/// When a task may start, looking at the tasks it comes after. A skipped task counts as done, so
/// that a source without its key holds nobody up. The names in brackets are Airflow's.
enum class Needs {
  all,    ///< all are done (none_failed)
  any,    ///< all have ended and at least one is done (all_done_min_one_success)
  ended,  ///< all have ended, however (all_done)
};

/// One step of a pipeline. `run` must not throw and should end soon after its token is stopped.
struct Task {
  std::string name;
  std::vector<std::string> after = {};
  std::function<Result<TaskOutcome>(TaskContext&)> run = nullptr;
  RetryPolicy retry{};
  Duration timeout{0};  ///< of one try; 0: none
  Needs needs = Needs::all;
  std::string pool = "";  ///< takes a slot of it while it runs; empty: none
  /// A scheduled run has it only when this too is due in what it makes up for; nullopt: always.
  std::optional<Schedule> only_when = std::nullopt;
};

/// Which due instants that were missed are made up for.
enum class CatchUp {
  none,    ///< none: the next one counts
  latest,  ///< one run for all of them, over all their days
  all,     ///< a run for each, oldest first
};
/// "none", "latest", "all".
std::string_view to_string(CatchUp catch_up);
/// The inverse. Errors: bad_request, listing the words.
Result<CatchUp> parse_catch_up(std::string_view text);

/// When a pipeline runs by itself.
struct Timing {
  Schedule schedule;
  bool enabled = true;
  CatchUp catch_up = CatchUp::latest;
  int catch_up_most = 24;  ///< the newest so many are made up for, with CatchUp::all
  Duration deadline{0};    ///< a run that takes longer from when it was due is late; 0: none
};

/// Tasks and their order, as data.
struct Pipeline {
  std::string name;
  std::vector<Task> tasks;
  std::optional<Timing> timing = std::nullopt;  ///< nullopt: only when asked for
};

/// Whether the pipeline can run. Errors: bad_request, naming a missing or doubled task name, an
/// unknown dependency with the nearest right name, or a cycle with its path.
Result<void> validate(const Pipeline& pipeline);

/// The pipeline with these of its tasks only; what they come after and is not among them counts as
/// done. Errors: bad_request, naming a task that it does not have.
Result<Pipeline> narrowed(const Pipeline& pipeline, std::span<const std::string> tasks);

/// The tasks that a scheduled run has which makes up for the due instants of (after, until]: all,
/// but those whose own schedule is not due there, and those that come only after such ones.
std::vector<std::string> tasks_due(const Pipeline& pipeline, const MarketCalendar& calendar,
                                   Instant after, Instant until);

/// A pipeline of the one task, its dependencies left out (what `seohak task` runs). Errors:
/// bad_request with the nearest name, or all of them.
Result<Pipeline> only_task(const Pipeline& pipeline, std::string_view task);

}  // namespace seohak
