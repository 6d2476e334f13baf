#include "dag/catch_up.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

Instant instant(std::string_view text) { return parse_instant(text).value(); }

/// Of "us close": 2026-11-23, 24, 25 at 21:00, 27 (half day) at 18:00, 30 at 21:00 UTC.
CatchUpPlan plan(CatchUp catch_up, std::string_view looked_until, std::string_view now,
                 int most = 24) {
  const Timing timing{
      .schedule = Schedule::parse("us close").value(), .catch_up = catch_up, .catch_up_most = most};
  return plan_catch_up(timing, MarketCalendar(), instant(looked_until), instant(now));
}

constexpr std::string_view kMonday = "2026-11-23T21:00:00Z";
constexpr std::string_view kSaturday = "2026-11-28T12:00:00Z";

TEST(CatchUp, RunsWhatIsDueNowWhateverTheWay) {
  for (const CatchUp way : {CatchUp::none, CatchUp::latest, CatchUp::all}) {
    const CatchUpPlan found = plan(way, kMonday, "2026-11-24T21:00:00Z");
    ASSERT_TRUE(found.run) << to_string(way);
    EXPECT_EQ(format(found.run->due.at), "2026-11-24T21:00:00Z");
    EXPECT_EQ(format(found.run->due.data.from), kMonday);
    EXPECT_EQ(format(found.run->days.from), "2026-11-24");
    EXPECT_EQ(format(found.run->days.to), "2026-11-25");
    EXPECT_EQ(format(found.looked_until), "2026-11-24T21:00:00Z");
    EXPECT_EQ(found.left_out, 0);
  }
}

TEST(CatchUp, RunsNothingBeforeItIsDue) {
  for (const CatchUp way : {CatchUp::none, CatchUp::latest, CatchUp::all}) {
    const CatchUpPlan found = plan(way, kMonday, "2026-11-24T20:59:59.999999Z");
    EXPECT_FALSE(found.run);
    EXPECT_EQ(format(found.looked_until), kMonday);
  }
}

TEST(CatchUp, IsEmptyWhenTheClockWasSetBack) {
  const CatchUpPlan found = plan(CatchUp::all, "2026-11-27T18:00:00Z", "2026-11-24T21:30:00Z");
  EXPECT_FALSE(found.run);
  EXPECT_EQ(format(found.looked_until), "2026-11-27T18:00:00Z");
}

TEST(CatchUp, MakesUpForNothingWithNone) {
  const CatchUpPlan late = plan(CatchUp::none, kMonday, kSaturday);
  EXPECT_FALSE(late.run);
  EXPECT_EQ(late.left_out, 3);
  EXPECT_EQ(format(late.looked_until), "2026-11-27T18:00:00Z");
  const CatchUpPlan fresh = plan(CatchUp::none, kMonday, "2026-11-27T18:01:00Z");
  ASSERT_TRUE(fresh.run);
  EXPECT_EQ(format(fresh.run->due.data.from), "2026-11-25T21:00:00Z");
  EXPECT_EQ(fresh.left_out, 2);
}

TEST(CatchUp, MakesUpForAllAtOnceWithLatest) {
  const CatchUpPlan found = plan(CatchUp::latest, kMonday, kSaturday);
  ASSERT_TRUE(found.run);
  EXPECT_EQ(format(found.run->due.at), "2026-11-27T18:00:00Z");
  EXPECT_EQ(format(found.run->due.data.from), kMonday);
  EXPECT_EQ(format(found.run->days.from), "2026-11-24");
  EXPECT_EQ(format(found.run->days.to), "2026-11-28");
  EXPECT_EQ(found.left_out, 0);
}

TEST(CatchUp, MakesUpForEachInOrderWithAll) {
  const CatchUpPlan first = plan(CatchUp::all, kMonday, kSaturday);
  ASSERT_TRUE(first.run);
  EXPECT_EQ(format(first.run->due.at), "2026-11-24T21:00:00Z");
  EXPECT_EQ(format(first.looked_until), "2026-11-24T21:00:00Z");
  const CatchUpPlan bounded = plan(CatchUp::all, kMonday, kSaturday, 2);
  ASSERT_TRUE(bounded.run);
  EXPECT_EQ(format(bounded.run->due.at), "2026-11-25T21:00:00Z");
  EXPECT_EQ(bounded.left_out, 1);
}

}  // namespace
}  // namespace seohak
