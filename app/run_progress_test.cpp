#include "run_progress.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

using std::chrono::seconds;

constexpr Instant kStart{std::chrono::hours(500'000)};

RunEvent started(std::int64_t done, std::int64_t total) {
  RunEvent event;
  event.kind = RunEvent::Kind::run_started;
  event.at = kStart;
  event.done = done;
  event.total = total;
  return event;
}

RunEvent ended(TaskState state, std::int64_t rows) {
  RunEvent event;
  event.kind = RunEvent::Kind::task_changed;
  event.state = state;
  event.counts["rows"] = rows;
  return event;
}

TEST(RunProgress, CountsTasksAndRowsAndTellsTheTimeLeft) {
  RunProgress progress;
  EXPECT_EQ(progress.total(), 0);
  progress.on_event(started(0, 10));
  EXPECT_FALSE(progress.left(kStart + seconds(5))) << "nothing has ended yet";
  progress.on_event(ended(TaskState::running, 0));
  progress.on_event(ended(TaskState::done, 100));
  progress.on_event(ended(TaskState::failed, 7));
  EXPECT_EQ(progress.done(), 2);
  EXPECT_EQ(progress.rows(), 107);
  EXPECT_EQ(progress.left(kStart + seconds(10)), seconds(40)) << "8 of 10, 5 s each";
}

TEST(RunProgress, WhatWasDoneBeforeSaysNothingOfThePace) {
  RunProgress progress;
  progress.on_event(started(90, 100));
  EXPECT_EQ(progress.done(), 90);
  EXPECT_FALSE(progress.left(kStart + seconds(10)));
  progress.on_event(ended(TaskState::done, 1));
  EXPECT_EQ(progress.left(kStart + seconds(2)), seconds(18));
}

TEST(DurationText, IsShortInBothLanguages) {
  EXPECT_EQ(duration_text(Lang::en, std::chrono::milliseconds(41'200)), "42 s");
  EXPECT_EQ(duration_text(Lang::ko, seconds(59)), "59초");
  EXPECT_EQ(duration_text(Lang::en, seconds(190)), "3 min 10 s");
  EXPECT_EQ(duration_text(Lang::ko, seconds(190)), "3분 10초");
  EXPECT_EQ(duration_text(Lang::en, seconds(7'500)), "2 h 5 min");
}

}  // namespace
}  // namespace seohak
