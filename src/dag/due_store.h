#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "dag/catch_up.h"
#include "dag/run_store.h"

namespace seohak {

/// What is kept of a pipeline that runs by schedule.
struct ScheduledState {
  Instant looked_until{};  ///< its due instants are accounted for up to here
  bool paused = false;
};

/// A due instant that became a run.
struct ClaimedDue {
  std::string pipeline;
  Instant at{};
  Instant data_from{};
  std::string run;
};

/// Which due instants became runs, in the file of the run history. Every change is one transaction
/// that is on the disk when the call returns; a due instant becomes at most one run, however many
/// processes try. Errors: those of `Sqlite`. Thread-safe.
class DueStore {
 public:
  /// The file as RunStore made it; `clock` tells the time of new runs and outlives the store.
  /// Errors: as RunStore::open.
  static Result<std::unique_ptr<DueStore>> open(const std::filesystem::path& file,
                                                const Clock& clock,
                                                const SqliteOptions& options = {});

  /// nullopt for a pipeline that was never scheduled.
  Result<std::optional<ScheduledState>> state(const std::string& pipeline);
  /// Accounts for the due instants up to `until`.
  Result<void> look(const std::string& pipeline, Instant until);
  /// Due instants of a pause are not made up for: its end accounts for those up to `now`. When it
  /// is so already nothing changes, but that a pipeline that is resumed and was accounted for
  /// beyond `now` is so up to `now` only: what became a run there does not become one again.
  Result<void> set_paused(const std::string& pipeline, bool paused, Instant now);
  /// Makes a run of a due instant and accounts for those up to it, at once. The run is queued to be
  /// taken up (RunRequest::resume) and unattended. Returns its id; nullopt when the
  /// instant became a run before.
  Result<std::optional<std::string>> claim(const NewRun& run, const Due& due);
  /// Runs that wait to be taken up, the oldest due instant first: claimed and not begun, or cut
  /// off.
  Result<std::vector<ClaimedDue>> waiting(const std::string& pipeline);
  /// Every due instant that became a run, by pipeline and time.
  Result<std::vector<ClaimedDue>> claimed();

 private:
  DueStore(Sqlite database, const Clock& clock) : database_(std::move(database)), clock_(clock) {}
  Result<std::vector<ClaimedDue>> read(std::string_view sql, const SqliteValues& values);

  std::mutex mutex_;
  Sqlite database_;  // guarded by mutex_
  const Clock& clock_;
};

}  // namespace seohak
