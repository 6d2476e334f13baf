#include "dag/scheduler.h"

#include <gmock/gmock.h>

#include <latch>
#include <thread>

#include "dag/scheduler_fixture.h"
#include "dag/scheduler_lock.h"

namespace seohak {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

Instant instant(std::string_view text) { return parse_instant(text).value(); }

/// New York closes at 21:00 UTC, on Friday the 27th at 18:00, and not on Thursday the 26th.
class SchedulerTest : public RunStoreFixture {
 protected:
  SchedulerTest() { clock_.set(instant("2026-11-23T12:00:00Z")); }
  SimulatedProcess start(std::vector<Pipeline> pipelines) {
    return {file(), clock_, redactor_, std::move(pipelines)};
  }
};

TEST_F(SchedulerTest, RunsEachPipelineWhenItIsDue) {
  SimulatedProcess process = start({scheduled_pipeline("daily", "us close"),
                                    scheduled_pipeline("twice", "kr business days 09:05, 11:10"),
                                    {.name = "by hand", .tasks = {task("a", {}, succeed)}}});
  process.live_until(instant("2026-11-25T12:00:00Z"));
  EXPECT_THAT(process.history(),
              ElementsAre("daily 2026-11-23T21:00:00Z since 2026-11-20T21:00:00Z done "
                          "2026-11-23..2026-11-24 scheduled extract done load done",
                          StartsWith("daily 2026-11-24T21:00:00Z since 2026-11-23T21:00:00Z done"),
                          StartsWith("twice 2026-11-24T00:05:00Z since 2026-11-23T02:10:00Z done"),
                          StartsWith("twice 2026-11-24T02:10:00Z since 2026-11-24T00:05:00Z done"),
                          StartsWith("twice 2026-11-25T00:05:00Z "),
                          StartsWith("twice 2026-11-25T02:10:00Z ")));
  EXPECT_EQ(process.runs(), 6U);
}

TEST_F(SchedulerTest, BeginsANewPipelineNowAndCatchesUpAKnownOne) {
  start({scheduled_pipeline("daily", "us close")}).live_until(instant("2026-11-23T13:00:00Z"));
  clock_.set(instant("2026-11-28T12:00:00Z"));
  SimulatedProcess later =
      start({scheduled_pipeline("daily", "us close"), scheduled_pipeline("new", "us close")});
  later.live_until(clock_.now());
  EXPECT_THAT(later.history(),
              ElementsAre(StartsWith("daily 2026-11-27T18:00:00Z since 2026-11-20T21:00:00Z done "
                                     "2026-11-23..2026-11-28")));
}

TEST_F(SchedulerTest, CatchesUpAsThePipelineSays) {
  const std::vector<Pipeline> pipelines{scheduled_pipeline("all", "us close", CatchUp::all),
                                        scheduled_pipeline("none", "us close", CatchUp::none)};
  start(pipelines).live_until(instant("2026-11-23T13:00:00Z"));
  clock_.set(instant("2026-11-25T22:00:00Z"));
  SimulatedProcess later = start(pipelines);
  later.live_until(clock_.now());
  EXPECT_THAT(later.history(), ElementsAre(StartsWith("all 2026-11-23T21:00:00Z"),
                                           StartsWith("all 2026-11-24T21:00:00Z"),
                                           StartsWith("all 2026-11-25T21:00:00Z")));
  EXPECT_THAT(later.left_out(), ElementsAre("none 3"));
}

TEST_F(SchedulerTest, NeitherLosesNorRepeatsWhenTheClockJumps) {
  SimulatedProcess process = start({scheduled_pipeline("daily", "us close", CatchUp::all)});
  process.live_until(instant("2026-11-23T21:30:00Z"));
  clock_.set(instant("2026-11-23T20:30:00Z"));
  process.live_until(instant("2026-11-23T22:00:00Z"));
  clock_.set(instant("2026-11-25T23:00:00Z"));
  process.live_until(clock_.now());
  EXPECT_THAT(process.history(), ElementsAre(StartsWith("daily 2026-11-23T21:00:00Z"),
                                             StartsWith("daily 2026-11-24T21:00:00Z"),
                                             StartsWith("daily 2026-11-25T21:00:00Z")));
}

TEST_F(SchedulerTest, HasOneRunOfAPipelineAtATime) {
  SimulatedProcess process = start({scheduled_pipeline("often", "every 30 min in us session")});
  process.live_until(instant("2026-11-23T14:00:00Z"));
  clock_.set(instant("2026-11-23T14:30:00Z"));
  EXPECT_FALSE(process.scheduler().tick().value()) << "its run is under way";
  clock_.set(instant("2026-11-23T17:10:00Z"));
  EXPECT_FALSE(process.scheduler().tick().value());
  EXPECT_EQ(process.begun().size(), 1U);
  process.finish_runs();
  process.live_until(clock_.now());
  EXPECT_THAT(process.history(),
              ElementsAre(StartsWith("often 2026-11-23T14:30:00Z"),
                          StartsWith("often 2026-11-23T17:00:00Z since 2026-11-23T14:30:00Z")));
}

TEST_F(SchedulerTest, StartsNothingOfAPausedPipeline) {
  SimulatedProcess process = start({scheduled_pipeline("daily", "us close", CatchUp::all)});
  process.live_until(instant("2026-11-23T20:00:00Z"));
  ASSERT_TRUE(process.scheduler().set_paused("daily", true));
  process.live_until(instant("2026-11-24T22:00:00Z"));
  EXPECT_TRUE(process.history().empty());
  ASSERT_TRUE(process.scheduler().set_paused("daily", false));
  process.live_until(instant("2026-11-25T22:00:00Z"));
  EXPECT_THAT(process.history(), ElementsAre(StartsWith("daily 2026-11-25T21:00:00Z")));
  EXPECT_EQ(process.scheduler().set_paused("dayly", true).error().code, Errc::not_found);
}

TEST_F(SchedulerTest, ResumingWhatIsNotPausedLosesNothing) {
  {
    SimulatedProcess before = start({scheduled_pipeline("daily", "us close")});
    before.live_until(instant("2026-11-23T20:00:00Z"));
  }
  clock_.set(instant("2026-11-24T08:00:00Z"));
  SimulatedProcess process = start({scheduled_pipeline("daily", "us close")});
  ASSERT_TRUE(process.scheduler().set_paused("daily", false));
  process.live_until(instant("2026-11-24T09:00:00Z"));
  EXPECT_THAT(process.history(), ElementsAre(StartsWith("daily 2026-11-23T21:00:00Z")));
}

TEST_F(SchedulerTest, AClockThatWasYearsAheadIsToldAndResumingStartsFromNow) {
  clock_.set(instant("2031-03-03T08:00:00Z"));
  {
    SimulatedProcess wrong = start({scheduled_pipeline("daily", "us close")});
    wrong.live_until(instant("2031-03-03T22:00:00Z"));
    EXPECT_EQ(wrong.history().size(), 1U);
  }
  clock_.set(instant("2026-11-23T08:00:00Z"));
  SimulatedProcess process = start({scheduled_pipeline("daily", "us close")});
  process.live_until(instant("2026-11-24T22:00:00Z"));
  EXPECT_THAT(process.waits(), ElementsAre("daily 2031-03-03T21:00:00Z")) << "once";
  EXPECT_EQ(process.history().size(), 1U);
  ASSERT_TRUE(process.scheduler().set_paused("daily", false));
  process.live_until(instant("2026-11-25T22:00:00Z"));
  EXPECT_THAT(process.history(), ElementsAre(StartsWith("daily 2026-11-25T21:00:00Z"),
                                             StartsWith("daily 2031-03-03T21:00:00Z")));
}

TEST_F(SchedulerTest, LeavesAPipelineThatIsSwitchedOff) {
  Pipeline off = scheduled_pipeline("daily", "us close");
  off.timing->enabled = false;
  SimulatedProcess process = start({off});
  process.live_until(instant("2026-11-25T22:00:00Z"));
  EXPECT_EQ(process.runs(), 0U);
}

TEST_F(SchedulerTest, DoesNotDoubleWhatAnotherSchedulerClaimed) {
  SimulatedProcess one = start({scheduled_pipeline("daily", "us close")});
  SimulatedProcess two = start({scheduled_pipeline("daily", "us close")});
  one.live_until(instant("2026-11-23T20:00:00Z"));
  two.live_until(instant("2026-11-23T20:00:00Z"));
  clock_.set(instant("2026-11-23T21:00:00Z"));
  one.live_until(clock_.now());
  two.live_until(clock_.now());
  EXPECT_EQ(one.runs(), 1U);
  const Due due{clock_.now(), {clock_.now() - hours(1), clock_.now()}, {}};
  EXPECT_EQ(two.dues().claim({"daily", "recorded", {}, {"extract"}}, due).value(), std::nullopt);
}

TEST_F(SchedulerTest, SaysHowMuchOfTheDeadlineIsLeft) {
  Pipeline pipeline = scheduled_pipeline("daily", "us close");
  pipeline.timing->deadline = hours(1);
  SimulatedProcess process = start({pipeline});
  process.live_until(instant("2026-11-23T20:00:00Z"));
  clock_.set(instant("2026-11-23T21:20:00Z"));
  ASSERT_TRUE(process.scheduler().tick());
  EXPECT_EQ(process.begun().front().second.deadline, minutes(40));
}

/// The machine's clock, shown as another time.
class ShiftedClock final : public Clock {
 public:
  explicit ShiftedClock(Instant now) : shift_(now - SystemClock().now()) {}
  Instant now() const override { return SystemClock().now() + shift_; }
  std::chrono::steady_clock::time_point steady_now() const override {
    return SystemClock().steady_now();
  }

 private:
  Duration shift_;
};

TEST_F(SchedulerTest, WakesWhenSomethingIsDueOrStopped) {
  const Instant due = instant("2026-11-23T21:00:00Z");
  const auto runs = open();
  const auto dues = DueStore::open(file(), clock_).value();
  ASSERT_TRUE(dues->look("daily", instant("2026-11-23T20:00:00Z")));
  const MarketCalendar calendar;
  const ShiftedClock clock(due - std::chrono::milliseconds(100));
  std::latch started(1);
  Instant at{};
  Scheduler scheduler(*dues, calendar, clock, "recorded", {scheduled_pipeline("daily", "us close")},
                      {.start =
                           [&](const Pipeline&, const ScheduledRun&) {
                             at = clock.now();
                             started.count_down();
                           },
                       .left_out = [](const Pipeline&, int) {},
                       .waits = [](const Pipeline&, Instant) {}});
  std::jthread thread([&](const std::stop_token& stop) { EXPECT_TRUE(scheduler.run(stop)); });
  started.wait();
  EXPECT_GE(at, due);
  EXPECT_LT(at - due, std::chrono::seconds(50)) << "not in the machine's next minute";
}

TEST_F(SchedulerTest, IsAloneInItsHome) {
  const auto path = directory_ / "scheduler.lock";
  {
    const auto held = SchedulerLock::take(path);
    ASSERT_TRUE(held);
    const auto second = SchedulerLock::take(path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::busy);
    EXPECT_EQ(second.error().message,
              fmt::format("another scheduler (pid {}) runs on this home; stop it first", getpid()));
  }
  EXPECT_TRUE(SchedulerLock::take(path)) << "given up";
  EXPECT_THAT(SchedulerLock::take(directory_ / "missing" / "lock").error().message,
              HasSubstr("scheduler lock"));
}

}  // namespace
}  // namespace seohak
