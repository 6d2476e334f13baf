#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "dag/pipeline.h"

namespace seohak {

/// `queued`: waits for its turn. `failed`: at least one task did not finish. `interrupted`: the
/// process died or was ended while it ran.
enum class RunState { queued, running, done, failed, cancelled, interrupted };

/// `upstream_failed`: never started, as a task before it is not done. `interrupted`: the process
/// died while it ran.
enum class TaskState {
  queued,
  running,
  done,
  failed,
  skipped,
  upstream_failed,
  cancelled,
  interrupted
};

/// The enumerator's name, as stored and as shown in JSON.
std::string_view to_string(RunState state);
std::string_view to_string(TaskState state);
/// Errors: bad_request, listing the states.
Result<RunState> parse_run_state(std::string_view text);
/// Errors: bad_data.
Result<TaskState> parse_task_state(std::string_view text);
/// Whether a task in this state lets the next ones start.
bool is_satisfied(TaskState state);
/// Whether the task will not change any more in this run.
bool has_ended(TaskState state);

/// What is kept of one try of a task.
struct TryRecord {
  int attempt = 1;                       ///< from 1, over all resumptions
  TaskState state = TaskState::running;  ///< how it ended; running until then
  Instant started_at{};
  std::optional<Instant> ended_at;
  std::string message;  ///< summary, or why it failed; secrets masked
  std::string code;     ///< Errc name of a failure, else ""
};

/// What is kept of one task of a run.
struct TaskRecord {
  std::string task;
  TaskState state = TaskState::queued;
  int tries = 0;                      ///< started so far, over all resumptions
  std::optional<Instant> started_at;  ///< of the last try
  std::optional<Instant> ended_at;
  std::string message;                         ///< summary, or why it failed; secrets masked
  std::string code;                            ///< Errc name of a failure, else ""
  bool retryable = false;                      ///< of a failure
  std::map<std::string, std::int64_t> counts;  ///< of the last outcome
  std::vector<TryRecord> attempts;             ///< in order; only what `RunStore::get` finds
};

/// What is kept of one run.
struct RunRecord {
  std::string run;  ///< sortable id, e.g. "20261123T190355-3f2a"
  std::string pipeline;
  std::string kind = "run";  ///< "run", "backfill", "scheduled", "task"
  std::string profile;
  DayInterval days;
  RunState state = RunState::running;
  std::optional<Instant> due_at;  ///< of the schedule, for a scheduled run
  Instant started_at{};           ///< when it was asked for
  std::optional<Instant> ended_at;
  std::int64_t pid = 0;           ///< of the process that runs or ran it last
  std::optional<int> exit_code;   ///< once it has ended by itself
  bool unattended = false;        ///< as NewRun::unattended
  std::string words;              ///< as NewRun::words
  std::vector<TaskRecord> tasks;  ///< in the pipeline's order
};

/// Whether the task was cut off, or left when its run was: whoever takes the run up goes on with
/// it.
bool is_left_over(const TaskRecord& task);

/// How a run ended whose tasks ended so: cancelled when one was, failed when one is not satisfied,
/// else done.
RunState state_of(std::span<const TaskRecord> tasks);

/// Exit code of a run whose tasks ended so: 0 done, 75 a retry helps, 1 final, 130 stopped.
int run_exit_code(RunState state, std::span<const TaskRecord> tasks);

/// Whether the run is of exactly these tasks, in any order.
bool has_tasks(const RunRecord& run, std::span<const std::string> names);

/// Errors for callers to return: not_found, with what there is instead. `tasks`: those of the run.
Error no_such_run(std::string_view run);
Error no_such_task(std::string_view run, std::string_view task,
                   std::span<const std::string_view> tasks);
/// Errors: not_found, for the first that the run does not have.
Result<void> check_tasks(const RunRecord& run, std::span<const std::string> tasks);

/// One line of a task's log.
struct LogLine {
  std::int64_t id = 0;  ///< grows with time over all runs
  std::string run;
  std::string task;  ///< "" for the run itself
  int attempt = 0;
  Instant at{};
  LogLevel level = LogLevel::info;
  std::string text;
};

}  // namespace seohak
