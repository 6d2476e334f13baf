#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "dag/runner_fixture.h"
#include "dag/scheduler.h"

namespace seohak {

inline Pipeline scheduled_pipeline(std::string name, std::string_view schedule,
                                   CatchUp catch_up = CatchUp::latest, const Body& body = succeed) {
  return {.name = std::move(name),
          .tasks = {task("extract", {}, body), task("load", {"extract"}, body)},
          .timing = Timing{.schedule = Schedule::parse(schedule).value(), .catch_up = catch_up}};
}

/// A scheduler with its stores and runner over one state file, as a process has them.
class SimulatedProcess {
 public:
  SimulatedProcess(const std::filesystem::path& file, FakeClock& clock, const Redactor& redactor,
                   std::vector<Pipeline> pipelines)
      : clock_(clock),
        runs_(RunStore::open(file, clock, redactor).value()),
        dues_(DueStore::open(file, clock).value()),
        scheduler_(
            *dues_, calendar_, clock, "recorded", std::move(pipelines),
            {.start = [this](const Pipeline& pipeline,
                             const ScheduledRun& run) { begun_.emplace_back(&pipeline, run); },
             .left_out =
                 [this](const Pipeline& pipeline, int count) {
                   left_out_.push_back(pipeline.name + " " + std::to_string(count));
                 },
             .waits =
                 [this](const Pipeline& pipeline, Instant until) {
                   waits_.push_back(pipeline.name + " " + format(until));
                 }}) {}

  /// Runs what is due until the clock shows `end`; moves it from one due instant to the next.
  void live_until(Instant end) {
    while (true) {
      const auto next = scheduler_.tick().value();
      if (!begun_.empty()) {
        finish_runs();
        continue;
      }
      if (clock_.now() >= end) return;
      clock_.set(next ? std::min(*next, end) : end);
    }
  }
  /// Runs what was started.
  void finish_runs() {
    Runner runner(*runs_, executor_, clock_);
    for (; !begun_.empty(); begun_.pop_front()) {
      const auto& [pipeline, run] = begun_.front();
      ASSERT_TRUE(runner.run(*pipeline, {.resume = run.run}, observer_, {}));
      scheduler_.ended(pipeline->name);
    }
  }
  /// "daily 2026-11-23T21:00:00Z done 2026-11-23..2026-11-24": every claimed due instant.
  std::vector<std::string> history() {
    std::vector<std::string> lines;
    const std::vector<ClaimedDue> all = dues_->claimed().value();
    for (const ClaimedDue& due : all) {
      const RunRecord run = runs_->get(due.run).value();
      std::string line = fmt::format("{} {} since {} {} {}..{} {}", due.pipeline, format(due.at),
                                     format(due.data_from), to_string(run.state),
                                     format(run.days.from), format(run.days.to), run.kind);
      for (const TaskRecord& one : run.tasks)
        line += fmt::format(" {} {}", one.task, to_string(one.state));
      lines.push_back(std::move(line));
    }
    return lines;
  }
  std::size_t runs() { return runs_->list({.limit = 100'000}).value().size(); }

  Scheduler& scheduler() { return scheduler_; }
  DueStore& dues() { return *dues_; }
  RunStore& run_store() { return *runs_; }
  std::deque<std::pair<const Pipeline*, ScheduledRun>>& begun() { return begun_; }
  const std::vector<std::string>& left_out() const { return left_out_; }
  const std::vector<std::string>& waits() const { return waits_; }
  RunObserver* watch = nullptr;  ///< sees every event

 private:
  class Forward final : public RunObserver {
   public:
    explicit Forward(RunObserver*& to) : to_(to) {}
    void on_event(const RunEvent& event) override {
      if (to_ != nullptr) to_->on_event(event);
    }

   private:
    RunObserver*& to_;
  };

  FakeClock& clock_;
  MarketCalendar calendar_;
  std::unique_ptr<RunStore> runs_;
  std::unique_ptr<DueStore> dues_;
  Executor executor_{2};
  Forward observer_{watch};
  std::deque<std::pair<const Pipeline*, ScheduledRun>> begun_;
  std::vector<std::string> left_out_;
  std::vector<std::string> waits_;
  Scheduler scheduler_;
};

}  // namespace seohak
