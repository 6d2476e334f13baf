#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/time.h"
#include "client/sqlite.h"

namespace seohak {

/// How much of the run history is kept; 0: no limit.
struct HistoryLimits {
  std::chrono::days age{180};        ///< since a run ended
  std::int64_t bytes = 512'000'000;  ///< of the database's pages in use
};
/// By history.days and history.megabytes.
HistoryLimits history_limits(const Config& config);

/// What one `prune` did.
struct PruneReport {
  std::int64_t too_old = 0;     ///< runs that went for their age
  std::int64_t too_many = 0;    ///< runs that went for the size
  std::int64_t used_bytes = 0;  ///< behind it; above the limit when nothing more may go
};

/// Deletes old runs from the file of the run history, with their tasks, tries, counts, logs and due
/// instants. What is queued, running or waits to be taken up again stays, and so does the newest
/// run of each pipeline; a due instant that went does not come again, as the scheduler looks ahead
/// of it. The file keeps its size: freed pages are used again. Other connections may write
/// meanwhile: no transaction holds the file for more than some milliseconds, and between two it is
/// free for as long. Killed at any point, what is not deleted is whole, but for the oldest lines of
/// the run that was next. Errors: those of `Sqlite`. Thread-compatible.
class HistoryKeeper {
 public:
  /// The file as RunStore made it. Errors: as RunStore::open.
  static Result<std::unique_ptr<HistoryKeeper>> open(const std::filesystem::path& file,
                                                     const SqliteOptions& options = {});

  /// First the runs that ended longer than `limits.age` before `now`, then, as long as pages in use
  /// exceed `limits.bytes`, the oldest that have ended. Ends early, without error, once `stop` is
  /// requested.
  Result<PruneReport> prune(const HistoryLimits& limits, Instant now,
                            const std::stop_token& stop = {});

 private:
  explicit HistoryKeeper(Sqlite database) : database_(std::move(database)) {}

  /// The oldest runs that may go and ended before `until`, at most one transaction's worth.
  Result<std::vector<std::string>> oldest(Instant until);
  /// Deletes as many of them as one short transaction takes; returns how many.
  Result<std::int64_t> remove(const std::vector<std::string>& runs);
  /// Deletes the oldest until none that ended before `until` is left or, with `bytes` above 0, the
  /// pages in use fit.
  Result<std::int64_t> remove_until(Instant until, std::int64_t bytes, const std::stop_token& stop);
  Result<std::int64_t> used_bytes();

  Sqlite database_;
};

}  // namespace seohak
