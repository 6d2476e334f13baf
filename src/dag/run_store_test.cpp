#include "dag/run_store.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <thread>

#include "dag/testing.h"

namespace seohak {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;

class RunStoreTest : public RunStoreFixture {};

TEST_F(RunStoreTest, GivesBackARunAndItsTasks) {
  auto store = open();
  const std::string id = store->create(new_run()).value();
  clock_.advance(seconds(1));
  ASSERT_TRUE(store->start_task(id, "extract"));
  clock_.advance(seconds(2));
  ASSERT_TRUE(store->end_task(id, "extract", {.message = "2 answers", .counts = {{"answers", 2}}}));
  ASSERT_TRUE(store->end_task(id, "load", {TaskState::failed, "disk", "io", true}));
  ASSERT_TRUE(store->end_run(id, RunState::failed, 75));

  for (const bool reopened : {false, true}) {
    if (reopened) store = open();
    const RunRecord run = store->get(id).value();
    EXPECT_EQ(run.pipeline, "fear_greed");
    EXPECT_EQ(run.profile, "recorded");
    EXPECT_EQ(run.days, new_run().days);
    EXPECT_EQ(run.state, RunState::failed);
    EXPECT_EQ(run.exit_code, 75);
    EXPECT_EQ(format(run.started_at), "2026-11-23T19:03:55.500000Z");
    EXPECT_EQ(format(*run.ended_at), "2026-11-23T19:03:58.500000Z");
    ASSERT_EQ(run.tasks.size(), 2U);
    EXPECT_EQ(run.tasks[0].task, "extract");
    EXPECT_EQ(run.tasks[0].state, TaskState::done);
    EXPECT_EQ(run.tasks[0].tries, 1);
    EXPECT_EQ(run.tasks[0].message, "2 answers");
    EXPECT_EQ(run.tasks[0].counts.at("answers"), 2);
    EXPECT_EQ(*run.tasks[0].ended_at - *run.tasks[0].started_at, seconds(2));
    EXPECT_EQ(run.tasks[1].state, TaskState::failed);
    EXPECT_EQ(run.tasks[1].code, "io");
    EXPECT_TRUE(run.tasks[1].retryable);
    EXPECT_EQ(run.tasks[1].started_at, std::nullopt);
  }
}

TEST_F(RunStoreTest, NamesRunsByTimeSoThatTheySort) {
  auto store = open();
  std::vector<std::string> ids;
  ids.reserve(3);
  for (int i = 0; i < 3; ++i) ids.push_back(store->create(new_run()).value());
  EXPECT_THAT(ids,
              ElementsAre("20261123T190355-8000", "20261123T190355-8001", "20261123T190355-8002"));
  clock_.advance(Duration(499'999));
  EXPECT_EQ(store->create(new_run()).value(), "20261123T190355-ffff");
  EXPECT_EQ(store->create(new_run()).value(), "20261123T190356-0000");
}

TEST_F(RunStoreTest, ListsNewestFirstByPipelineAndState) {
  auto store = open();
  std::vector<std::string> ids;
  for (const char* pipeline : {"fear_greed", "exchange_rate", "fear_greed", "fear_greed"}) {
    ids.push_back(store->create(new_run(pipeline)).value());
    clock_.advance(seconds(1));
  }
  ASSERT_TRUE(store->end_run(ids[2], RunState::done, 0));
  const auto listed = [&](const RunFilter& filter) {
    std::vector<std::string> found;
    const auto runs = store->list(filter).value();
    found.reserve(runs.size());
    for (const RunRecord& run : runs) found.push_back(run.run);
    return found;
  };
  EXPECT_THAT(listed({}), ElementsAre(ids[3], ids[2], ids[1], ids[0]));
  EXPECT_THAT(listed({.limit = 2}), ElementsAre(ids[3], ids[2]));
  EXPECT_THAT(listed({.before = ids[2], .limit = 1}), ElementsAre(ids[1]));
  EXPECT_THAT(listed({.pipeline = "fear_greed"}), ElementsAre(ids[3], ids[2], ids[0]));
  EXPECT_THAT(listed({.pipeline = "fear_greed", .state = RunState::running}),
              ElementsAre(ids[3], ids[0]));
  EXPECT_THAT(listed({.pipeline = "listing"}), ElementsAre());
  EXPECT_EQ(store->list().value()[0].tasks.size(), 2U);
}

TEST_F(RunStoreTest, FollowsALogFromTheLastLineSeen) {
  auto store = open();
  const std::string id = store->create(new_run()).value();
  const std::string other = store->create(new_run()).value();
  ASSERT_TRUE(store->log(id, "extract", 1, LogLevel::info, "one"));
  ASSERT_TRUE(store->log(other, "extract", 1, LogLevel::info, "elsewhere"));
  ASSERT_TRUE(store->log(id, "load", 2, LogLevel::warning, "두 번째"));
  const auto lines = store->logs({.run = id}).value();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].text, "one");
  EXPECT_EQ(lines[1].text, "두 번째");
  EXPECT_EQ(lines[1].task, "load");
  EXPECT_EQ(lines[1].attempt, 2);
  EXPECT_EQ(lines[1].level, LogLevel::warning);
  EXPECT_EQ(lines[1].at, clock_.now());
  EXPECT_EQ(store->logs({.run = id, .task = "load"}).value().size(), 1U);
  EXPECT_TRUE(store->logs({.run = id, .after = lines[1].id}).value().empty());
  ASSERT_TRUE(store->log(id, "load", 2, LogLevel::info, "three"));
  const auto more = store->logs({.run = id, .after = lines[1].id}).value();
  ASSERT_EQ(more.size(), 1U);
  EXPECT_EQ(more[0].text, "three");
}

TEST_F(RunStoreTest, CutsAnEndlessLogLine) {
  auto store = open();
  const std::string id = store->create(new_run()).value();
  ASSERT_TRUE(store->log(id, "extract", 1, LogLevel::info, std::string(1 << 20, 'x')));
  EXPECT_LT(store->logs({.run = id}).value().at(0).text.size(), 17'000U);
}

TEST_F(RunStoreTest, NeverStoresASecret) {
  redactor_.add(Secret("s3cret-value"));
  {
    auto store = open();
    const std::string id = store->create(new_run()).value();
    ASSERT_TRUE(store->log(id, "extract", 1, LogLevel::info, "key s3cret-value refused"));
    ASSERT_TRUE(store->requeue_task(id, "extract", {Errc::timeout, "x s3cret-value y"}));
    ASSERT_TRUE(store->end_task(id, "load", {TaskState::failed, "s3cret-value", "io", true}));
    EXPECT_EQ(store->logs({.run = id}).value().at(0).text, "key *** refused");
    EXPECT_EQ(store->get(id)->tasks[0].message, "x *** y");
    EXPECT_EQ(store->get(id)->tasks[1].message, "***");
  }
}

TEST_F(RunStoreTest, SaysWhatDoesNotExist) {
  auto store = open();
  const std::string id = store->create(new_run()).value();
  EXPECT_EQ(store->get("nope").error().code, Errc::not_found);
  EXPECT_THAT(store->get("nope").error().message, HasSubstr("`seohak runs`"));
  EXPECT_EQ(store->start_task(id, "nope").error().code, Errc::not_found);
  EXPECT_EQ(store->end_task(id, "nope", {}).error().code, Errc::not_found);
  EXPECT_EQ(store->end_run("nope", RunState::done, 0).error().code, Errc::not_found);
  EXPECT_EQ(store->reopen("nope", {}).error().code, Errc::not_found);
}

TEST_F(RunStoreTest, TakesUpAnEndedRunButNotARunningOne) {
  auto store = open();
  const std::string id = store->create(new_run()).value();
  const std::vector<std::string> again{"load"};
  EXPECT_EQ(store->reopen(id, again).error().code, Errc::busy);
  ASSERT_TRUE(store->start_task(id, "extract"));
  ASSERT_TRUE(store->end_task(id, "extract", {}));
  ASSERT_TRUE(store->end_task(id, "load", {TaskState::failed, "disk", "io", true}));
  ASSERT_TRUE(store->end_run(id, RunState::failed, 75));
  ASSERT_TRUE(store->reopen(id, again));
  const RunRecord run = store->get(id).value();
  EXPECT_EQ(run.state, RunState::running);
  EXPECT_EQ(run.exit_code, std::nullopt);
  EXPECT_EQ(run.tasks[0].state, TaskState::done);
  EXPECT_EQ(run.tasks[1].state, TaskState::queued);
  EXPECT_EQ(run.tasks[1].message, "");
}

TEST_F(RunStoreTest, RefusesAStateOfANewerVersion) {
  open();
  {
    Sqlite database = std::move(*Sqlite::open(file()));
    ASSERT_TRUE(database.script("PRAGMA user_version=6"));
  }
  const auto refused = RunStore::open(file(), clock_, redactor_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::bad_config);
  EXPECT_THAT(refused.error().message,
              HasSubstr("state database is of a newer version (6, this program knows 5); update "
                        "seohak"));
}

TEST_F(RunStoreTest, BringsAnOlderStateUpToDate) {
  std::string id;
  {
    auto store = open();
    id = store->create(new_run()).value();
    ASSERT_TRUE(store->end_run(id, RunState::done, 0));
  }
  {
    Sqlite database = std::move(*Sqlite::open(file()));
    ASSERT_TRUE(database.script(
        "ALTER TABLE run DROP COLUMN kind; ALTER TABLE run DROP COLUMN due_at; "
        "ALTER TABLE run DROP COLUMN unattended; ALTER TABLE run DROP COLUMN words; "
        "ALTER TABLE task DROP COLUMN asked; DROP TABLE try; DROP TABLE due; DROP TABLE "
        "scheduled_pipeline; "
        "PRAGMA user_version=1"));
  }
  auto store = open();
  EXPECT_EQ(store->get(id)->kind, "run");
  NewRun backfill = new_run();
  backfill.kind = "backfill";
  const std::string other = store->create(backfill).value();
  const auto found = store->list({.kind = "backfill"}).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].run, other);
  store = nullptr;
  EXPECT_EQ(open()->get(id)->state, RunState::done) << "and stays so";
}

TEST_F(RunStoreTest, RefusesAnotherProgramsDatabase) {
  {
    Sqlite database = std::move(*Sqlite::open(file()));
    ASSERT_TRUE(database.script("CREATE TABLE t (a INTEGER) STRICT"));
  }
  const auto refused = RunStore::open(file(), clock_, redactor_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::bad_data);
}

TEST_F(RunStoreTest, LosesNothingWhenTheDiskIsFull) {
  open();
  auto store = open({.max_pages = 40});
  const std::string id = store->create(new_run()).value();
  const std::string line(8'000, 'x');
  Result<void> logged;
  int written = 0;
  while ((logged = store->log(id, "extract", 1, LogLevel::info, line))) ++written;
  EXPECT_EQ(logged.error().code, Errc::no_space);
  EXPECT_GT(written, 0);
  EXPECT_EQ(store->logs({.run = id}).value().size(), static_cast<std::size_t>(written));
  store = open();
  EXPECT_EQ(store->get(id)->tasks.size(), 2U);
  EXPECT_TRUE(store->log(id, "extract", 1, LogLevel::info, line));
}

TEST_F(RunStoreTest, ServesManyThreads) {
  auto store = open();
  constexpr int kThreads = 4;
  constexpr int kLines = 50;
  std::vector<std::string> ids(kThreads);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        ids[i] = store->create(new_run()).value_or("");
        for (int line = 0; line < kLines; ++line)
          EXPECT_TRUE(store->log(ids[i], "extract", 1, LogLevel::info, "line"));
      });
    }
  }
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), kThreads);
  for (const std::string& id : ids)
    EXPECT_EQ(store->logs({.run = id}).value().size(), static_cast<std::size_t>(kLines));
}

}  // namespace
}  // namespace seohak
