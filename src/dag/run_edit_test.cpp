#include "dag/run_edit.h"

#include "dag/runner_fixture.h"

namespace seohak {
namespace {

const std::vector<std::string> kLoad = {"load"};

/// A run of "extract" and "load" of which a process that is gone had done nothing.
class RunEditTest : public RunnerTest {
 protected:
  std::string cut_off(bool unattended = true) {
    NewRun run = new_run("p");
    run.unattended = unattended;
    const std::string id = store_->create(run).value();
    EXPECT_TRUE(store_->interrupt(id));
    return id;
  }
  RunRecord take_up(const std::string& run) {
    const Body note = [this](TaskContext& context) -> Result<TaskOutcome> {
      done_.push_back(context.task);
      return TaskOutcome{};
    };
    return this->run({task("extract", {}, note), task("load", {"extract"}, note)}, {.resume = run})
        .value();
  }
  std::vector<std::string> done_;
};

TEST_F(RunEditTest, WhatIsCancelledOfACutOffRunIsNotTakenUp) {
  const std::string run = cut_off();
  ASSERT_TRUE(cancel_waiting(*store_, run, kLoad));
  const RunRecord ended = take_up(run);
  EXPECT_EQ(done_, (std::vector<std::string>{"extract"}));
  EXPECT_EQ(states(ended)["load"], "cancelled");
}

TEST_F(RunEditTest, WhatIsMarkedOfACutOffRunStays) {
  const std::string run = cut_off();
  ASSERT_TRUE(mark_at_rest(*store_, run, kLoad, TaskState::skipped));
  const RunRecord ended = take_up(run);
  EXPECT_EQ(done_, (std::vector<std::string>{"extract"}));
  EXPECT_EQ(states(ended)["load"], "skipped");
  EXPECT_EQ(ended.state, RunState::done);
}

TEST_F(RunEditTest, ACutOffRunThatNobodyTakesUpIsDoneOnceAllOfItIs) {
  const std::string run = cut_off(false);
  ASSERT_TRUE(mark_at_rest(*store_, run, kLoad, TaskState::done));
  EXPECT_EQ(store_->get(run)->state, RunState::interrupted) << "there is something to go on with";
  const std::vector<std::string> extract = {"extract"};
  ASSERT_TRUE(mark_at_rest(*store_, run, extract, TaskState::skipped));
  EXPECT_EQ(store_->get(run)->state, RunState::done);
}

TEST_F(RunEditTest, WhatARunningTaskWasAskedHoldsThoughItsProcessIsGone) {
  NewRun words = new_run("p");
  words.unattended = true;
  const std::string run = store_->create(words).value();
  ASSERT_TRUE(store_->start_task(run, "extract"));
  const std::vector<std::string> extract = {"extract"};
  ASSERT_TRUE(store_->ask(run, extract, TaskState::skipped));
  EXPECT_EQ(states(store_->get(run).value())["extract"], "running");
  ASSERT_TRUE(store_->interrupt(run));
  const RunRecord cut = store_->get(run).value();
  EXPECT_EQ(cut.state, RunState::interrupted) << "the other is left";
  EXPECT_EQ(cut.tasks[0].state, TaskState::skipped);
  EXPECT_EQ(cut.tasks[0].attempts.at(0).state, TaskState::skipped);
  EXPECT_EQ(take_up(run).state, RunState::done);
  EXPECT_EQ(done_, kLoad);
}

TEST_F(RunEditTest, ARunThatWasCancelledStaysSoThoughItsProcessIsGone) {
  NewRun words = new_run("p");
  words.unattended = true;
  const std::string run = store_->create(words).value();
  ASSERT_TRUE(store_->start_task(run, "extract"));
  ASSERT_TRUE(store_->ask(run, {}, TaskState::cancelled));
  ASSERT_TRUE(store_->interrupt(run));
  const RunRecord cancelled = store_->get(run).value();
  EXPECT_EQ(cancelled.state, RunState::cancelled);
  EXPECT_EQ(cancelled.exit_code, 130);
  EXPECT_TRUE(store_->waiting()->empty()) << "nobody takes it up";
}

TEST_F(RunEditTest, OneThatWasKilledOnceAllWasDoneIsDone) {
  const std::string run = store_->create(new_run("p")).value();
  const std::vector<NamedEnd> ends = {{"extract", {}}, {"load", {}}};
  ASSERT_TRUE(store_->end_tasks(run, ends));
  ASSERT_TRUE(store_->interrupt(run));
  EXPECT_EQ(store_->get(run)->state, RunState::done);
}

TEST_F(RunEditTest, OneTaskOfACutOffRunOnceMoreIsTheRestToo) {
  const std::string run = cut_off();
  Pipeline pipeline{"p", {}};
  pipeline.tasks = {task("extract", {}, succeed), task("load", {"extract"}, succeed)};
  ASSERT_TRUE(queue_once_more(*store_, run, pipeline, kLoad, false));
  EXPECT_EQ(take_up(run).state, RunState::done);
  EXPECT_EQ(done_, (std::vector<std::string>{"extract", "load"}));
}

TEST_F(RunEditTest, WhatCannotBeExecutedHasFailedWithAllItsTasks) {
  const std::string run = store_->create(new_run("p"), RunState::queued).value();
  ASSERT_TRUE(store_->end_task(run, "extract", {}));
  ASSERT_TRUE(store_->give_up(run, {Errc::bad_request, "there is no such pipeline any more"}));
  const RunRecord given_up = store_->get(run).value();
  EXPECT_EQ(given_up.state, RunState::failed);
  EXPECT_EQ(states(given_up)["extract"], "done");
  EXPECT_EQ(states(given_up)["load"], "failed");
  EXPECT_EQ(given_up.tasks[1].message, "there is no such pipeline any more");
}

TEST_F(RunEditTest, AMarkWinsOverHowTheTaskEndsByItself) {
  const std::string run = store_->create(new_run("p")).value();
  ASSERT_TRUE(store_->start_task(run, "load"));
  ASSERT_TRUE(store_->ask(run, kLoad, TaskState::failed));
  const std::vector<NamedEnd> ends = {{"load", {.state = TaskState::done}}};
  EXPECT_EQ(store_->end_tasks(run, ends)->at(0).end.state, TaskState::failed);
  EXPECT_EQ(states(store_->get(run).value())["load"], "failed");
}

TEST_F(RunEditTest, WhatWasCancelledMeanwhileIsNotTakenUp) {
  const std::string run = store_->create(new_run("p"), RunState::queued).value();
  ASSERT_TRUE(cancel_waiting(*store_, run, {}));
  EXPECT_EQ(store_->reopen(run, kLoad, RunState::queued).error().code, Errc::busy);
  EXPECT_EQ(store_->get(run)->state, RunState::cancelled);
}

TEST_F(RunEditTest, OneTaskOnceMoreDoesNotReviveWhatWasCancelled) {
  const std::string run = store_->create(new_run("p"), RunState::queued).value();
  ASSERT_TRUE(cancel_waiting(*store_, run, {}));
  ASSERT_TRUE(store_->queue_run(run, std::vector<std::string>{"extract"}));
  EXPECT_EQ(take_up(run).state, RunState::cancelled);
  EXPECT_EQ(done_, (std::vector<std::string>{"extract"}));
  EXPECT_TRUE(store_->waiting()->empty());
}

TEST_F(RunEditTest, WhoAloneExecutesTakesOverWhatSeemsToRunElsewhere) {
  const std::string run = store_->create(new_run("p")).value();
  const auto start = [&](const std::string& sql) {
    ASSERT_TRUE(Sqlite::open(file()).value().script("UPDATE run SET process_start = " + sql));
  };
  start("replace(process_start, 'pid:', 'other:')");  // another container of the same machine
  EXPECT_TRUE(store_->mark_interrupted()->empty());
  EXPECT_EQ(store_->take_over().value(), std::vector<std::string>{run});
  EXPECT_EQ(store_->get(run)->state, RunState::interrupted);
  const std::string own = store_->create(new_run("p")).value();
  EXPECT_TRUE(store_->take_over()->empty());
  EXPECT_EQ(store_->get(own)->state, RunState::running);
}

TEST_F(RunEditTest, EndsAllTasksOrNone) {
  const std::string run = store_->create(new_run("p")).value();
  const std::vector<NamedEnd> ends = {{"extract", {}}, {"none", {}}};
  EXPECT_EQ(store_->end_tasks(run, ends).error().code, Errc::not_found);
  EXPECT_EQ(states(store_->get(run).value())["extract"], "queued");
}

TEST_F(RunEditTest, CancelsAWaitingRunAtOnce) {
  const std::string run = store_->create(new_run("p"), RunState::queued).value();
  ASSERT_TRUE(cancel_waiting(*store_, run, {}));
  const RunRecord cancelled = store_->get(run).value();
  EXPECT_EQ(cancelled.state, RunState::cancelled);
  EXPECT_EQ(cancelled.exit_code, 130);
  EXPECT_EQ(states(cancelled)["load"], "cancelled");
  EXPECT_EQ(cancel_waiting(*store_, run, {}).error().code, Errc::bad_request);
}

TEST_F(RunEditTest, ChangesNothingOfARunThatWasTakenUpMeanwhile) {
  const std::string run = store_->create(new_run("p"), RunState::queued).value();
  const RunRecord as_read = store_->get(run).value();
  ASSERT_TRUE(store_->reopen(run, {}));
  const TaskEnd end = ended_by_hand(TaskState::cancelled);
  EXPECT_EQ(store_->end_at_rest(as_read, kLoad, end, true).error().code, Errc::busy);
  EXPECT_EQ(store_->get(run)->state, RunState::running);
  EXPECT_EQ(states(store_->get(run).value())["load"], "queued");
  ASSERT_TRUE(store_->end_run(run, RunState::done, 0));
  EXPECT_EQ(store_->end_at_rest(as_read, kLoad, end, true).error().code, Errc::busy);
  EXPECT_EQ(cancel_waiting(*store_, run, {}).error().code, Errc::bad_request);
}

}  // namespace
}  // namespace seohak
