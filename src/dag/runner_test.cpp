#include "dag/runner_fixture.h"

#include <gmock/gmock.h>

#include <future>
#include <latch>

namespace seohak {
namespace {

using std::chrono::seconds;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(RunnerTest, RunsEachTaskAfterThoseItNeeds) {
  std::mutex mutex;
  std::vector<std::string> order;
  const Body note = [&](TaskContext& context) -> Result<TaskOutcome> {
    const std::lock_guard lock(mutex);
    order.push_back(context.task);
    return TaskOutcome{.summary = "fine", .counts = {{"rows", 7}}};
  };
  const auto run = this->run({task("d", {"c"}, note), task("b", {"a"}, note),
                              task("c", {"b"}, note), task("a", {}, note)});
  ASSERT_TRUE(run);
  EXPECT_THAT(order, ElementsAre("a", "b", "c", "d"));
  EXPECT_EQ(run->state, RunState::done);
  EXPECT_EQ(run->exit_code, 0);
  EXPECT_EQ(run->tasks[0].counts.at("rows"), 7);
  EXPECT_EQ(run->tasks[0].tries, 1);
  EXPECT_EQ(recorder_.events.front().kind, RunEvent::Kind::run_started);
  EXPECT_EQ(recorder_.events.back().kind, RunEvent::Kind::run_ended);
  EXPECT_THAT(recorder_.states_of("a"), ElementsAre("running", "done"));
}

TEST_F(RunnerTest, RunsIndependentTasksSideBySide) {
  std::latch together(3);
  const Body meet = [&](TaskContext&) -> Result<TaskOutcome> {
    together.arrive_and_wait();
    return TaskOutcome{};
  };
  const auto run = this->run({task("a", {}, meet), task("b", {}, meet), task("c", {}, meet)});
  EXPECT_EQ(run.value().exit_code, 0);
}

TEST_F(RunnerTest, GivesATaskItsContext) {
  const FakeClock task_clock{*parse_instant("2026-04-13T20:00:00Z")};
  RunRequest request{"recorded", new_run().days, &task_clock};
  const auto run = this->run({task("a", {},
                                   [&](TaskContext& context) -> Result<TaskOutcome> {
                                     EXPECT_EQ(context.interval, request.days);
                                     EXPECT_EQ(context.clock.now(), task_clock.now());
                                     EXPECT_EQ(context.attempt, 1);
                                     context.log(LogLevel::warning, "look");
                                     context.progress(1, 2, "half");
                                     return TaskOutcome{};
                                   })},
                             request);
  ASSERT_TRUE(run);
  EXPECT_EQ(store_->logs({.run = run->run}).value().at(0).text, "look");
  EXPECT_THAT(recorder_.events, Contains(AllOf(testing::Field(&RunEvent::done, 1),
                                               testing::Field(&RunEvent::total, 2),
                                               testing::Field(&RunEvent::text, "half"))));
}

TEST_F(RunnerTest, RetriesAfterDoublingPausesUntilItSucceeds) {
  int tries = 0;
  const auto run = this->run({task("a", {}, [&](TaskContext& context) -> Result<TaskOutcome> {
    EXPECT_EQ(context.attempt, ++tries);
    if (tries < 3) return fail(Errc::timeout, "slow");
    return TaskOutcome{};
  })});
  EXPECT_EQ(run.value().exit_code, 0);
  EXPECT_EQ(run->tasks[0].tries, 3);
  EXPECT_THAT(pauses_, ElementsAre(seconds(5), seconds(10)));
  EXPECT_THAT(recorder_.states_of("a"),
              ElementsAre("running", "queued", "running", "queued", "running", "done"));
  EXPECT_THAT(store_->logs({.run = run->run}).value().at(0).text,
              HasSubstr("try 1 failed: slow; next try in 5 s"));
}

TEST_F(RunnerTest, FailsWith75WhenARetryMayHelpAnd1WhenNot) {
  auto run = this->run({task("a", {}, fail_with(Errc::timeout)), task("b", {"a"}, succeed)});
  EXPECT_EQ(run.value().exit_code, 75);
  EXPECT_EQ(run->state, RunState::failed);
  EXPECT_EQ(run->tasks[0].tries, 3);
  EXPECT_EQ(run->tasks[0].code, "timeout");
  EXPECT_EQ(run->tasks[1].state, TaskState::upstream_failed);
  EXPECT_EQ(run->tasks[1].message, "not started: a failed");
  EXPECT_EQ(run->tasks[1].tries, 0);

  pauses_.clear();
  run = this->run({task("a", {}, fail_with(Errc::drifted)), task("b", {}, succeed)});
  EXPECT_EQ(run.value().exit_code, 1);
  EXPECT_EQ(run->tasks[0].tries, 1);
  EXPECT_EQ(run->tasks[1].state, TaskState::done) << "independent of what failed";
  EXPECT_TRUE(pauses_.empty());

  run = this->run({task("a", {}, fail_with(Errc::drifted)), task("b", {}, fail_with(Errc::busy))});
  EXPECT_EQ(run.value().exit_code, 75);
}

TEST_F(RunnerTest, PassesAFailureDownTheWholeLine) {
  const auto run = this->run({task("c", {"b"}, succeed), task("b", {"a"}, succeed),
                              task("a", {}, fail_with(Errc::refused))});
  EXPECT_THAT(states(run.value()),
              ElementsAre(testing::Pair("a", "failed"), testing::Pair("b", "upstream_failed"),
                          testing::Pair("c", "upstream_failed")));
}

TEST_F(RunnerTest, GoesOnAfterASkippedTask) {
  const auto run =
      this->run({task("a", {},
                      [](TaskContext&) -> Result<TaskOutcome> {
                        return TaskOutcome{.summary = "no key is set", .skipped = true};
                      }),
                 task("b", {"a"}, succeed)});
  EXPECT_EQ(run.value().exit_code, 0);
  EXPECT_EQ(run->tasks[0].state, TaskState::skipped);
  EXPECT_EQ(run->tasks[1].state, TaskState::done);
}

TEST_F(RunnerTest, StartsATaskThatNeedsAnyWhenOneIsDone) {
  Task models = task("models", {"a", "b"}, succeed);
  models.needs = Needs::any;
  auto run = this->run({task("a", {}, fail_with(Errc::refused)), task("b", {}, succeed), models});
  EXPECT_EQ(run.value().tasks[2].state, TaskState::done);
  EXPECT_EQ(run->exit_code, 1) << "partial is not done";
  run = this->run(
      {task("a", {}, fail_with(Errc::refused)), task("b", {}, fail_with(Errc::refused)), models});
  EXPECT_EQ(run.value().tasks[2].state, TaskState::upstream_failed);
  EXPECT_EQ(run->tasks[2].message, "not started: a failed, b failed");
}

TEST_F(RunnerTest, StartsATaskThatNeedsEndedAfterAnyEnd) {
  Task load = task("load", {"extract"}, succeed);
  load.needs = Needs::ended;
  const auto run = this->run({task("extract", {}, fail_with(Errc::refused)), load});
  EXPECT_EQ(run.value().tasks[1].state, TaskState::done);
  EXPECT_EQ(run->exit_code, 1);
}

TEST_F(RunnerTest, StopsATaskAtItsTimeOut) {
  Task slow = task("slow", {}, block);
  slow.timeout = seconds(30);
  slow.retry.tries = 1;
  const auto run = this->run({slow});
  EXPECT_EQ(run.value().exit_code, 75);
  EXPECT_EQ(run->tasks[0].state, TaskState::failed);
  EXPECT_EQ(run->tasks[0].code, "timeout");
  EXPECT_EQ(run->tasks[0].message, "took longer than 30 s: stopped on request");
  EXPECT_THAT(pauses_, ElementsAre(seconds(30)));
}

TEST_F(RunnerTest, CancelsOnRequest) {
  recorder_.then = [&](const RunEvent& event) {
    if (event.task == "a" && event.state == TaskState::running) stop_.request_stop();
  };
  const auto run =
      this->run({task("a", {}, block), task("b", {"a"}, succeed)}, {"recorded"}, stop_.get_token());
  EXPECT_EQ(run.value().exit_code, 130);
  EXPECT_EQ(run->state, RunState::cancelled);
  EXPECT_EQ(run->tasks[0].state, TaskState::cancelled);
  EXPECT_EQ(run->tasks[1].state, TaskState::cancelled);
  EXPECT_EQ(run->tasks[1].message, "not started");
}

TEST_F(RunnerTest, CancelsARunThatWasStoppedBeforeItsStart) {
  stop_.request_stop();
  const auto run = this->run({task("a", {}, succeed)}, {"recorded"}, stop_.get_token());
  EXPECT_EQ(run.value().exit_code, 130);
  EXPECT_EQ(run->tasks[0].tries, 0);
}

TEST_F(RunnerTest, KeepsWhatFinishedAlthoughStopWasAsked) {
  const auto run = this->run({task("a", {},
                                   [&](TaskContext&) -> Result<TaskOutcome> {
                                     stop_.request_stop();
                                     return TaskOutcome{};
                                   })},
                             {"recorded"}, stop_.get_token());
  EXPECT_EQ(run.value().exit_code, 0);
}

TEST_F(RunnerTest, CancelsWhenTheExecutorGoesAway) {
  auto executor = std::make_unique<Executor>(2);
  std::latch started(1);
  Result<RunRecord> result = fail(Errc::internal, "not run");
  std::jthread thread([&] {
    Runner runner(*store_, *executor, clock_);
    const Pipeline pipeline{"p", {task("a", {}, [&](TaskContext& context) {
                              started.count_down();
                              return block(context);
                            })}};
    result = runner.run(pipeline, {"recorded"}, recorder_, {});
  });
  started.wait();
  executor.reset();
  thread.join();
  EXPECT_EQ(result.value().exit_code, 130);
}

TEST_F(RunnerTest, KeepsToTheMostTasksAtOnceAndThePipelinesOrder) {
  std::mutex mutex;
  std::vector<std::string> order;
  int now = 0;
  int most = 0;
  std::latch two(2);
  const Body body = [&](TaskContext& context) -> Result<TaskOutcome> {
    {
      const std::lock_guard lock(mutex);
      order.push_back(context.task);
      most = std::max(most, ++now);
    }
    if (context.task == "a" || context.task == "c") two.arrive_and_wait();
    const std::lock_guard lock(mutex);
    --now;
    return TaskOutcome{};
  };
  const std::vector<Task> tasks{task("a", {}, body), task("b", {"a"}, body), task("c", {}, body),
                                task("d", {}, body), task("e", {}, body)};
  RunRequest request{"recorded"};
  request.parallel = 2;
  const auto run = this->run(tasks, request);
  EXPECT_EQ(run.value().exit_code, 0);
  EXPECT_EQ(most, 2);
  EXPECT_EQ(order.size(), 5U);
  RunRequest alone{"recorded"};
  alone.parallel = 1;
  order.clear();
  const auto one_by_one =
      this->run({task("x", {}, body), task("z", {"x"}, body), task("y", {}, body)}, alone);
  EXPECT_EQ(one_by_one.value().exit_code, 0);
  EXPECT_THAT(order, ElementsAre("x", "z", "y")) << "what became ready goes before what was";
}

TEST_F(RunnerTest, RefusesAWrongPipelineBeforeAnythingIsStored) {
  EXPECT_EQ(run({task("a", {"a"}, succeed)}).error().code, Errc::bad_request);
  EXPECT_TRUE(store_->list()->empty());
}

TEST_F(RunnerTest, MasksSecretsInLogsMessagesAndEvents) {
  redactor_.add(Secret("s3cret-value"));
  const auto run = this->run({task("a", {}, [](TaskContext& context) -> Result<TaskOutcome> {
    context.log(LogLevel::info, "key s3cret-value");
    context.progress(0, 0, "s3cret-value");
    return fail(Errc::unauthorized, "s3cret-value was refused");
  })});
  EXPECT_EQ(run.value().tasks[0].message, "*** was refused");
  const auto lines = store_->logs({.run = run->run}).value();
  ASSERT_EQ(lines.size(), 2U);
  for (const LogLine& line : lines) EXPECT_THAT(line.text, testing::Not(HasSubstr("s3cret")));
  for (const RunEvent& event : recorder_.events)
    EXPECT_THAT(event.text, testing::Not(HasSubstr("s3cret")));
}

TEST_F(RunnerTest, StopsTheRunWhenItsStateCannotBeStored) {
  store_ = nullptr;
  store_ = open({.max_pages = 30});
  bool was_stopped = false;
  std::promise<void> started;
  const auto run = this->run({task("wait", {},
                                   [&](TaskContext& context) {
                                     started.set_value();
                                     auto result = block(context);
                                     was_stopped = true;
                                     return result;
                                   }),
                              task("chatty", {}, [&](TaskContext& context) {
                                started.get_future().wait();
                                const std::string line(8'000, 'x');
                                while (!context.stop.stop_requested())
                                  context.log(LogLevel::info, line);
                                return Result<TaskOutcome>(TaskOutcome{});
                              })});
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().code, Errc::no_space);
  EXPECT_THAT(run.error().message, HasSubstr("run 20261123T190355-8000: no room for"));
  EXPECT_TRUE(was_stopped) << "every started task has returned";
}

TEST_F(RunnerTest, RunsManyTasksOverFewThreads) {
  std::atomic<int> ran{0};
  std::vector<Task> tasks;
  for (int i = 0; i < 60; ++i) {
    std::vector<std::string> after;
    if (i >= 10) after = {std::to_string(i - 10), std::to_string(i - 7)};
    tasks.push_back(task(std::to_string(i), after, [&](TaskContext& context) {
      context.log(LogLevel::info, "line");
      ++ran;
      return Result<TaskOutcome>(TaskOutcome{});
    }));
  }
  EXPECT_EQ(run(std::move(tasks)).value().exit_code, 0);
  EXPECT_EQ(ran.load(), 60);
}

}  // namespace
}  // namespace seohak
