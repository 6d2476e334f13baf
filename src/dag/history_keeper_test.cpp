#include "dag/history_keeper.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "dag/due_store.h"
#include "dag/log_limit.h"
#include "dag/testing.h"

namespace seohak {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;

class HistoryKeeperTest : public RunStoreFixture {
 protected:
  /// A run with a row in every table, an hour after the one before.
  std::string ended_run(RunStore& store, const std::string& pipeline = "fear_greed",
                        RunState state = RunState::done, int lines = 1) {
    clock_.advance(hours(1));
    std::string id = store.create(new_run(pipeline)).value();
    fill(store, id, lines);
    EXPECT_TRUE(store.end_run(id, state, 0));
    return id;
  }

  static void fill(RunStore& store, const std::string& id, int lines = 1) {
    EXPECT_TRUE(store.start_task(id, "extract"));
    for (int line = 0; line < lines; ++line)
      EXPECT_TRUE(store.log(id, "extract", 1, LogLevel::info, "one line"));
    EXPECT_TRUE(store.end_task(id, "extract", {.counts = {{"rows", 1}}}));
  }

  PruneReport prune(const HistoryLimits& limits, const std::stop_token& stop = {}) {
    auto keeper = HistoryKeeper::open(file());
    const auto report = (*keeper)->prune(limits, clock_.now(), stop);
    EXPECT_TRUE(report) << report.error().message;
    return report.value_or(PruneReport{});
  }

  static std::vector<std::string> ids(RunStore& store) {
    std::vector<std::string> found;
    const std::vector<RunRecord> runs = store.list({.limit = 100'000}).value();
    found.reserve(runs.size());
    for (const RunRecord& run : runs) found.push_back(run.run);
    return found;
  }

  std::int64_t count(const std::string& what) {
    auto database = Sqlite::open(file());
    return database->integer("SELECT count(*) FROM " + what).value().value();
  }
};

TEST_F(HistoryKeeperTest, DeletesWhatEndedLongAgoWithAllThatBelongsToIt) {
  auto store = open();
  const std::string old = ended_run(*store);
  clock_.advance(days(10));
  const std::string young = ended_run(*store);

  const PruneReport report = prune({.age = days(10), .bytes = 0});
  EXPECT_EQ(report.too_old, 1);
  EXPECT_EQ(report.too_many, 0);
  EXPECT_THAT(ids(*store), ElementsAre(young));
  for (const char* table : {"task", "task_count", "try", "log"})
    EXPECT_EQ(count(std::string(table) + " WHERE run = '" + old + "'"), 0) << table;
  EXPECT_EQ(prune({.age = days(10), .bytes = 0}).too_old, 0) << "the second time there is nothing";
}

TEST_F(HistoryKeeperTest, KeepsARunUntilItsLastDayIsOver) {
  auto store = open();
  ended_run(*store);
  ended_run(*store);
  clock_.advance(days(30) - hours(1));
  EXPECT_EQ(prune({.age = days(30), .bytes = 0}).too_old, 0);
  clock_.advance(std::chrono::microseconds(1));
  EXPECT_EQ(prune({.age = days(30), .bytes = 0}).too_old, 1);
}

TEST_F(HistoryKeeperTest, KeepsWhatWaitsRunsOrIsANewest) {
  auto store = open();
  const std::string running = store->create(new_run("a")).value();
  const std::string queued = store->create(new_run("a"), RunState::queued).value();
  NewRun unattended = new_run("a");
  unattended.unattended = true;
  const std::string waiting = store->create(unattended).value();
  ASSERT_TRUE(store->end_run(waiting, RunState::interrupted, 143));
  for (const RunState state :
       {RunState::done, RunState::failed, RunState::cancelled, RunState::interrupted})
    ended_run(*store, "a", state);
  const std::string newest = ended_run(*store, "a");
  const std::string only = ended_run(*store, "b");
  clock_.advance(days(1000));

  EXPECT_EQ(prune({.age = days(1), .bytes = 1}).too_old, 4);
  EXPECT_THAT(ids(*store), ElementsAre(only, newest, waiting, queued, running));
}

TEST_F(HistoryKeeperTest, ADueInstantThatWentDoesNotComeAgain) {
  auto store = open();
  auto due = DueStore::open(file(), clock_);
  Due first;
  first.at = clock_.now();
  const std::string claimed = (*due)->claim(new_run(), first)->value();
  ASSERT_TRUE(store->reopen(claimed, {}));
  ASSERT_TRUE(store->end_run(claimed, RunState::done, 0));
  ended_run(*store);
  clock_.advance(days(200));

  EXPECT_EQ(prune({}).too_old, 1);
  EXPECT_THAT((*due)->claimed().value(), IsEmpty());
  EXPECT_EQ((*due)->state("fear_greed")->value().looked_until, first.at);
}

TEST_F(HistoryKeeperTest, DeletesTheOldestUntilTheRestFits) {
  auto store = open();
  for (int run = 0; run < 1000; ++run) ended_run(*store, "a", RunState::done, 20);
  const std::vector<std::string> before = ids(*store);
  const std::int64_t full = prune({.age = days(0), .bytes = 0}).used_bytes;
  const std::int64_t limit = full / 2;

  const PruneReport report = prune({.age = days(0), .bytes = limit});
  EXPECT_LE(report.used_bytes, limit);
  EXPECT_GT(report.used_bytes, limit * 4 / 5) << "no more than had to";
  const std::vector<std::string> left = ids(*store);
  EXPECT_EQ(left.size() + static_cast<std::size_t>(report.too_many), before.size());
  EXPECT_TRUE(std::equal(left.begin(), left.end(), before.begin())) << "the newest";
  EXPECT_EQ(count("log"), static_cast<std::int64_t>(20 * left.size()));
}

TEST_F(HistoryKeeperTest, SaysThatTheNewestRunsAloneAreTooLarge) {
  auto store = open();
  ended_run(*store);
  const PruneReport report = prune({.age = days(0), .bytes = 1});
  EXPECT_EQ(report.too_many, 0);
  EXPECT_GT(report.used_bytes, 1);
}

TEST_F(HistoryKeeperTest, ZeroIsNoLimit) {
  auto store = open();
  ended_run(*store);
  ended_run(*store);
  clock_.advance(days(10'000));
  EXPECT_EQ(prune({.age = days(0), .bytes = 0}).too_old, 0);
  EXPECT_EQ(ids(*store).size(), 2U);
}

TEST_F(HistoryKeeperTest, DeletesARunWhoseLogIsLongerThanATransaction) {
  auto store = open();
  ended_run(*store, "a", RunState::done, 5'000);
  const std::string newest = ended_run(*store, "a");
  clock_.advance(days(2));
  EXPECT_EQ(prune({.age = days(1), .bytes = 0}).too_old, 1);
  EXPECT_THAT(ids(*store), ElementsAre(newest));
  EXPECT_EQ(count("log"), 1);
}

TEST_F(HistoryKeeperTest, EndsEarlyWhenAsked) {
  auto store = open();
  ended_run(*store);
  ended_run(*store);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(prune({.age = days(0), .bytes = 1}, stop.get_token()).too_many, 0);
}

TEST_F(HistoryKeeperTest, ReadsItsLimitsFromTheSettings) {
  const HistoryLimits limits = history_limits(Config::defaults());
  EXPECT_EQ(limits.age, days(180));
  EXPECT_EQ(limits.bytes, 512'000'000);
}

TEST_F(HistoryKeeperTest, KilledAnywhereLeavesWholeRuns) {
  constexpr int kRuns = 1000;
  {
    auto store = open();
    for (int run = 0; run < kRuns; ++run) ended_run(*store, "a", RunState::done, 3);
  }
  std::int64_t before = kRuns;
  for (int round = 0; round < 4; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      auto keeper = HistoryKeeper::open(file());
      _exit(keeper && (*keeper)->prune({.age = days(0), .bytes = 1}, clock_.now()) ? 0 : 1);
    }
    while (count("run") == before) {
    }
    ASSERT_EQ(kill(child, SIGKILL), 0);  // somewhere in the deletions that follow
    ASSERT_EQ(waitpid(child, nullptr, 0), child);

    const std::int64_t runs = count("run");
    EXPECT_LT(runs, before);
    before = runs;
    auto database = Sqlite::open(file());
    auto sound = database->prepare("PRAGMA integrity_check");
    ASSERT_TRUE(sound->step().value());
    EXPECT_EQ(sound->text(0), "ok");
    EXPECT_FALSE(database->prepare("PRAGMA foreign_key_check")->step().value());
    for (const char* table : {"try", "task_count"}) EXPECT_EQ(count(table), runs) << table;
    EXPECT_EQ(count("log"), 3 * runs);
  }
  prune({.age = days(0), .bytes = 1});
  EXPECT_EQ(count("run"), 1) << "the next goes on";
}

TEST_F(HistoryKeeperTest, ALogWithoutEndKeepsItsFirstAndItsNewestLines) {
  constexpr int kLines = 5 * kLogLinesKept + 17;
  auto store = open();
  const std::string id = store->create(new_run()).value();
  ASSERT_TRUE(store->log(id, "load", 1, LogLevel::info, "of another task"));
  for (int line = 0; line < kLines; ++line)
    ASSERT_TRUE(store->log(id, "extract", 1, LogLevel::debug, std::to_string(line)));

  const auto lines = store->logs({.run = id, .task = "extract", .limit = kLines}).value();
  ASSERT_GE(lines.size(), 2U * kLogLinesKept);
  EXPECT_LE(lines.size(), 3U * kLogLinesKept + 256);
  for (int line = 0; line < kLogLinesKept; ++line)
    EXPECT_EQ(lines[static_cast<std::size_t>(line)].text, std::to_string(line));
  EXPECT_THAT(lines[kLogLinesKept].text, testing::StartsWith("lines are left out here"));
  EXPECT_EQ(lines[kLogLinesKept].level, LogLevel::info);
  for (int back = 1; back <= kLogLinesKept; ++back)
    EXPECT_EQ(lines[lines.size() - static_cast<std::size_t>(back)].text,
              std::to_string(kLines - back));
  EXPECT_EQ(store->logs({.run = id, .task = "load"})->size(), 1U);
}

}  // namespace
}  // namespace seohak
