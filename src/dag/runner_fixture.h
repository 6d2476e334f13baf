#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "dag/runner.h"
#include "dag/testing.h"

namespace seohak {

using Body = std::function<Result<TaskOutcome>(TaskContext&)>;

inline Task task(std::string name, std::vector<std::string> after, Body body) {
  return {.name = std::move(name), .after = std::move(after), .run = std::move(body)};
}

inline Result<TaskOutcome> succeed(TaskContext&) { return TaskOutcome{.summary = "fine"}; }

inline Body fail_with(Errc code) {
  return [code](TaskContext&) -> Result<TaskOutcome> { return fail(code, "no luck"); };
}

/// Blocks until its token is stopped.
inline Result<TaskOutcome> block(TaskContext& context) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait(lock, context.stop, [] { return false; });
  return fail(Errc::cancelled, "stopped on request");
}

class Recorder final : public RunObserver {
 public:
  void on_event(const RunEvent& event) override {
    EXPECT_FALSE(inside_.exchange(true)) << "never twice at once";
    events.push_back(event);
    if (then) then(event);
    inside_ = false;
  }
  std::vector<std::string> states_of(const std::string& name) const {
    std::vector<std::string> states;
    for (const RunEvent& event : events)
      if (event.kind == RunEvent::Kind::task_changed && event.task == name)
        states.emplace_back(to_string(event.state));
    return states;
  }
  std::vector<RunEvent> events;
  std::function<void(const RunEvent&)> then;

 private:
  std::atomic<bool> inside_{false};
};

class RunnerTest : public RunStoreFixture {
 protected:
  void SetUp() override {
    RunStoreFixture::SetUp();
    store_ = open();
  }
  Result<RunRecord> run(std::vector<Task> tasks, const RunRequest& request = {"recorded"},
                        std::stop_token stop = {}) {
    Runner runner(*store_, executor_, clock_,
                  {.pools = bounds_, .active = &active_, .pause = [this](Duration pause) {
                     pauses_.push_back(std::chrono::duration_cast<std::chrono::seconds>(pause));
                     clock_.advance(pause);
                   }});
    const Pipeline pipeline{"p", std::move(tasks)};
    return runner.run(pipeline, request, recorder_, std::move(stop));
  }
  static std::map<std::string, std::string> states(const RunRecord& run) {
    std::map<std::string, std::string> states;
    for (const TaskRecord& task : run.tasks) states[task.task] = to_string(task.state);
    return states;
  }
  std::unique_ptr<RunStore> store_;
  Pools* bounds_ = nullptr;
  ActiveRuns active_;
  Executor executor_{4};
  Recorder recorder_;
  std::vector<std::chrono::seconds> pauses_;
  std::stop_source stop_;
};

}  // namespace seohak
