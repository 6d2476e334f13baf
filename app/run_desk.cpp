#include "run_desk.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/check.h"
#include "dag/run_edit.h"
#include "pipeline/settings.h"

// How the desk runs what it is asked for; run_desk_control.cpp takes the orders.

namespace seohak {
namespace {

constexpr std::chrono::seconds kRest{30};  // between two attempts at a store that refuses
constexpr std::chrono::hours kHousework{1};

/// Whether the same attempt may well succeed later.
bool helps_to_wait(Errc code) {
  return code == Errc::busy || code == Errc::no_space || code == Errc::io ||
         code == Errc::unavailable;
}

}  // namespace

Result<std::unique_ptr<RunDesk>> RunDesk::open(Engine& engine, RunObserver& observer) {
  std::unique_ptr<RunDesk> desk(new RunDesk(engine, observer));
  const auto file = engine.context().home.state();
  desk->dues_ = SEOHAK_TRY(DueStore::open(file, desk->wall_));
  desk->keeper_ = SEOHAK_TRY(HistoryKeeper::open(file));
  return desk;
}

RunDesk::~RunDesk() {
  std::stop_source now;
  now.request_stop();
  finish({}, now.get_token());
}

bool RunDesk::is_scheduled(const RunRecord& run) const {
  if (run.kind != "scheduled" || !engine_.profile().runs_schedules()) return false;
  const auto all = pipelines();
  return std::any_of(all.begin(), all.end(), [&](const Pipeline& pipeline) {
    return pipeline.name == run.pipeline && pipeline.timing && pipeline.timing->enabled;
  });
}

Result<void> RunDesk::begin(const std::optional<FirstFill>& fill) {
  SEOHAK_TRY(prepare(fill));
  if (scheduler_)
    schedule_ = std::jthread([this](const std::stop_token& stop) { keep_schedule(stop); });
  return {};
}

Result<void> RunDesk::begin_by_hand() { return prepare(std::nullopt); }

Result<std::optional<Instant>> RunDesk::tick() {
  SEOHAK_CHECK(scheduler_ && !schedule_.joinable());
  return scheduler_->tick();
}

Result<void> RunDesk::prepare(const std::optional<FirstFill>& fill) {
  const Context& context = engine_.context();
  lock_.emplace(SEOHAK_TRY(SchedulerLock::take(context.home.data() / "scheduler.lock")));
  if (fill) SEOHAK_TRY(queue_fill());
  SEOHAK_TRY(take_up_left(fill));
  if (!engine_.profile().runs_schedules()) return {};
  const auto all = pipelines();
  scheduler_ =
      std::make_unique<Scheduler>(*dues_, engine_.profile().calendar(), wall_, context.home.profile,
                                  std::vector<Pipeline>(all.begin(), all.end()), scheduler_calls());
  scheduling_ = true;
  return {};
}

Result<void> RunDesk::queue_fill() {
  std::set<std::string> waiting;
  for (const RunRecord& run : SEOHAK_TRY(engine_.history().waiting()))
    if (run.kind == "run" && run.days.empty()) waiting.insert(run.pipeline);
  for (const Pipeline& pipeline : pipelines())
    if (!waiting.contains(pipeline.name))
      SEOHAK_TRY(engine_.queue({.pipelines = {pipeline.name}, .days = {}}));
  return {};
}

Result<void> RunDesk::take_up_left(const std::optional<FirstFill>& fill) {
  // Plain runs in the order in which they were asked for: what the first run fills builds on what
  // its first pipelines wrote. Each pipeline's backfills go on beside them.
  std::map<std::string, std::vector<std::string>> left;
  for (const RunRecord& run : SEOHAK_TRY(engine_.history().waiting()))
    if (!is_scheduled(run)) left[run.kind == "backfill" ? run.pipeline : ""].push_back(run.run);
  for (const auto& [line, runs] : left)
    launch([this, runs = runs, fill = line.empty() ? fill : std::nullopt] {
      RunObserver& observer = fill ? fill->observer : observer_;
      int worst = 0;
      for (const std::string& run : runs) worst = std::max(worst, work(run, Duration(0), observer));
      if (fill) fill->done(worst);
    });
  return {};
}

SchedulerCalls RunDesk::scheduler_calls() {
  SchedulerCalls calls;
  calls.start = [this](const Pipeline& pipeline, const ScheduledRun& run) {
    launch([this, run, name = pipeline.name] {
      work(run.run, run.deadline, observer_);
      scheduler_->ended(name);
    });
  };
  calls.left_out = [this](const Pipeline& pipeline, int count) {
    const Context& told = engine_.context();
    note(told, told.say({"{}: {} missed times are not made up for",
                         "{}: 놓친 실행 {}번은 채우지 않습니다"},
                        pipeline.name, count));
  };
  calls.waits = [this](const Pipeline& pipeline, Instant until) {
    const Context& told = engine_.context();
    note(told, told.say({"{0}: the clock was ahead once, so that nothing starts before {1} KST; "
                         "if the clock is right now: seohak resume {0}",
                         "{0}: 시계가 한때 앞서 있어 {1} KST까지 시작하지 않습니다. "
                         "지금 시계가 맞다면: seohak resume {0}"},
                        pipeline.name, format_local(Zone::seoul, until)));
  };
  return calls;
}

void RunDesk::keep_schedule(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const Result<void> ran = scheduler_->run(stop);
    if (ran) return;
    say_again_later("scheduler", ran.error());
    if (!pause(kRest)) return;
  }
}

void RunDesk::launch(std::function<void()> job) {
  const std::lock_guard lock(mutex_);
  ended_.clear();  // they hand themselves over as the last thing they do
  if (closing_) return;
  std::list<std::jthread> fresh(1);  // no worker as long as it has no thread
  const auto place = fresh.begin();
  *place = std::jthread([this, place, job = std::move(job)] {
    job();
    keep_house();  // behind the job: nobody waits for it
    const std::lock_guard done(mutex_);
    ended_.splice(ended_.end(), workers_, place);
    changed_.notify_all();
  });
  workers_.splice(workers_.end(), fresh);
}

int RunDesk::work(const std::string& run, Duration deadline, RunObserver& observer) {
  while (true) {
    if (const auto code = take_up(run, deadline, observer)) return *code;
    if (!pause(kRest)) return exit_code(Errc::unavailable);
  }
}

std::optional<int> RunDesk::take_up(const std::string& run, Duration deadline,
                                    RunObserver& observer) {
  const TakeUp how{deadline, drain_.get_token(), stop_.get_token()};
  const auto ended = engine_.take_up(run, how, observer);
  if (ended) return ended->exit_code.value_or(exit_code(Errc::unavailable));
  const Errc code = ended.error().code;
  if (helps_to_wait(code)) {
    say_again_later(run, ended.error());
    return std::nullopt;
  }
  if (code != Errc::cancelled) give_up(run, ended.error());
  return exit_code(code);
}

void RunDesk::give_up(const std::string& run, const Error& why) {
  RunStore& history = engine_.history();
  report(engine_.context(), why);
  const Result<void> told = history.log(run, "", 0, LogLevel::error, why.message);
  const Result<void> ended = history.give_up(run, why);
  for (const Result<void>& stored : {told, ended})
    if (!stored) report(engine_.context(), stored.error());
}

void RunDesk::keep_house() {
  const std::unique_lock lock(keeping_, std::try_to_lock);
  if (!lock) return;
  if (const auto settled = engine_.settle_lost_runs(); !settled)
    return say_again_later("history", settled.error());
  const Instant now = wall_.now();
  const auto gone = std::chrono::floor<Duration>(wall_.steady_now() - even_since_.steady);
  // A clock that was set tells no age until it has gone evenly for a while.
  if (std::chrono::abs((now - even_since_.wall) - gone) > kHousework) {
    even_since_ = {now, wall_.steady_now()};
    return;
  }
  if (gone < kHousework) return;
  const auto report =
      keeper_->prune(history_limits(engine_.profile().config()), now, drain_.get_token());
  if (!report) return say_again_later("history", report.error());
  even_since_ = {now, wall_.steady_now()};
}

bool RunDesk::pause(std::chrono::seconds time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, time, [this] { return closing_; });
}

void RunDesk::say_again_later(std::string_view what, const Error& error) const {
  const Context& context = engine_.context();
  note(context, context.say({"{}: {}; trying again", "{}: {}. 다시 시도합니다"}, what,
                            std::string_view(error.message)));
}

bool RunDesk::is_idle() {
  const std::lock_guard lock(mutex_);
  return workers_.empty();
}

void RunDesk::wait_until_idle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return workers_.empty(); });
}

void RunDesk::finish(std::chrono::seconds patience, const std::stop_token& now) {
  schedule_.request_stop();
  drain_.request_stop();
  {
    std::unique_lock lock(mutex_);
    closing_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, now, patience, [this] { return workers_.empty(); });
  }
  stop_.request_stop();
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return workers_.empty(); });
  }
  if (schedule_.joinable()) schedule_.join();
  const std::lock_guard lock(mutex_);
  ended_.clear();
}

}  // namespace seohak
