#include "dag/history_keeper.h"

#include <thread>

#include "dag/run_insert.h"
#include "dag/run_schema.h"

namespace seohak {
namespace {

/// Of one transaction.
constexpr std::int64_t kMostRuns = 20;
constexpr std::int64_t kMostLines = 500;
/// Between two: SQLite does not queue, so whoever waits must find the file free.
constexpr auto kPause = std::chrono::milliseconds(5);

/// Ended for good, and not its pipeline's newest. (+state: the runs are read in their order, not
/// state by state.)
constexpr std::string_view kMayGo =
    "(+state IN ('done', 'failed', 'cancelled') OR (+state = 'interrupted' AND unattended = 0)) "
    "AND EXISTS (SELECT 1 FROM run AS newer "
    "WHERE newer.pipeline = run.pipeline AND newer.run > run.run)";

std::string may_go(std::string_view before) { return std::string(before) + std::string(kMayGo); }

}  // namespace

HistoryLimits history_limits(const Config& config) {
  return {.age = std::chrono::days(config.integer("history.days")),
          .bytes = config.integer("history.megabytes") * 1'000'000};
}

Result<std::unique_ptr<HistoryKeeper>> HistoryKeeper::open(const std::filesystem::path& file,
                                                           const SqliteOptions& options) {
  Sqlite database = SEOHAK_TRY(Sqlite::open(file, options).context("run history"));
  SEOHAK_TRY(prepare_run_schema(database).context("run history " + file.string()));
  // What a power cut brings back is deleted the next time.
  SEOHAK_TRY(database.set_durable(false));
  return std::unique_ptr<HistoryKeeper>(new HistoryKeeper(std::move(database)));
}

Result<PruneReport> HistoryKeeper::prune(const HistoryLimits& limits, Instant now,
                                         const std::stop_token& stop) {
  PruneReport report;
  if (limits.age.count() > 0) report.too_old = SEOHAK_TRY(remove_until(now - limits.age, 0, stop));
  if (limits.bytes > 0) report.too_many = SEOHAK_TRY(remove_until(now, limits.bytes, stop));
  report.used_bytes = SEOHAK_TRY(used_bytes());
  return report;
}

Result<std::int64_t> HistoryKeeper::remove_until(Instant until, std::int64_t bytes,
                                                 const std::stop_token& stop) {
  std::int64_t removed = 0;
  while (!stop.stop_requested() && (bytes == 0 || SEOHAK_TRY(used_bytes()) > bytes)) {
    const std::vector<std::string> runs = SEOHAK_TRY(oldest(until));
    if (runs.empty()) break;
    removed += SEOHAK_TRY(remove(runs));
    std::this_thread::sleep_for(kPause);
  }
  return removed;
}

Result<std::vector<std::string>> HistoryKeeper::oldest(Instant until) {
  // A run gets its id before it ends, so that those behind this second need not be read.
  auto rows = SEOHAK_TRY(database_.prepare(
      may_go("SELECT run FROM run WHERE run < ? AND ended_at < ? AND ") + " ORDER BY run LIMIT ?",
      {first_run_id(until + std::chrono::seconds(1)), until.time_since_epoch().count(),
       kMostRuns}));
  std::vector<std::string> found;
  while (SEOHAK_TRY(rows.step())) found.push_back(rows.text(0));
  return found;
}

Result<std::int64_t> HistoryKeeper::remove(const std::vector<std::string>& runs) {
  auto transaction = SEOHAK_TRY(SqliteTransaction::begin(database_));
  std::int64_t removed = 0;
  std::int64_t lines = 0;
  for (const std::string& run : runs) {
    // Somebody may have taken it up again since it was found.
    if (SEOHAK_TRY(
            database_.integer(may_go("SELECT count(*) FROM run WHERE run = ? AND "), {run})) == 0)
      continue;
    lines += SEOHAK_TRY(database_.run(
        "DELETE FROM log WHERE id IN (SELECT id FROM log WHERE run = ? ORDER BY id LIMIT ?)",
        {run, kMostLines - lines}));
    if (lines == kMostLines) break;  // its others go in the next transaction
    removed += SEOHAK_TRY(database_.run("DELETE FROM run WHERE run = ?", {run}));
  }
  SEOHAK_TRY(transaction.commit());
  return removed;
}

Result<std::int64_t> HistoryKeeper::used_bytes() {
  const auto pages = SEOHAK_TRY(database_.integer("PRAGMA page_count")).value_or(0);
  const auto free = SEOHAK_TRY(database_.integer("PRAGMA freelist_count")).value_or(0);
  const auto size = SEOHAK_TRY(database_.integer("PRAGMA page_size")).value_or(0);
  return (pages - free) * size;
}

}  // namespace seohak
