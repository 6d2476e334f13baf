#include "base/market_calendar.h"

#include <fstream>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/csv.h"

namespace seohak {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

PlainDay day_of(std::string_view text) { return *parse_day(text); }
Instant instant_of(std::string_view text) { return *parse_instant(text); }

constexpr std::array kAll{Exchange::xnys, Exchange::xnas, Exchange::kr};
const DayInterval checked{day_of("2010-01-01"), day_of("2028-01-01")};

/// A day as exchange_calendars knows it; hours are "HH:MM-HH:MM" in UTC, empty when closed.
struct Expected {
  PlainDay day;
  std::string xnys;
  std::string xnas;
  bool xkrx = false;
};

/// Every Monday to Friday of `checked`.
std::vector<Expected> expected_days() {
  std::ifstream file(std::string(SEOHAK_SOURCE_DIR) + "/tests/golden/calendar.csv");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  CsvReader reader(text);
  std::vector<Expected> rows;
  EXPECT_TRUE(*reader.next());
  while (*reader.next()) {
    const auto fields = reader.fields();
    rows.push_back(
        {day_of(fields[0]), std::string(fields[1]), std::string(fields[2]), fields[3] == "1"});
  }
  return rows;
}

/// "HH:MM-HH:MM" in UTC, empty when closed.
std::string hours(const Session& session) {
  if (!session.is_open()) return "";
  return format_local(Zone::utc, session.open_at).substr(11) + "-" +
         format_local(Zone::utc, session.close_at).substr(11);
}

TEST(MarketCalendar, HasTheHoursOfExchangeCalendarsOnEveryDay) {
  const MarketCalendar calendar;
  const std::vector<Expected> rows = expected_days();
  ASSERT_EQ(rows.size(), 4696U);
  int halves = 0;
  for (const Expected& row : rows) {
    EXPECT_EQ(hours(calendar.session(Exchange::xnys, row.day)), row.xnys) << format(row.day);
    EXPECT_EQ(hours(calendar.session(Exchange::xnas, row.day)), row.xnas) << format(row.day);
    const Session session = calendar.session(Exchange::xnys, row.day);
    if (session.is_open()) {
      EXPECT_EQ(day_in(Zone::new_york, session.open_at), row.day);
    }
    const bool ends_at_one = format_local(Zone::new_york, session.close_at).ends_with(" 13:00");
    EXPECT_EQ(session.kind == SessionKind::half, ends_at_one) << format(row.day);
    halves += session.kind == SessionKind::half ? 1 : 0;
  }
  EXPECT_GT(halves, 18);
}

TEST(MarketCalendar, IsClosedAtWeekends) {
  const MarketCalendar calendar;
  for (PlainDay day = checked.from; day < checked.to; ++day)
    for (const Exchange exchange : kAll)
      if (is_weekend(day)) {
        EXPECT_EQ(calendar.session(exchange, day), Session{.day = day});
      }
}

// The Korea Exchange rests on the last weekday of the year, a business day. Its calendar in
// exchange_calendars 4.13.2 lacks holidays that were decided in 2026, and an election.
TEST(MarketCalendar, KoreanBusinessDaysDifferFromTheExchangeOnlyOnNamedDays) {
  const std::set<std::string> exchange_rests{
      "2010-12-31", "2011-12-30", "2012-12-31", "2013-12-31", "2014-12-31", "2015-12-31",
      "2016-12-30", "2017-12-29", "2018-12-31", "2019-12-31", "2020-12-31", "2021-12-31",
      "2022-12-30", "2023-12-29", "2024-12-31", "2025-12-31", "2026-12-31", "2027-12-31"};
  const std::set<std::string> banks_rest{
      "2026-06-03",  // local elections
      "2026-07-17",  // Constitution Day, again a public holiday
      "2027-05-03",  // substitute of Labour Day
      "2027-07-19",  // substitute of Constitution Day
  };
  const MarketCalendar calendar;
  std::set<std::string> only_business;
  std::set<std::string> only_exchange;
  for (const Expected& row : expected_days()) {
    const bool business = calendar.is_open_day(Exchange::kr, row.day);
    if (business && !row.xkrx) only_business.insert(format(row.day));
    if (!business && row.xkrx) only_exchange.insert(format(row.day));
  }
  EXPECT_EQ(only_business, exchange_rests);
  EXPECT_EQ(only_exchange, banks_rest);
}

TEST(MarketCalendar, KoreanDaysHaveTheHoursOfTheWon) {
  const MarketCalendar calendar;
  EXPECT_EQ(hours(calendar.session(Exchange::kr, day_of("2016-07-29"))), "00:00-06:00");
  EXPECT_EQ(hours(calendar.session(Exchange::kr, day_of("2016-08-01"))), "00:00-06:30");
  EXPECT_FALSE(calendar.is_open_day(Exchange::kr, day_of("2024-05-01")));  // no base rate that day
}

TEST(MarketCalendar, FollowsTheRulesBeyondTheCheckedYears) {
  const MarketCalendar calendar;
  const auto kind = [&](const char* day) {
    return calendar.session(Exchange::xnys, day_of(day)).kind;
  };
  EXPECT_EQ(kind("2028-01-03"), SessionKind::full);  // New Year on a Saturday is not kept
  EXPECT_EQ(kind("2027-12-31"), SessionKind::full);
  EXPECT_EQ(kind("2028-04-14"), SessionKind::closed);  // Good Friday
  EXPECT_EQ(kind("2028-07-03"), SessionKind::half);    // Monday before a Tuesday the 4th
  EXPECT_EQ(kind("2033-06-20"), SessionKind::closed);  // Juneteenth on a Sunday
  EXPECT_EQ(kind("2045-04-07"), SessionKind::closed);  // Good Friday, behind the table
  EXPECT_EQ(kind("2045-11-24"), SessionKind::half);    // after Thanksgiving
  EXPECT_EQ(hours(calendar.session(Exchange::xnys, day_of("2045-11-24"))), "14:30-18:00");
  EXPECT_FALSE(calendar.is_open_day(Exchange::kr, day_of("2033-08-15")));
  EXPECT_FALSE(calendar.is_open_day(Exchange::kr, day_of("2032-10-11")));  // for Saturday the 9th
}

TEST(MarketCalendar, CountsSessionsForwardAndBack) {
  const MarketCalendar calendar;
  for (const Exchange exchange : kAll) {
    // A walk by single days, across both ends of the tabled years.
    for (const char* start : {"1999-12-20", "2012-10-26", "2039-12-20"}) {
      std::vector<PlainDay> open;
      for (PlainDay day = day_of(start); open.size() < 30; ++day)
        if (calendar.is_open_day(exchange, day)) open.push_back(day);
      for (int i = 1; i < 30; ++i) {
        const auto at = static_cast<std::size_t>(i);
        EXPECT_EQ(calendar.next_session(exchange, open[0], i), open[at]);
        EXPECT_EQ(calendar.previous_session(exchange, open[29], i), open[29 - at]);
      }
    }
  }
  EXPECT_EQ(calendar.next_session(Exchange::xnys, day_of("2012-10-27")), day_of("2012-10-31"));
  EXPECT_EQ(calendar.previous_session(Exchange::xnys, day_of("2012-10-30")), day_of("2012-10-26"));
}

TEST(MarketCalendar, FindsTheSessionOfAnInstant) {
  const MarketCalendar calendar;
  const auto newest = [&](Exchange exchange, const char* instant) {
    return format(calendar.session_day(exchange, instant_of(instant)));
  };
  EXPECT_EQ(newest(Exchange::xnys, "2026-04-13T13:29:59.999999Z"), "2026-04-10");
  EXPECT_EQ(newest(Exchange::xnys, "2026-04-13T13:30:00Z"), "2026-04-13");
  EXPECT_EQ(newest(Exchange::xnys, "2026-04-14T03:59:00Z"), "2026-04-13");
  EXPECT_EQ(newest(Exchange::xnys, "2012-10-30T20:00:00Z"), "2012-10-26");
  EXPECT_EQ(newest(Exchange::kr, "2026-04-12T23:59:59Z"), "2026-04-10");
  EXPECT_EQ(newest(Exchange::kr, "2026-04-13T00:00:00Z"), "2026-04-13");
  EXPECT_EQ(newest(Exchange::xnys, "2050-01-04T14:30:00Z"), "2050-01-04");
  for (const Exchange exchange : kAll)
    for (const Session& session : calendar.sessions(exchange, checked)) {
      EXPECT_EQ(calendar.session_day(exchange, session.open_at), session.day);
      EXPECT_EQ(calendar.session_day(exchange, session.open_at - Duration(1)),
                calendar.previous_session(exchange, session.day));
    }
}

TEST(MarketCalendar, ShiftsWithDaylightSaving) {
  const MarketCalendar calendar;
  const auto utc = [&](const char* day) {
    return hours(calendar.session(Exchange::xnas, day_of(day)));
  };
  EXPECT_EQ(utc("2026-03-06"), "14:30-21:00");
  EXPECT_EQ(utc("2026-03-09"), "13:30-20:00");
  EXPECT_EQ(utc("2026-10-30"), "13:30-20:00");
  EXPECT_EQ(utc("2026-11-02"), "14:30-21:00");
  EXPECT_EQ(utc("2006-03-31"), "14:30-21:00");  // the rule until 2006: first Sunday of April
  EXPECT_EQ(utc("2006-04-03"), "13:30-20:00");
}

TEST(MarketCalendar, ListsSessionsAndAllDays) {
  const MarketCalendar calendar;
  const DayInterval days{day_of("2026-07-02"), day_of("2026-07-07")};
  const auto open = calendar.sessions(Exchange::xnys, days);
  ASSERT_EQ(open.size(), 2U);  // the 3rd is kept for Saturday the 4th
  EXPECT_EQ(format(open[0].day), "2026-07-02");
  EXPECT_EQ(format(open[1].day), "2026-07-06");
  const auto all = calendar.days(Exchange::xnys, days);
  ASSERT_EQ(all.size(), 5U);
  EXPECT_EQ(all[1], Session{.day = day_of("2026-07-03")});
  EXPECT_EQ(all[4], open[1]);
  EXPECT_TRUE(calendar.days(Exchange::xnys, {days.to, days.from}).empty());
}

TEST(MarketCalendar, TakesClosuresAndHalvesOfTheConfiguration) {
  const auto config = Config::defaults()
                          .with("calendar.closures", "XNYS 2026-12-09, KR 2026-12-10")
                          ->with("calendar.half_days", "XNYS 2026-12-11 13:00");
  const auto calendar = MarketCalendar::from(*config);
  ASSERT_TRUE(calendar) << calendar.error().message;
  EXPECT_FALSE(calendar->is_open_day(Exchange::xnys, day_of("2026-12-09")));
  EXPECT_TRUE(calendar->is_open_day(Exchange::xnas, day_of("2026-12-09")));
  EXPECT_FALSE(calendar->is_open_day(Exchange::kr, day_of("2026-12-10")));
  const Session half = calendar->session(Exchange::xnys, day_of("2026-12-11"));
  EXPECT_EQ(half.kind, SessionKind::half);
  EXPECT_EQ(hours(half), "14:30-18:00");
  EXPECT_EQ(calendar->next_session(Exchange::xnys, day_of("2026-12-08")), day_of("2026-12-10"));
  const std::vector<std::string> late{"XNYS 2050-01-04"};
  EXPECT_FALSE(MarketCalendar::make(late, {})->is_open_day(Exchange::xnys, day_of("2050-01-04")));
}

TEST(MarketCalendar, RefusesEntriesThatItDoesNotUnderstand) {
  const auto refusal = [](std::vector<std::string> closures, std::vector<std::string> halves) {
    const auto calendar = MarketCalendar::make(closures, halves);
    if (calendar) return std::string("taken");
    EXPECT_EQ(calendar.error().code, Errc::bad_config);
    return calendar.error().message;
  };
  EXPECT_EQ(refusal({"NYSE 2026-12-09"}, {}),
            "calendar.closures: \"NYSE 2026-12-09\": \"NYSE\" is not an exchange; use XNYS, XNAS "
            "or KR");
  EXPECT_THAT(refusal({"XNYS 2026-02-30"}, {}), HasSubstr("use YYYY-MM-DD"));
  EXPECT_THAT(refusal({"2026-12-09"}, {}), HasSubstr("as \"XNYS 2026-12-09\""));
  EXPECT_THAT(refusal({"XNYS 2026-12-09 13:00"}, {}), HasSubstr("calendar.half_days"));
  EXPECT_THAT(refusal({}, {"XNYS 2026-12-09"}), HasSubstr("as \"XNYS 2026-12-09 13:00\""));
  for (const char* time : {"1pm", "25:00", "13:60", "09:30", "16:00", "13.00", "1300"})
    EXPECT_THAT(refusal({}, {std::string("XNYS 2026-12-09 ") + time}), HasSubstr("HH:MM")) << time;
  EXPECT_THAT(refusal({}, {"XNYS 2026-12-12 13:00"}), HasSubstr("closed on that day"));
  EXPECT_THAT(refusal({}, {"KR 2026-12-09 13:00"}), HasSubstr("no halves"));
  EXPECT_THAT(refusal({"XNYS 2026-12-09"}, {"XNYS 2026-12-09 13:00"}), HasSubstr("keep one"));
  EXPECT_EQ(refusal({"XNYS 2026-12-12"}, {"XNYS 2026-11-27 12:00"}), "taken");
}

TEST(MarketCalendar, NamesExchangesAndKinds) {
  for (const Exchange exchange : kAll) EXPECT_EQ(*parse_exchange(to_string(exchange)), exchange);
  EXPECT_FALSE(parse_exchange("xnys"));
  EXPECT_EQ(to_string(SessionKind::half), "half");
}

}  // namespace
}  // namespace seohak
