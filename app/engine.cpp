#include "engine.h"

#include <algorithm>
#include <thread>

#include <arrow/table.h>
#include <fmt/format.h>

#include "history.h"
#include "load/catalog.h"
#include "model/sessions.h"
#include "phrases.h"
#include "pipeline/settings.h"
#include "warehouse_owner.h"

namespace seohak {
namespace {

constexpr std::size_t kTaskThreads = 16;
constexpr std::chrono::days kLongestBackfill{36'525};

/// Every secret of the settings, so that none reaches a log.
void register_secrets(const Config& config, Redactor& redactor) {
  for (const Setting& setting : settings())
    if (setting.type == SettingType::secret) redactor.add(config.secret(setting.key));
}

/// Writes every model, in their order.
Result<void> run_models(std::span<const Model> models, Warehouse& warehouse,
                        const std::stop_token& stop) {
  for (const Model& model : models) {
    if (stop.stop_requested()) return fail(Errc::cancelled, "stopped before " + model.schema.name);
    SEOHAK_TRY(update_model(model, warehouse, stop).context(model.schema.name));
  }
  return {};
}

}  // namespace

DriverOptions driver_options(const Config& config, const ReplayServer* replay) {
  DriverOptions options;
  options.parallel = static_cast<int>(config.integer("http.parallel"));
  options.ca_bundle = config.text("http.ca_bundle");
  options.connect_timeout = std::chrono::seconds(config.integer("http.connect_timeout_s"));
  if (replay != nullptr) {
    options.replay_route = replay->route();
    options.in_plan_order = true;
  }
  return options;
}

Result<std::unique_ptr<Warehouse>> open_warehouse(const Context& context, const std::string& path) {
  const auto wait = std::chrono::seconds(context.config.integer("warehouse.lock_wait_s"));
  const auto deadline = std::chrono::steady_clock::now() + wait;
  bool told = false;
  while (true) {
    auto opened = open_duckdb_warehouse(path);
    if (opened || opened.error().code != Errc::busy) return opened;
    if (context.stop.stop_requested()) return fail(Errc::cancelled, "stopped while waiting");
    // Who holds it answers by now: it is asked, not waited for.
    if (SEOHAK_TRY(WarehouseOwner::find(context))) return opened;
    if (std::chrono::steady_clock::now() >= deadline) return opened;
    if (!told)
      note(context,
           context.say({"waiting up to {} s: {}", "최대 {}초 기다립니다: {}"}, wait.count(),
                       phrase_or_same(context.lang, opened.error().message)));
    told = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

std::string warehouse_file(const Context& context) {
  const std::string set = context.config.text("warehouse.url");
  return set.empty() ? context.home.warehouse().string() : set;
}

Result<std::unique_ptr<Engine>> Engine::open(const Context& context,
                                             std::optional<std::string> file) {
  std::unique_ptr<Engine> engine(new Engine(context));
  const bool own = !file;
  SEOHAK_TRY(engine->open_parts(std::move(file).value_or(warehouse_file(context))));
  // Who holds the warehouse alone executes its runs: what seems to run elsewhere is cut off.
  if (own) SEOHAK_TRY(engine->history_->take_over());
  return engine;
}

Engine::~Engine() = default;

Result<void> Engine::open_parts(const std::string& warehouse_file) {
  SEOHAK_TRY(context_.home.create());
  profile_ = SEOHAK_TRY(Profile::open(context_));
  // The user's own; a recording's stand-in for a key is no secret, and may be part of a path.
  register_secrets(context_.config, redactor_);
  schemas_ = SEOHAK_TRY(raw_schemas());
  models_ = SEOHAK_TRY(load_models());
  SEOHAK_TRY(use_settings(models_, profile_->config()));

  landing_ = SEOHAK_TRY(Landing::open(landing_url(context_, profile_->config()), wall_));
  SEOHAK_TRY(landing_->check_writable());

  warehouse_ = SEOHAK_TRY(open_warehouse(context_, warehouse_file));
  std::vector<TableSchema> tables = schemas_;
  for (const Model& model : models_) tables.push_back(model.schema);
  SEOHAK_TRY(warehouse_->ensure_tables(tables));
  history_ = SEOHAK_TRY(open_history(context_, wall_, redactor_));

  if (const Recordings* recordings = profile_->recordings())
    replay_server_ = SEOHAK_TRY(ReplayServer::start(*recordings));
  DriverOptions options = driver_options(profile_->config(), replay_server_.get());
  if (const Recordings* recordings = profile_->recordings())
    options.files_read_at = recordings->clock();
  for (const auto& connector : profile_->registry().all())
    drivers_.emplace(connector->name(), std::make_unique<Driver>(options, wall_, metrics_));
  const DriverOf driver = [this](std::string_view source) -> Driver& {
    return *drivers_.find(source)->second;
  };
  loader_ = std::make_unique<Loader>(*landing_, profile_->registry(), *warehouse_, schemas_);
  pools_ = std::make_unique<Pools>(pool_slots(profile_->config()));
  // Most tasks wait for a source; the pools bound those that work.
  executor_ = std::make_unique<Executor>(kTaskThreads);
  stages_ = std::make_unique<Stages>(Stages{profile_->planner(*landing_), driver, *landing_,
                                            *loader_, *warehouse_, schemas_, models_});
  for (const PipelinePlan& plan : pipeline_plans()) {
    turns_[std::string(plan.name)];
    pipelines_.push_back(SEOHAK_TRY(build(plan)));
  }
  return {};
}

Result<void> check_backfill(const RunWords& words, const Profile& profile) {
  SEOHAK_TRY(check_pipeline_names(words.pipelines));
  if (words.days.empty() && profile.recordings() == nullptr)
    return fail(Errc::bad_request, "a backfill needs its days: --from DAY --to DAY");
  // Each part is a task that is stored; a year mistyped would be 100,000 of them.
  if (words.days.to.date - words.days.from.date > kLongestBackfill)
    return fail(Errc::bad_request, "a backfill is of 100 years at most; name fewer days");
  return {};
}

std::string landing_url(const Context& context, const Config& config) {
  const std::string set = config.text("landing.url");
  return set.empty() ? context.home.landing().string() : set;
}

bool Engine::is_empty() {
  const auto rows = warehouse_->query("SELECT 1 FROM meta.load LIMIT 1");
  return rows && (*rows)->num_rows() == 0;
}

std::optional<std::int64_t> Engine::issue_count() {
  const auto rows = warehouse_->query("SELECT 1 FROM analytics.data_issue");
  if (!rows) return std::nullopt;
  return (*rows)->num_rows();
}

Result<LoadReport> Engine::rebuild(std::optional<Instant> as_of, std::stop_token stop) {
  std::vector<Manifest> manifests = SEOHAK_TRY(landing_->manifests());
  if (as_of)
    std::erase_if(manifests, [&](const Manifest& manifest) { return manifest.newest() > *as_of; });
  LoadReport report = SEOHAK_TRY(loader_->load(manifests, true, stop));
  if (!report.damaged.empty())
    return fail(
        Errc::bad_data,
        fmt::format("{} landed files are damaged, the tables stay as they were; the first: {}",
                    report.damaged.size(), report.damaged.front()));
  for (const TableSchema& table : schemas_)
    if (table.name == "raw_data.market_session")
      SEOHAK_TRY(update_sessions(profile_->calendar(), table, *warehouse_));
  SEOHAK_TRY(run_models(models_, *warehouse_, stop));
  return report;
}

Result<LoadReport> replay_into_new_warehouse(const Context& context, std::optional<Instant> as_of) {
  namespace fs = std::filesystem;
  SEOHAK_TRY(context.home.create());
  const fs::path target = warehouse_file(context);
  const fs::path fresh = target.string() + ".replay";
  // Held for as long as the other one is built, so that nobody writes what would be lost.
  auto held = SEOHAK_TRY(open_warehouse(context, target.string()));
  std::error_code error;
  fs::remove(fresh, error);
  fs::remove(fresh.string() + ".wal", error);
  LoadReport report;
  {
    const auto engine = SEOHAK_TRY(Engine::open(context, fresh.string()));
    report = SEOHAK_TRY(engine->rebuild(as_of, context.stop));
  }
  fs::rename(fresh, target, error);
  held.reset();
  if (!error) fs::remove(target.string() + ".wal", error);
  if (error)
    return fail(Errc::io, fmt::format("cannot put {} in place of {}: {}", fresh.string(),
                                      target.string(), error.message()));
  return report;
}

}  // namespace seohak
