#include "dag/intervention.h"

#include <gmock/gmock.h>

#include <thread>

#include "dag/run_edit.h"
#include "dag/runner_fixture.h"

namespace seohak {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Kind = Intervention::Kind;

/// Steps in when a task of a run begins; what became of it is kept.
class InterventionTest : public RunnerTest {
 protected:
  void when_begun(const std::string& task, std::vector<Intervention> what) {
    recorder_.then = [this, task, what](const RunEvent& event) {
      if (event.kind != RunEvent::Kind::task_changed || event.task != task ||
          event.state != TaskState::running || stepped_in_)
        return;
      stepped_in_ = true;
      for (const Intervention& each : what) answers_.push_back(active_.intervene(event.run, each));
    };
  }
  bool stepped_in_ = false;
  std::vector<Result<bool>> answers_;
};

Body count(std::atomic<int>& times) {
  return [&times](TaskContext&) -> Result<TaskOutcome> {
    ++times;
    return TaskOutcome{};
  };
}

TEST_F(InterventionTest, CancelsATaskAndWhatNeedsIt) {
  when_begun("slow", {{Kind::cancel, {"slow"}}});
  const RunRecord done =
      run({task("slow", {}, block), task("next", {"slow"}, succeed), task("other", {}, succeed)})
          .value();
  EXPECT_EQ(states(done),
            (std::map<std::string, std::string>{
                {"slow", "cancelled"}, {"next", "upstream_failed"}, {"other", "done"}}));
  EXPECT_EQ(done.state, RunState::cancelled);
  EXPECT_EQ(done.exit_code, 130);
  EXPECT_EQ(done.tasks[0].message, "cancelled by hand");
}

TEST_F(InterventionTest, CancelsAWholeRun) {
  when_begun("slow", {{Kind::cancel}});
  const RunRecord done = run({task("slow", {}, block), task("next", {"slow"}, succeed)}).value();
  EXPECT_EQ(done.state, RunState::cancelled);
  EXPECT_EQ(states(done)["next"], "cancelled");
  for (const TaskRecord& task : done.tasks)
    EXPECT_FALSE(is_left_over(task)) << "killed before the run's end is stored, it goes on";
}

TEST_F(InterventionTest, CancelsATaskThatHasNotBegun) {
  when_begun("first", {{Kind::cancel, {"second"}}});
  std::atomic<int> times = 0;
  const RunRecord done =
      run({task("first", {}, succeed), task("second", {"first"}, count(times))}).value();
  EXPECT_EQ(states(done)["second"], "cancelled");
  EXPECT_EQ(times, 0);
}

TEST_F(InterventionTest, MarksARunningTaskDoneSoThatTheNextStarts) {
  when_begun("slow", {{Kind::mark, {"slow"}, false, TaskState::done}});
  const RunRecord done = run({task("slow", {}, block), task("next", {"slow"}, succeed)}).value();
  EXPECT_EQ(done.state, RunState::done);
  EXPECT_EQ(states(done)["next"], "done");
  EXPECT_EQ(done.tasks[0].message, "done by hand");
  ASSERT_EQ(done.tasks[0].attempts.size(), 1U);
  EXPECT_EQ(done.tasks[0].attempts[0].state, TaskState::done);
}

TEST_F(InterventionTest, SkipsATaskThatHasNotBegun) {
  when_begun("first", {{Kind::mark, {"second"}, false, TaskState::skipped}});
  std::atomic<int> times = 0;
  std::atomic<int> third = 0;
  const RunRecord done = run({task("first", {}, succeed), task("second", {"first"}, count(times)),
                              task("third", {"second"}, count(third))})
                             .value();
  EXPECT_EQ(done.state, RunState::done);
  EXPECT_EQ(states(done)["second"], "skipped");
  EXPECT_EQ(times, 0);
  EXPECT_EQ(third, 1);
}

TEST_F(InterventionTest, RunsATaskAgainWithAllThatFollows) {
  std::atomic<int> a = 0;
  std::atomic<int> b = 0;
  std::atomic<int> other = 0;
  // "last" begins once the others are done, and they are asked for again while it runs.
  when_begun("last", {{Kind::again, {"a"}}});
  const RunRecord done =
      run({task("a", {}, count(a)), task("b", {"a"}, count(b)), task("other", {}, count(other)),
           task("last", {"b", "other"}, succeed)})
          .value();
  EXPECT_EQ(done.state, RunState::done);
  EXPECT_EQ(a, 2);
  EXPECT_EQ(b, 2);
  EXPECT_EQ(other, 1);
  EXPECT_EQ(done.tasks[0].tries, 2);
}

TEST_F(InterventionTest, SaysWhatCannotBeDone) {
  when_begun("second", {{Kind::cancel, {"frist"}},
                        {Kind::cancel, {"first"}},
                        {Kind::again, {"second"}},
                        {Kind::mark, {"second"}, false, TaskState::queued}});
  ASSERT_TRUE(run({task("first", {}, succeed), task("second", {"first"}, succeed)}));
  ASSERT_EQ(answers_.size(), 4U);
  EXPECT_EQ(answers_[0].error().code, Errc::not_found);
  EXPECT_THAT(answers_[0].error().message, HasSubstr("did you mean \"first\"?"));
  EXPECT_EQ(answers_[1].error().code, Errc::bad_request);
  EXPECT_EQ(answers_[2].error().code, Errc::busy);
  EXPECT_EQ(answers_[3].error().code, Errc::bad_request);
  const auto unknown = active_.intervene("20260101T000000-0000", {});
  ASSERT_TRUE(unknown);
  EXPECT_FALSE(*unknown) << "nobody executes it here";
}

TEST_F(InterventionTest, WhatFailsForGoodWhileItDrainsHasFailed) {
  std::stop_source drain;
  const std::vector<Task> tasks = {task("first", {},
                                        [&](TaskContext&) -> Result<TaskOutcome> {
                                          drain.request_stop();
                                          return fail(Errc::bad_data, "not a number");
                                        }),
                                   task("second", {"first"}, succeed)};
  RunRequest request{"recorded"};
  request.drain = drain.get_token();
  const RunRecord failed = run(tasks, request).value();
  EXPECT_EQ(failed.state, RunState::failed);
  EXPECT_EQ(failed.exit_code, 1);
  EXPECT_EQ(states(failed)["second"], "upstream_failed");
}

TEST_F(InterventionTest, WhatIsStoppedWhileItDrainsGoesOnLater) {
  std::stop_source drain;
  const std::vector<Task> tasks = {task("first", {},
                                        [&](TaskContext&) -> Result<TaskOutcome> {
                                          drain.request_stop();
                                          stop_.request_stop();
                                          return TaskOutcome{};
                                        }),
                                   task("second", {"first"}, succeed)};
  RunRequest request{"recorded"};
  request.drain = drain.get_token();
  const RunRecord cut = run(tasks, request, stop_.get_token()).value();
  EXPECT_EQ(states(cut)["first"], "done");
  EXPECT_EQ(cut.state, RunState::interrupted) << "the second was not begun";
}

TEST_F(InterventionTest, WhatIsInTheExecutorsLineDoesNotBeginWhileItDrains) {
  std::stop_source drain;
  std::atomic<int> begun = 0;
  const Body body = [&](TaskContext&) -> Result<TaskOutcome> {
    if (++begun == 4) drain.request_stop();  // as many as the executor has threads
    while (!drain.stop_requested()) std::this_thread::yield();
    return TaskOutcome{};
  };
  std::vector<Task> tasks;
  for (int i = 0; i < 20; ++i) tasks.push_back(task(std::to_string(i), {}, body));
  RunRequest request{"recorded"};
  request.drain = drain.get_token();
  const RunRecord cut = run(tasks, request).value();
  EXPECT_EQ(begun, 4);
  EXPECT_EQ(cut.state, RunState::interrupted);
}

TEST_F(InterventionTest, DrainsAndGoesOnLater) {
  std::stop_source drain;
  std::atomic<int> first = 0;
  std::atomic<int> second = 0;
  const std::vector<Task> tasks = {task("first", {},
                                        [&](TaskContext&) -> Result<TaskOutcome> {
                                          ++first;
                                          drain.request_stop();
                                          return TaskOutcome{};
                                        }),
                                   task("second", {"first"}, count(second))};
  RunRequest request{"recorded"};
  request.drain = drain.get_token();
  const RunRecord cut = run(tasks, request).value();
  EXPECT_EQ(cut.state, RunState::interrupted);
  EXPECT_EQ(cut.exit_code, 75);
  EXPECT_EQ(states(cut)["first"], "done");
  EXPECT_EQ(second, 0);
  RunRequest again{"recorded"};
  again.resume = cut.run;
  const RunRecord done = run(tasks, again).value();
  EXPECT_EQ(done.state, RunState::done);
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 1);
}

TEST_F(InterventionTest, StoppedWhileItDrainsItIsInterruptedNotCancelled) {
  std::stop_source drain;
  when_begun("slow", {});
  recorder_.then = [&](const RunEvent& event) {
    if (event.kind != RunEvent::Kind::task_changed || event.state != TaskState::running) return;
    drain.request_stop();
    stop_.request_stop();
  };
  RunRequest request{"recorded"};
  request.drain = drain.get_token();
  const RunRecord cut =
      run({task("slow", {}, block), task("next", {"slow"}, succeed)}, request, stop_.get_token())
          .value();
  EXPECT_EQ(cut.state, RunState::interrupted);
  EXPECT_EQ(states(cut)["slow"], "interrupted");
}

TEST_F(InterventionTest, AQueuedRunDoesItsQueuedTasksOnly) {
  std::atomic<int> a = 0;
  std::atomic<int> b = 0;
  std::atomic<int> c = 0;
  const std::vector<Task> tasks = {task("a", {}, count(a)), task("b", {"a"}, count(b)),
                                   task("c", {"b"}, count(c))};
  const RunRecord first = run(tasks).value();
  const std::vector<std::string> only = {"b"};
  ASSERT_TRUE(store_->queue_run(first.run, only));
  EXPECT_EQ(store_->waiting()->size(), 1U);
  RunRequest request{"recorded"};
  request.resume = first.run;
  const RunRecord done = run(tasks, request).value();
  EXPECT_EQ(done.state, RunState::done);
  EXPECT_EQ(a, 1);
  EXPECT_EQ(b, 2);
  EXPECT_EQ(c, 1);
}

TEST_F(InterventionTest, AnEndedRunIsWhatItsTasksAreThen) {
  const RunRecord failed =
      run({task("a", {}, fail_with(Errc::bad_data)), task("b", {}, succeed)}).value();
  ASSERT_EQ(failed.state, RunState::failed);
  const std::vector<std::string> a = {"a"};
  ASSERT_TRUE(mark_at_rest(*store_, failed.run, a, TaskState::done));
  const RunRecord settled = store_->get(failed.run).value();
  EXPECT_EQ(settled.state, RunState::done);
  EXPECT_EQ(settled.exit_code, 0);
}

TEST_F(InterventionTest, WhatIsAskedIsStoredBeforeItIsAnswered) {
  std::vector<std::string> asked;
  recorder_.then = [&](const RunEvent& event) {
    if (event.task != "slow" || event.state != TaskState::running || !asked.empty()) return;
    ASSERT_TRUE(active_.intervene(event.run, {Kind::cancel, {"slow"}}));
    Sqlite database = Sqlite::open(file()).value();
    auto rows = database.prepare("SELECT asked FROM task ORDER BY position", {}).value();
    while (rows.step().value()) asked.push_back(rows.text(0));
  };
  ASSERT_TRUE(run({task("slow", {}, block), task("other", {}, succeed)}));
  EXPECT_THAT(asked, ElementsAre("cancelled", ""));
}

TEST(WithFollowers, AreInTheOrderOfThePipeline) {
  Pipeline pipeline{"p", {}};
  pipeline.tasks = {task("d", {"b", "c"}, succeed), task("a", {}, succeed),
                    task("b", {"a"}, succeed), task("c", {}, succeed)};
  const std::vector<std::string> of_a = {"a"};
  EXPECT_THAT(with_followers(pipeline, of_a), ElementsAre("d", "a", "b"));
}

}  // namespace
}  // namespace seohak
