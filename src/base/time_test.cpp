#include "base/time.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

using namespace std::chrono_literals;

Instant instant(const char* text) { return parse_instant(text).value(); }
PlainDay day(const char* text) { return parse_day(text).value(); }

TEST(Time, ReadsOffsetsAndFractions) {
  EXPECT_EQ(instant("2026-05-01T23:04:19+00:00"), instant("2026-05-01T23:04:19Z"));
  EXPECT_EQ(format(instant("2025-06-24T00:23:48.064307+09:00")), "2025-06-23T15:23:48.064307Z");
  EXPECT_EQ(format(instant("2026-05-01T23:04:19.5Z")), "2026-05-01T23:04:19.500000Z");
}

TEST(Time, RefusesWhatIsNoDayOrInstant) {
  for (const char* text : {"", "2026-02-29", "2026-13-01", "2026-1-01", "2026/01/01", "20260101"})
    EXPECT_FALSE(parse_day(text)) << text;
  for (const char* text : {"", "2026-05-01", "2026-05-01T25:00:00Z", "2026-05-01T23:04:19",
                           "2026-05-01T23:04:19+9", "2026-05-01T23:61:19Z"})
    EXPECT_FALSE(parse_instant(text)) << text;
  EXPECT_FALSE(parse_compact_day("20261307"));
  EXPECT_EQ(format(parse_compact_day("20240102").value()), "2024-01-02");
}

// Expected: DuckDB 1.5.6, CAST(DATE '1970-01-01' + n AS VARCHAR).
TEST(Time, WritesDaysOfAnyYear) {
  const auto written = [](int days) {
    return format_day(std::chrono::sys_days(std::chrono::days(days)));
  };
  EXPECT_EQ(written(-1), "1969-12-31");
  EXPECT_EQ(written(35804357), "99999-01-01");
  EXPECT_EQ(written(2147483646), "5881580-07-10");
  EXPECT_EQ(written(-719163), "0001-12-31 (BC)");
  EXPECT_EQ(written(-719528), "0001-01-01 (BC)");
  EXPECT_EQ(written(-735160), "0044-03-15 (BC)");
  EXPECT_EQ(written(-2147483646), "5877642-06-25 (BC)");
}

TEST(Time, DaysDependOnTheZone) {
  const Instant evening = instant("2026-05-02T01:00:00Z");
  EXPECT_EQ(format(day_in(Zone::utc, evening)), "2026-05-02");
  EXPECT_EQ(format(day_in(Zone::new_york, evening)), "2026-05-01");
  EXPECT_EQ(format(day_in(Zone::seoul, evening)), "2026-05-02");
}

// Offsets by the zone database's published rules: New York left standard time on 2026-03-08.
TEST(Time, FollowsDaylightSaving) {
  EXPECT_EQ(format(at(Zone::new_york, day("2026-03-06"), 16h)), "2026-03-06T21:00:00Z");
  EXPECT_EQ(format(at(Zone::new_york, day("2026-03-09"), 16h)), "2026-03-09T20:00:00Z");
  EXPECT_EQ(format(at(Zone::seoul, day("2026-03-09"), 9h)), "2026-03-09T00:00:00Z");
  // 02:30 does not exist on that night, 01:30 comes twice on 2026-11-01.
  EXPECT_EQ(format(at(Zone::new_york, day("2026-03-08"), 2h + 30min)), "2026-03-08T07:00:00Z");
  EXPECT_EQ(format(at(Zone::new_york, day("2026-11-01"), 1h + 30min)), "2026-11-01T05:30:00Z");
  EXPECT_EQ(format_local(Zone::seoul, instant("2026-05-01T23:04:19Z")), "2026-05-02 08:04");
  EXPECT_EQ(format_local_second(Zone::seoul, instant("2026-05-01T23:04:09Z")),
            "2026-05-02 08:04:09");
}

TEST(Time, IntervalsAreHalfOpen) {
  const DayInterval week{day("2026-04-06"), day("2026-04-13")};
  EXPECT_TRUE(week.contains(day("2026-04-06")));
  EXPECT_FALSE(week.contains(day("2026-04-13")));
  EXPECT_EQ(week.to - week.from, 7);
  EXPECT_TRUE(is_weekend(day("2026-04-12")));
  EXPECT_FALSE(is_weekend(day("2026-04-13")));
}

}  // namespace
}  // namespace seohak
