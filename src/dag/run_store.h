#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "client/sqlite.h"
#include "dag/process.h"
#include "dag/records.h"
#include "dag/redactor.h"

namespace seohak {

/// What a new run starts from.
struct NewRun {
  std::string pipeline;
  std::string profile;
  DayInterval days;
  std::vector<std::string> tasks;  ///< in the pipeline's order
  std::string kind = "run";        ///< as RunRecord::kind
  std::optional<Instant> due_at = std::nullopt;
  /// Nobody waits for it: whoever runs pipelines next takes it up again when it was cut off.
  bool unattended = false;
  /// What it was asked for with, for whoever builds its pipeline again; this does not read it.
  std::string words = "";
};

/// Which runs to list, newest first.
struct RunFilter {
  std::optional<std::string> pipeline = std::nullopt;
  std::optional<RunState> state = std::nullopt;
  std::optional<std::string> kind = std::nullopt;
  /// Only runs older than this id: the last of the page before.
  std::optional<std::string> before = std::nullopt;
  int limit = 50;
};

/// Which log lines to read, oldest first. To follow, ask again with `after` = the last id seen.
struct LogFilter {
  std::string run = "";
  std::optional<std::string> task = std::nullopt;  ///< "": lines of the run itself
  std::optional<int> attempt = std::nullopt;
  LogLevel least = LogLevel::debug;  ///< no lines below it
  std::int64_t after = 0;
  int limit = 1000;
};

/// How a task's try ended.
struct TaskEnd {
  TaskState state = TaskState::done;
  std::string message = "";
  std::string code = "";  ///< Errc name of a failure
  bool retryable = false;
  std::map<std::string, std::int64_t> counts = {};
};

struct NamedEnd {
  std::string task;
  TaskEnd end;
};

/// The history of runs in a SQLite file that several processes may use at once. Every change is one
/// transaction; changes of state are on the disk when a call returns, so a run survives kill -9 and
/// a power cut at any point. (A power cut may take back the start of a try, not its end: the task
/// is then started again, as it would be anyway.) Secrets known to the redactor never reach the
/// file. Errors: those of `Sqlite`, and not_found for a run or task that does not exist.
/// Thread-safe.
class RunStore {
 public:
  /// Opens or creates `file` and marks the running runs of dead processes `interrupted`. `clock`
  /// tells the time of all records; it and `redactor` outlive the store. Errors: bad_config when a
  /// newer version of the program wrote the file; bad_data when it is another program's database.
  static Result<std::unique_ptr<RunStore>> open(const std::filesystem::path& file,
                                                const Clock& clock, const Redactor& redactor,
                                                const SqliteOptions& options = {});

  /// Stores a run of this process with queued tasks; `state`: running, or queued when it is to be
  /// taken up with `reopen`. Returns its id.
  Result<std::string> create(const NewRun& run, RunState state = RunState::running);
  /// Takes a queued or ended run up in this process: the tasks of `again` are queued, others stay
  /// as they ended. Errors: busy when it runs, or is in another state than `as_read` tells.
  Result<void> reopen(const std::string& run, std::span<const std::string> again,
                      std::optional<RunState> as_read = std::nullopt);
  /// Queues tasks of a run that have ended for another try; the run itself stays as it is.
  Result<void> queue_again(const std::string& run, std::span<const std::string> tasks);
  /// Queues an ended run to be taken up once more with these tasks, unattended. Errors: busy when
  /// it runs.
  Result<void> queue_run(const std::string& run, std::span<const std::string> tasks);
  /// Counts a try and sets the task running.
  Result<void> start_task(const std::string& run, const std::string& task);
  /// Puts a task that failed a try back into the queue until its next try; keeps why.
  Result<void> requeue_task(const std::string& run, const std::string& task, const Error& error);
  Result<void> end_task(const std::string& run, const std::string& task, const TaskEnd& end);
  /// All of them or none. A task that was asked to end as done, failed or skipped does so however
  /// it ended by itself. Returns how they ended.
  Result<std::vector<NamedEnd>> end_tasks(const std::string& run, std::span<const NamedEnd> ends);
  /// Ends tasks of a run that nobody executes, at once and, with `settle`, the run as its tasks
  /// ended then. Errors: busy when it runs or is in another state than `run` tells.
  Result<void> end_at_rest(const RunRecord& run, std::span<const std::string> tasks,
                           const TaskEnd& end, bool settle);
  /// Keeps that somebody asked these tasks of a run under way to end in `state`, no tasks: all of
  /// it. They do so at the latest when their process is gone. Those that have ended do so at once,
  /// but for cancelled, which leaves them.
  Result<void> ask(const std::string& run, std::span<const std::string> tasks, TaskState state);
  Result<void> end_run(const std::string& run, RunState state, int exit_code);
  /// Ends a run that cannot be executed, and what it has not done, as failed.
  Result<void> give_up(const std::string& run, const Error& why);
  /// Appends a log line; text beyond 16 KiB is cut, and of a log without end the middle is left
  /// out (log_limit.h). Survives the process, not a power cut.
  Result<void> log(const std::string& run, const std::string& task, int attempt, LogLevel level,
                   std::string_view text);

  /// Marks a running run of this process `interrupted`, as one whose process is gone; others stay
  /// as they are. For a run that the store's own errors ended.
  Result<void> interrupt(const std::string& run);
  /// Marks running runs whose process is gone `interrupted`, their running tasks too, and their
  /// queued tasks `cancelled`; tasks that were asked to end do so, and a run of which nothing is
  /// left is what its tasks are. Returns their ids.
  Result<std::vector<std::string>> mark_interrupted();
  /// The same for every running run that is not of this process, whether its process seems to live
  /// or not (another container's cannot be told). For whoever alone may execute runs of this file.
  Result<std::vector<std::string>> take_over();

  /// Runs that nobody waits for and that are queued or were cut off, oldest first.
  Result<std::vector<RunRecord>> waiting();
  /// One run with its tasks and their tries. Errors: not_found.
  Result<RunRecord> get(const std::string& run);
  Result<std::vector<RunRecord>> list(const RunFilter& filter = {});
  Result<std::vector<LogLine>> logs(const LogFilter& filter);

  /// `text` without known secrets.
  std::string redact(std::string_view text) const { return redactor_.apply(text); }

 private:
  RunStore(Sqlite database, const Clock& clock, const Redactor& redactor)
      : database_(std::move(database)), clock_(clock), redactor_(redactor) {}

  /// Inside a transaction.
  Result<void> mark_interrupted(const std::string& run);
  Result<void> carry_out_asked(const std::string& run);
  /// How somebody asked a task to end that has not; nullopt: nobody did.
  Result<std::optional<TaskState>> asked_of(const std::string& run, const std::string& task);
  Result<void> settle_run(const std::string& run);
  Result<void> queue_tasks(const std::string& run, std::span<const std::string> tasks);
  Result<void> write_end(const std::string& run, const std::string& task, const TaskEnd& end);
  /// Errors: not_found; busy while it runs, or when it is in another state than `as_read`.
  Result<void> check_at_rest(const std::string& run,
                             std::optional<RunState> as_read = std::nullopt);
  Result<std::vector<std::string>> interrupt_where(
      const std::function<bool(const ProcessIdentity& process)>& is_gone);
  Result<void> change_task(const std::string& run, const std::string& task, std::string_view sql,
                           const SqliteValues& values);
  /// Ends the try of a task that is under way, if there is one; inside a transaction.
  Result<void> end_try(const std::string& run, const std::string& task, TaskState state,
                       std::string_view message, std::string_view code);
  Result<std::vector<TaskRecord>> tasks_of(const std::string& run);
  Result<void> read_attempts(RunRecord& run);
  Result<std::vector<RunRecord>> read_runs(std::string_view sql, const SqliteValues& values);

  std::mutex mutex_;
  Sqlite database_;  // guarded by mutex_
  const Clock& clock_;
  const Redactor& redactor_;
};

}  // namespace seohak
