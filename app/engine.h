#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/executor.h"
#include "base/market_calendar.h"
#include "base/metrics.h"
#include "context.h"
#include "dag/intervention.h"
#include "dag/pools.h"
#include "dag/redactor.h"
#include "dag/run_store.h"
#include "dag/runner.h"
#include "pipeline/pipelines.h"
#include "run_words.h"
#include "serve/recordings.h"
#include "serve/replay_server.h"
#include "turns.h"

namespace seohak {

/// The profile's settings, connectors and recordings: what `sources`, `doctor` and a dry run need.
/// Opens no warehouse and no landing. All members live as long as it does.
class Profile {
 public:
  /// Errors: bad_config, not_found (no recordings), bad_data (damaged ones).
  static Result<std::unique_ptr<Profile>> open(const Context& context);

  const Config& config() const { return config_; }
  const Registry& registry() const { return *registry_; }
  const Recordings* recordings() const { return recordings_ ? recordings_.get() : nullptr; }
  /// The data's "now": the recording's, or the machine's.
  const Clock& clock() const { return *clock_; }
  /// Whether `serve` runs pipelines by their schedules here: see scheduler.enabled.
  bool runs_schedules() const;
  /// When exchanges are open, by the rules and the settings.
  const MarketCalendar& calendar() const { return calendar_; }
  /// The instants at which a source that only tells the present is asked for `days` (empty: every
  /// recorded day): those of its recorded answers; none on other profiles.
  std::vector<Instant> captures(std::string_view source, const Dataset& dataset,
                                DayInterval days) const;
  /// Which days to ask of a dataset, by profile. A source that sources.*.enabled switches off is
  /// not_found. This and `landing` outlive the window.
  Window window(const Landing& landing) const;
  /// What tells which calls to make. This and `landing` outlive it.
  CallPlanner planner(const Landing& landing) const;
  /// Warns when nothing that these pipelines (none: all) collect is recorded for the days, or only
  /// a part of them is. Says nothing on other profiles or without days.
  void warn_of_unrecorded(const Context& context, std::span<const std::string> pipelines,
                          DayInterval days) const;
  /// Days to ask of a dataset on the recorded profile; not_found, naming the recorded days, when
  /// none of `interval` is among them.
  Result<DayInterval> recorded_window(std::string_view source, const Dataset& dataset,
                                      DayInterval interval) const;

 private:
  Config config_;
  std::unique_ptr<Recordings> recordings_;
  std::unique_ptr<Registry> registry_;
  std::shared_ptr<const Clock> clock_;
  MarketCalendar calendar_;
};

/// How a stored run is taken up.
struct TakeUp {
  Duration deadline{0};        ///< see RunRequest
  std::stop_token drain = {};  ///< see RunRequest; also ends the wait for its turn
  std::stop_token stop = {};   ///< stops it
};

/// Everything that runs pipelines in this process: it holds the warehouse. Thread-safe after open;
/// a pipeline has one run at a time (others of it wait).
class Engine {
 public:
  /// Waits for a held warehouse as open_warehouse does. Errors: busy, io,
  /// no_space, bad_config and those of Profile.
  /// `warehouse_file`: instead of the profile's own.
  static Result<std::unique_ptr<Engine>> open(const Context& context,
                                              std::optional<std::string> warehouse_file = {});
  ~Engine();

  /// Runs the named pipelines (none: all) one after another; a backfill goes on with the pipeline's
  /// last one when that was of the same days and did not end well. Returns the worst exit code.
  /// Errors: bad_request (an unknown pipeline, with the nearest name; a backfill that names no
  /// days), cancelled (stopped while it waited for another run) and those of Runner::run.
  Result<int> run(const RunWords& words, RunObserver& asker, std::stop_token stop);
  /// Queues a run, or backfill, of one pipeline to be taken up, unattended. Returns its id. Errors:
  /// as `run`; those of the store.
  Result<std::string> queue(const RunWords& words);
  /// Does a queued or cut off run once its pipeline is free; nothing when it is neither by then.
  /// Errors: bad_request (its tasks are not the pipeline's any more), cancelled (it still waits)
  /// and those of Runner::run.
  Result<RunRecord> take_up(const std::string& run, const TakeUp& how, RunObserver& observer);

  /// Marks a run interrupted that is said to run here and does not: the store refused to write how
  /// it ended. Errors: not_found; of the store.
  Result<void> settle_lost(const std::string& run);
  /// The same for all there are.
  Result<void> settle_lost_runs();

  /// Every pipeline with its settings, in the order of a run.
  std::span<const Pipeline> pipelines() const { return pipelines_; }
  /// The pipeline that a stored run is of, with its tasks. Errors: bad_request (it has other tasks
  /// by now).
  Result<Pipeline> pipeline_of(const RunRecord& run) const;
  /// The runs under way here.
  ActiveRuns& active() { return active_; }

  /// Loads every landed manifest fetched up to `as_of` and computes every model, in this warehouse.
  Result<LoadReport> rebuild(std::optional<Instant> as_of, std::stop_token stop);

  /// `watcher` hears of every run too; null: nobody. Before the first run; it outlives them.
  void watch(RunObserver* watcher) { watcher_ = watcher; }

  /// Whether these words would wait for another run if they were carried out now.
  bool would_wait(const RunWords& words) const;

  /// Whether nothing was ever loaded here.
  bool is_empty();
  /// Rows of analytics.data_issue; nullopt where it was never computed.
  std::optional<std::int64_t> issue_count();

  Warehouse& warehouse() { return *warehouse_; }
  const Landing& landing() const { return *landing_; }
  RunStore& history() { return *history_; }
  Metrics& metrics() { return metrics_; }
  const Profile& profile() const { return *profile_; }
  std::span<const Model> models() const { return models_; }
  const Context& context() const { return context_; }

 private:
  explicit Engine(const Context& context) : context_(context), wall_(*context.wall) {}
  Result<void> open_parts(const std::string& warehouse_file);
  /// As `take_up`, with its pipeline's turn held.
  Result<RunRecord> execute(const std::string& run, const TakeUp& how, RunObserver& observer);
  Result<RunRecord> run_plan(const PipelinePlan& plan, const RunWords& words, RunObserver& observer,
                             const std::stop_token& stop);
  Result<RunRecord> backfill_plan(const PipelinePlan& plan, const RunWords& words,
                                  RunObserver& observer, const std::stop_token& stop);
  Result<int> retry(const RetryWords& words, RunObserver& observer, const std::stop_token& stop);
  /// A plan with its settings, as a run or a backfill of these days.
  Result<Pipeline> build(const PipelinePlan& plan) const;
  Result<Pipeline> build_parts(const PipelinePlan& plan, DayInterval days, bool oldest_first) const;
  /// The backfill to go on with; empty: none.
  Result<std::string> unfinished_backfill(const Pipeline& pipeline, DayInterval days);

  const Context& context_;
  const Clock& wall_;
  Metrics metrics_;
  Redactor redactor_;
  std::unique_ptr<Profile> profile_;
  std::unique_ptr<ReplayServer> replay_server_;
  std::unique_ptr<Landing> landing_;
  std::unique_ptr<RunStore> history_;
  std::unique_ptr<Warehouse> warehouse_;
  std::vector<TableSchema> schemas_;
  std::vector<Model> models_;
  std::map<std::string, std::unique_ptr<Driver>, std::less<>> drivers_;  // by source
  std::unique_ptr<Loader> loader_;
  std::unique_ptr<Stages> stages_;
  std::unique_ptr<Pools> pools_;
  std::unique_ptr<Executor> executor_;
  std::vector<Pipeline> pipelines_;
  ActiveRuns active_;
  std::map<std::string, Turns, std::less<>> turns_;  // by pipeline; the map never changes
  RunObserver* watcher_ = nullptr;
};

/// Whether the backfill can be carried out. Errors: bad_request (an unknown pipeline; no days on a
/// profile that asks the sources themselves; more than 100 years).
Result<void> check_backfill(const RunWords& words, const Profile& profile);

/// Where answers are landed, by the settings or below the home.
std::string landing_url(const Context& context, const Config& config);

/// The driver's behaviour by the settings; `replay` not null: through the replay server.
DriverOptions driver_options(const Config& config, const ReplayServer* replay);

/// Rebuilds every table from landing in a warehouse beside the profile's own and puts it in that
/// one's place when it is whole. Errors: busy (the warehouse is in use), io, and those of Engine.
Result<LoadReport> replay_into_new_warehouse(const Context& context, std::optional<Instant> as_of);

/// The profile's warehouse file, by warehouse.url or below the home.
std::string warehouse_file(const Context& context);

/// The warehouse of the home, waited for. Errors: busy after the time-out, with what to do, or once
/// whoever holds it can be asked (WarehouseOwner).
Result<std::unique_ptr<Warehouse>> open_warehouse(const Context& context, const std::string& path);

}  // namespace seohak
