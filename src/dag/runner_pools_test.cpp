#include "dag/runner_fixture.h"

#include <gmock/gmock.h>

#include <latch>
#include <thread>

namespace seohak {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

Task pooled(std::string name, Body body, std::string pool = "cnn") {
  Task one = task(std::move(name), {}, std::move(body));
  one.pool = std::move(pool);
  return one;
}

/// How many tasks are inside at once.
class Counter {
 public:
  Body body() {
    return [this](TaskContext&) -> Result<TaskOutcome> {
      const int now = ++inside_;
      for (int seen = most_; now > seen && !most_.compare_exchange_weak(seen, now);) {
      }
      std::this_thread::yield();
      --inside_;
      return TaskOutcome{};
    };
  }
  int most() const { return most_; }

 private:
  std::atomic<int> inside_{0};
  std::atomic<int> most_{0};
};

class RunnerPoolsTest : public RunnerTest {
 protected:
  Pools pools_{{{"cnn", 1}, {"warehouse", 2}}};

  void SetUp() override {
    RunnerTest::SetUp();
    bounds_ = &pools_;
  }
};

TEST_F(RunnerPoolsTest, BoundsTheTasksOfARun) {
  Counter counter;
  std::vector<Task> tasks;
  for (int i = 0; i < 12; ++i) tasks.push_back(pooled("t" + std::to_string(i), counter.body()));
  EXPECT_EQ(this->run(std::move(tasks)).value().exit_code, 0);
  EXPECT_EQ(counter.most(), 1);
  EXPECT_EQ(pools_.use("cnn").taken, 0);
}

TEST_F(RunnerPoolsTest, BoundsTheTasksOfAllRuns) {
  Counter counter;
  Runner runner(*store_, executor_, clock_, {.pools = &pools_});
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      std::vector<Task> tasks;
      for (int j = 0; j < 8; ++j)
        tasks.push_back(pooled("t" + std::to_string(j), counter.body(), "warehouse"));
      const Pipeline pipeline{"p", std::move(tasks)};
      Recorder recorder;
      EXPECT_EQ(runner.run(pipeline, {"recorded"}, recorder, {}).value().exit_code, 0);
    });
  threads.clear();
  EXPECT_LE(counter.most(), 2);
  EXPECT_EQ(pools_.use("warehouse").taken, 0);
}

TEST_F(RunnerPoolsTest, LetsOthersPassWhileATaskWaitsForASlot) {
  std::latch passed(1);
  const Body wait = [&](TaskContext&) -> Result<TaskOutcome> {
    passed.wait();
    return TaskOutcome{};
  };
  const Body pass = [&](TaskContext&) -> Result<TaskOutcome> {
    passed.count_down();
    return TaskOutcome{};
  };
  const auto run =
      this->run({pooled("a", wait), pooled("b", succeed), task("c", {}, pass)}, {.parallel = 2});
  EXPECT_EQ(run.value().exit_code, 0);
}

TEST_F(RunnerPoolsTest, GivesTheSlotUpUntilTheNextTry) {
  std::vector<std::string> order;
  int tries = 0;
  const Body second_time = [&](TaskContext&) -> Result<TaskOutcome> {
    order.push_back("a");
    if (++tries == 1) return fail(Errc::timeout, "slow");
    return TaskOutcome{};
  };
  const Body note = [&](TaskContext&) -> Result<TaskOutcome> {
    order.push_back("b");
    return TaskOutcome{};
  };
  EXPECT_EQ(this->run({pooled("a", second_time), pooled("b", note)}).value().exit_code, 0);
  EXPECT_THAT(order, ElementsAre("a", "b", "a"));
}

TEST_F(RunnerPoolsTest, LeavesTheLineWhenItIsStopped) {
  const Body stop = [&](TaskContext& context) -> Result<TaskOutcome> {
    stop_.request_stop();
    return block(context);
  };
  const auto run = this->run({pooled("a", stop), pooled("b", succeed)}, {}, stop_.get_token());
  EXPECT_EQ(run.value().state, RunState::cancelled);
  EXPECT_EQ(pools_.use("cnn").taken, 0);
  EXPECT_EQ(pools_.use("cnn").waiting, 0);
}

TEST_F(RunnerPoolsTest, RefusesAPoolThatThereIsNot) {
  const auto run = this->run({pooled("a", succeed, "warehose")});
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().code, Errc::bad_request);
  EXPECT_EQ(run.error().message,
            "pipeline p: task \"a\" names the pool \"warehose\", which does not exist; did you "
            "mean \"warehouse\"?");
}

TEST_F(RunnerPoolsTest, SaysOnceThatItIsLate) {
  const Body slow = [&](TaskContext&) -> Result<TaskOutcome> {
    return fail(Errc::timeout, "slow");  // tried again after 5 and 10 seconds
  };
  const auto run = this->run({task("a", {}, slow)}, {.deadline = std::chrono::seconds(7)});
  std::vector<std::string> late;
  const std::vector<LogLine> lines = store_->logs({.run = run.value().run}).value();
  for (const LogLine& line : lines)
    if (line.task.empty()) late.push_back(line.text);
  EXPECT_THAT(late, ElementsAre("late: not done by its deadline"));
  // A runner that waits: the fixture's moves its clock on while a task runs.
  const Pipeline quick{"p", {task("a", {}, succeed)}};
  const auto in_time = Runner(*store_, executor_, clock_)
                           .run(quick, {.deadline = std::chrono::hours(1)}, recorder_, {});
  EXPECT_EQ(store_->logs({.run = in_time.value().run}).value().size(), 1U) << "the task's end";
}

}  // namespace
}  // namespace seohak
