#include "dag/execution.h"

#include <ctime>

#include <latch>
#include <thread>

#include "dag/runner_fixture.h"

namespace seohak {
namespace {

using std::chrono::milliseconds;
using Kind = Intervention::Kind;

/// CPU time of this thread, which decides when it calls `run`.
double cpu_seconds() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

Task fails_once(std::string name, std::atomic<int>& tries, Duration pause) {
  Task one = task(std::move(name), {}, [&tries](TaskContext&) -> Result<TaskOutcome> {
    if (++tries == 1) return fail(Errc::timeout, "slow");
    return TaskOutcome{};
  });
  one.retry.first = pause;
  return one;
}

class ExecutionTest : public RunnerTest {
 protected:
  /// With the machine's clock: it really waits.
  Result<RunRecord> run_in_real_time(std::vector<Task> tasks, const RunRequest& request = {}) {
    Runner runner(*store_, executor_, wall_, {.pools = bounds_, .active = &active_});
    return runner.run({"p", std::move(tasks)}, request, recorder_, {});
  }
  SystemClock wall_;
};

TEST_F(ExecutionTest, ATimeOutIsOfOneTry) {
  std::atomic<int> tries = 0;
  Task one = fails_once("a", tries, milliseconds(700));
  one.timeout = milliseconds(500);
  one.retry.tries = 2;
  const auto run = run_in_real_time({one});
  EXPECT_EQ(run.value().exit_code, 0);
  EXPECT_EQ(tries, 2);
}

TEST_F(ExecutionTest, SleepsWhileATaskThatIsTriedAgainWaitsForOthers) {
  std::atomic<int> tries = 0;
  const Body slow = [](TaskContext&) -> Result<TaskOutcome> {
    std::this_thread::sleep_for(milliseconds(600));
    return TaskOutcome{};
  };
  const double before = cpu_seconds();
  const auto run = run_in_real_time({fails_once("a", tries, milliseconds(1)), task("b", {}, slow)},
                                    {.parallel = 1});
  EXPECT_EQ(run.value().exit_code, 0);
  EXPECT_EQ(tries, 2);
  EXPECT_LT(cpu_seconds() - before, 0.2);
}

TEST_F(ExecutionTest, SleepsWhenATaskWasEndedByHandBeforeItsNextTry) {
  std::atomic<int> tries = 0;
  recorder_.then = [&](const RunEvent& event) {
    if (event.task != "a" || !event.retry_in) return;
    EXPECT_TRUE(active_.intervene(event.run, {Kind::mark, {"a"}, false, TaskState::done}));
  };
  const Body slow = [](TaskContext&) -> Result<TaskOutcome> {
    std::this_thread::sleep_for(milliseconds(600));
    return TaskOutcome{};
  };
  const double before = cpu_seconds();
  const auto run =
      run_in_real_time({fails_once("a", tries, milliseconds(20)), task("b", {}, slow)});
  EXPECT_EQ(run.value().exit_code, 0);
  EXPECT_EQ(tries, 1);
  EXPECT_LT(cpu_seconds() - before, 0.2);
}

TEST_F(ExecutionTest, ATaskToBeDoneAgainGetsTheSlotBeforeWhatFollowsIt) {
  Pools pools{{{"one", 1}}};
  bounds_ = &pools;
  std::optional<Pools::Place> other;
  Task up = task("up", {}, succeed);
  Task next = task("next", {"up"}, succeed);
  up.pool = next.pool = "one";
  std::latch taken(1);
  up.run = [&](TaskContext& context) -> Result<TaskOutcome> {
    if (context.attempt > 1) return TaskOutcome{};
    // Somebody else stands in line first, so that "next" has to wait.
    other = pools.enter("one", [&] { taken.count_down(); });
    return TaskOutcome{};
  };
  Task again = task("again", {}, [&](TaskContext& context) -> Result<TaskOutcome> {
    taken.wait();
    while (pools.use("one").waiting == 0) std::this_thread::sleep_for(milliseconds(1));
    EXPECT_TRUE(active_.intervene(context.run, {Kind::again, {"up"}}).value());
    std::this_thread::sleep_for(milliseconds(50));
    other.reset();
    return TaskOutcome{};
  });
  const std::jthread stuck([&](const std::stop_token& stop) {
    for (int i = 0; i < 300 && !stop.stop_requested(); ++i)
      std::this_thread::sleep_for(milliseconds(10));
    stop_.request_stop();
  });
  Runner runner(*store_, executor_, wall_, {.pools = bounds_, .active = &active_});
  const auto run = runner.run({"p", {up, next, again}}, {}, recorder_, stop_.get_token());
  EXPECT_EQ(run.value().exit_code, 0) << "it was stuck";
  EXPECT_EQ(pools.use("one").taken, 0);
}

TEST_F(ExecutionTest, ARunThatTheStoreEndedCanBeTakenUpAtOnce) {
  store_ = open({.max_pages = 120});
  bool full = true;
  const Body fill = [&](TaskContext& context) -> Result<TaskOutcome> {
    for (int i = 0; full && i < 100; ++i) context.log(LogLevel::info, std::string(8000, 'x'));
    return TaskOutcome{};
  };
  const std::vector<Task> tasks = {task("a", {}, fill), task("b", {"a"}, succeed)};
  const auto cut = this->run(tasks);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, Errc::no_space);
  const std::vector<RunRecord> runs = store_->list().value();
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].state, RunState::interrupted);
  full = false;
  store_ = open();
  EXPECT_EQ(this->run(tasks, {.resume = runs[0].run}).value().exit_code, 0);
}

}  // namespace
}  // namespace seohak
