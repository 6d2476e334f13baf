#include "base/time_zone.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

using namespace std::chrono_literals;

Instant instant(const char* text) { return parse_instant(text).value(); }
PlainDay day(const char* text) { return parse_day(text).value(); }
TimeZone zone(std::string_view name) { return TimeZone::find(name).value(); }

// The United Kingdom went to summer time on 2026-03-29 at 01:00 UTC and back on 2026-10-25; Lord
// Howe Island moves its clocks by half an hour.
TEST(TimeZone, KnowsEveryZoneOfTheSystem) {
  EXPECT_EQ(format(zone("Europe/London").at(day("2026-07-01"), 9h)), "2026-07-01T08:00:00Z");
  EXPECT_EQ(format(zone("Asia/Kathmandu").at(day("2026-07-01"), 9h)), "2026-07-01T03:15:00Z");
  EXPECT_EQ(zone("ROK").at(day("2026-07-01"), 9h), zone("Asia/Seoul").at(day("2026-07-01"), 9h));
  EXPECT_EQ(format(zone("Etc/UTC").at(day("2026-07-01"), 9h)), "2026-07-01T09:00:00Z");
  EXPECT_EQ(zone("Asia/Seoul"), TimeZone(Zone::seoul));
  EXPECT_EQ(zone("Etc/UTC"), TimeZone());
  EXPECT_EQ(format_local(zone("Australia/Lord_Howe"), instant("2026-01-01T00:00:00Z")),
            "2026-01-01 11:00");
}

TEST(TimeZone, NamesTheNearestOfAnUnknownOne) {
  const auto message = [](std::string_view name) {
    const auto found = TimeZone::find(name);
    EXPECT_FALSE(found) << name;
    EXPECT_EQ(found ? Errc::internal : found.error().code, Errc::bad_request);
    return found ? "" : found.error().message;
  };
  EXPECT_EQ(message("Asia/Soul"), "\"Asia/Soul\" is not a time zone; did you mean Asia/Seoul?");
  EXPECT_EQ(message("america/new_york"),
            "\"america/new_york\" is not a time zone; did you mean America/New_York?");
  EXPECT_EQ(message("the moon over there"),
            "\"the moon over there\" is not a time zone; use a name such as Asia/Seoul");
  for (const char* name : {"", "/", "..", "../../etc/passwd", "Asia", "Asia/Seoul\n"})
    EXPECT_FALSE(TimeZone::find(name)) << name;
}

TEST(TimeZone, TellsTheStretchOfAnOffset) {
  const ZoneStretch summer = zone("Europe/London").stretch_at(instant("2026-03-29T01:00:00Z"));
  EXPECT_EQ(format(summer.span.from), "2026-03-29T01:00:00Z");
  EXPECT_EQ(format(summer.span.to), "2026-10-25T01:00:00Z");
  EXPECT_EQ(summer.offset, 1h);
  const ZoneStretch utc = TimeZone().stretch_at(instant("2026-03-29T01:00:00Z"));
  EXPECT_EQ(utc.offset, 0s);
  EXPECT_TRUE(utc.span.contains(instant("1900-01-01T00:00:00Z")));
  EXPECT_TRUE(utc.span.contains(instant("2300-01-01T00:00:00Z")));
}

TEST(TimeZone, MovesATimeThatDoesNotExistBehindTheGap) {
  const TimeZone london = zone("Europe/London");
  EXPECT_EQ(format(london.at(day("2026-03-29"), 1h + 30min)), "2026-03-29T01:00:00Z");
  EXPECT_EQ(format(london.at(day("2026-10-25"), 1h + 30min)), "2026-10-25T00:30:00Z");
  EXPECT_EQ(format(london.at(day("2026-10-25"), 2h)), "2026-10-25T02:00:00Z");
}

}  // namespace
}  // namespace seohak
