#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

#include "dag/testing.h"

namespace seohak {
namespace {

/// Runs of several processes on one file. Children are forked before anything opens it.
class RunStoreProcessTest : public RunStoreFixture {
 protected:
  /// Forks a child that runs `body` and exits with its value.
  pid_t spawn(const std::function<int()>& body) {
    const pid_t child = fork();
    if (child == 0) _exit(body());
    return child;
  }
  static int exit_status(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
};

TEST_F(RunStoreProcessTest, MarksTheRunOfAKilledProcessInterruptedAndLosesNothing) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = spawn([&] {
    auto store = RunStore::open(file(), clock_, redactor_);
    if (!store) return 1;
    const auto id = (*store)->create(new_run());
    if (!id || !(*store)->start_task(*id, "extract")) return 2;
    if (!(*store)->end_task(*id, "extract", {.message = "kept", .counts = {{"rows", 3}}})) return 3;
    if (!(*store)->start_task(*id, "load")) return 4;
    if (!(*store)->log(*id, "load", 1, LogLevel::info, "last words")) return 5;
    if (write(ready[1], id->data(), id->size()) < 0) return 6;
    pause();
    return 0;
  });
  char text[64];
  const ssize_t size = read(ready[0], text, sizeof text);
  ASSERT_GT(size, 0);
  const std::string id(text, static_cast<std::size_t>(size));

  EXPECT_EQ(open()->get(id)->state, RunState::running) << "its process lives";
  ASSERT_EQ(kill(child, SIGKILL), 0);
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  auto store = open();
  const RunRecord run = store->get(id).value();
  EXPECT_EQ(run.state, RunState::interrupted);
  EXPECT_TRUE(run.ended_at);
  EXPECT_EQ(run.tasks[0].state, TaskState::done);
  EXPECT_EQ(run.tasks[0].counts.at("rows"), 3);
  EXPECT_EQ(run.tasks[1].state, TaskState::interrupted);
  EXPECT_TRUE(run.tasks[1].retryable);
  EXPECT_EQ(store->logs({.run = id}).value().at(0).text, "last words");
  ASSERT_TRUE(store->reopen(id, std::vector<std::string>{run.tasks[1].task}));
  EXPECT_EQ(store->get(id)->tasks[1].state, TaskState::queued);
}

/// A child that writes without end: 1 byte on `progress` after each finished run.
int write_runs(const std::filesystem::path& file, int progress) {
  const SystemClock clock;
  const Redactor redactor;
  auto store = RunStore::open(file, clock, redactor);
  if (!store) return 1;
  while (true) {
    const auto id = (*store)->create({"p", "recorded", {}, {"a", "b"}});
    if (!id) return 2;
    for (const char* task : {"a", "b"}) {
      if (!(*store)->start_task(*id, task)) return 3;
      if (!(*store)->log(*id, task, 1, LogLevel::info, "line")) return 4;
      if (!(*store)->end_task(*id, task, {.counts = {{"rows", 1}}})) return 5;
    }
    if (!(*store)->end_run(*id, RunState::done, 0)) return 6;
    if (write(progress, "x", 1) != 1) return 7;
  }
}

TEST_F(RunStoreProcessTest, SurvivesKillsAtAnyPoint) {
  std::size_t finished = 0;
  for (int round = 0; round < 10; ++round) {
    int progress[2];
    ASSERT_EQ(pipe(progress), 0);
    const pid_t child = spawn([&] { return write_runs(file(), progress[1]); });
    close(progress[1]);
    char byte = 0;
    for (int i = 0; i <= round; ++i) {
      ASSERT_EQ(read(progress[0], &byte, 1), 1);
      ++finished;
    }
    ASSERT_EQ(kill(child, SIGKILL), 0);  // somewhere in the runs that follow
    ASSERT_EQ(waitpid(child, nullptr, 0), child);
    while (read(progress[0], &byte, 1) == 1) ++finished;
    close(progress[0]);

    auto store = open();
    const auto runs = store->list({.limit = 100'000}).value();
    std::size_t done = 0;
    for (const RunRecord& run : runs) {
      ASSERT_EQ(run.tasks.size(), 2U) << "a run appears with all its tasks";
      ASSERT_TRUE(run.state == RunState::done || run.state == RunState::interrupted);
      if (run.state != RunState::done) continue;
      ++done;
      for (const TaskRecord& task : run.tasks) {
        EXPECT_EQ(task.state, TaskState::done);
        EXPECT_EQ(task.counts.at("rows"), 1);
      }
    }
    EXPECT_GE(done, finished) << "what was reported as stored is stored";
  }
}

TEST_F(RunStoreProcessTest, LetsProcessesShareOneFile) {
  constexpr int kChildren = 4;
  constexpr int kRuns = 20;
  std::vector<pid_t> children;
  children.reserve(kChildren);
  for (int i = 0; i < kChildren; ++i) {
    children.push_back(spawn([&] {
      auto store = RunStore::open(file(), clock_, redactor_);  // all create the schema at once
      if (!store) return 1;
      for (int run = 0; run < kRuns; ++run) {
        const auto id = (*store)->create(new_run());
        if (!id || !(*store)->log(*id, "load", 1, LogLevel::info, "line")) return 2;
        if (!(*store)->end_run(*id, RunState::done, 0)) return 3;
      }
      return 0;
    }));
  }
  for (const pid_t child : children) EXPECT_EQ(exit_status(child), 0);
  const auto runs = open()->list({.state = RunState::done, .limit = 1000}).value();
  EXPECT_EQ(runs.size(), static_cast<std::size_t>(kChildren * kRuns));
}

}  // namespace
}  // namespace seohak
