#include "dag/schedule.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dag/schedule_words.h"

namespace seohak {
namespace {

using testing::ElementsAre;

Instant instant(std::string_view text) { return parse_instant(text).value(); }

std::string canonical(std::string_view text) {
  const auto schedule = Schedule::parse(text);
  if (!schedule) return schedule.error().message;
  const auto again = Schedule::parse(schedule->text());
  EXPECT_TRUE(again && again->text() == schedule->text()) << schedule->text();
  return schedule->text();
}

std::string refusal(std::string_view text) {
  const auto schedule = Schedule::parse(text);
  if (schedule) return "taken";
  EXPECT_EQ(schedule.error().code, Errc::bad_request);
  return schedule.error().message;
}

std::vector<std::string> due(std::string_view text, std::string_view from, std::string_view to) {
  std::vector<std::string> found;
  for (const Due& one :
       Schedule::parse(text).value().between(MarketCalendar(), {instant(from), instant(to)}))
    found.push_back(format(one.at));
  return found;
}

TEST(Schedule, IsPrintedInOneForm) {
  EXPECT_EQ(canonical("US  close+20 minutes"), "us close + 20 min");
  EXPECT_EQ(canonical("us open -1h 30m"), "us open - 90 min");
  EXPECT_EQ(canonical("kr close"), "kr close");
  EXPECT_EQ(canonical("us close - 0 min"), "us close");
  EXPECT_EQ(canonical("every 60 min in kr session"), "every 1 h in kr session");
  EXPECT_EQ(canonical("kr business days 11:10,9:05, 11:10"), "kr business days 09:05, 11:10");
  EXPECT_EQ(canonical("kr sessions 11:10"), "kr business days 11:10");
  EXPECT_EQ(canonical("20:00 Asia/Seoul"), "20:00 Asia/Seoul daily");
  EXPECT_EQ(canonical("8:00 Etc/GMT+9 weekdays"), "08:00 Etc/GMT+9 weekdays");
  EXPECT_EQ(canonical("cron  */5 9-17/2 * jan mon-fri   Asia/Seoul"),
            "cron */5 9-17/2 * JAN MON-FRI Asia/Seoul");
  EXPECT_EQ(canonical("CRON @daily Asia/Seoul"), "cron 0 0 * * * Asia/Seoul");
  EXPECT_EQ(canonical("every 30 min in us session;20:00 Asia/Seoul daily;"),
            "every 30 min in us session; 20:00 Asia/Seoul daily");
}

TEST(Schedule, SaysWhereItIsWrongAndWhatIsNearest) {
  EXPECT_EQ(refusal("every 30 min in us sesion"),
            "character 20: expected session, not \"sesion\"; did you mean session?");
  EXPECT_EQ(refusal("us close + 20 min; us opne - 30 min"),
            "character 23: expected open, close, sessions or business days, not \"opne\"; did you "
            "mean open?");
  EXPECT_EQ(refusal("evry 5 min in us session"),
            "character 1: expected cron, every, us, kr or a time such as 20:00, not \"evry\"; did "
            "you mean every?");
  EXPECT_EQ(refusal(""), "character 1: expected cron, every, us, kr or a time such as 20:00");
  EXPECT_EQ(refusal("us close;; us open"),
            "character 10: expected cron, every, us, kr or a time such as 20:00");
  EXPECT_EQ(refusal("us close + 20"), "character 14: expected min or h");
  EXPECT_EQ(refusal("us close + 20 parsecs"), "character 15: expected min or h, not \"parsecs\"");
  EXPECT_EQ(refusal("us close + 13 h"), "character 12: at most 12 h are possible");
  EXPECT_EQ(refusal("us close + 99999 min"), "character 12: at most 12 h are possible");
  EXPECT_EQ(refusal("every 0 min in us session"), "character 7: a step is at least 1 min");
  EXPECT_EQ(refusal("every 5 min"),
            "character 12: expected \"in us session\" or \"in kr session\"");
  EXPECT_EQ(refusal("every 5 min in jp session"), "character 16: expected us or kr, not \"jp\"");
  EXPECT_EQ(refusal("kr business dayz 11:10"),
            "character 13: expected days, not \"dayz\"; did you mean days?");
  EXPECT_EQ(refusal("us sessions 24:00"),
            "character 13: expected a time from 00:00 to 23:59, not \"24:00\"");
  EXPECT_EQ(refusal("us sessions"), "character 12: expected a time such as 18:00");
  EXPECT_EQ(refusal("20:00 Asia/Soul daily"),
            "character 7: \"Asia/Soul\" is not a time zone; did you mean Asia/Seoul?");
  EXPECT_EQ(refusal("20:00"), "character 6: expected a time zone such as Asia/Seoul");
  EXPECT_EQ(refusal("us close 20 min"), "character 10: expected ; or the end, not \"20\"");
  EXPECT_EQ(refusal("us close ☺"), "character 10: expected ; or the end, not \"☺\"");
  EXPECT_EQ(refusal(std::string(20, ';')),
            "character 1: expected cron, every, us, kr or a time such as 20:00");
}

TEST(Schedule, SaysWhatIsWrongWithCron) {
  EXPECT_EQ(refusal("cron"),
            "character 5: expected five fields and a time zone: cron 5 9 * * 1-5 Asia/Seoul");
  EXPECT_EQ(refusal("cron 5 9 *"),
            "character 11: cron has five fields and a time zone; 3 are here");
  EXPECT_EQ(refusal("cron 5 9 * * 1-5"), "character 17: expected a time zone such as Asia/Seoul");
  EXPECT_EQ(refusal("cron 5 25 * * * Asia/Seoul"),
            "character 8: hour: expected 0 to 23, not \"25\"");
  EXPECT_EQ(refusal("cron 5 9 * * mno Asia/Seoul"),
            "character 14: weekday: expected 0 to 7 or SUN to SAT, not \"mno\"; did you mean mon?");
  EXPECT_EQ(refusal("cron 5/15 9 * * * Asia/Seoul"),
            "character 6: minute: a step needs a range: write 5-59/15");
  EXPECT_EQ(refusal("cron */0 9 * * * Asia/Seoul"),
            "character 6: minute: expected a step from 1 to 99 behind the /, not \"0\"");
  EXPECT_EQ(refusal("cron 50-10 9 * * * Asia/Seoul"),
            "character 6: minute: the range 50-10 runs backwards");
  EXPECT_EQ(refusal("cron 1, 9 * * * Asia/Seoul"),
            "character 6: minute: expected 0 to 59, not \"\"");
  EXPECT_EQ(refusal("cron 0 0 31 2,4 * Asia/Seoul"),
            "character 6: day: no month named by \"2,4\" has a day \"31\"");
  EXPECT_EQ(refusal("cron @dayly Asia/Seoul"),
            "character 6: expected @hourly, @daily, @weekly, @monthly or @yearly, not \"@dayly\"");
  EXPECT_EQ(refusal("cron @daily"), "character 12: expected a time zone such as Asia/Seoul");
  EXPECT_EQ(refusal("cron 5 9 * * * Asia/Seoul x"),
            "character 27: expected ; or the end, not \"x\"");
}

TEST(Schedule, IncludesOpeningAndCloseAndEndsEarlyOnHalfDays) {
  // The day after Thanksgiving 2026 closes at 13:00 in New York.
  EXPECT_THAT(due("every 2 h in us session", "2026-11-25T00:00:00Z", "2026-11-28T00:00:00Z"),
              ElementsAre("2026-11-25T14:30:00Z", "2026-11-25T16:30:00Z", "2026-11-25T18:30:00Z",
                          "2026-11-25T20:30:00Z", "2026-11-27T14:30:00Z", "2026-11-27T16:30:00Z"));
  EXPECT_THAT(due("every 210 min in us session", "2026-11-27T00:00:00Z", "2026-11-28T00:00:00Z"),
              ElementsAre("2026-11-27T14:30:00Z", "2026-11-27T18:00:00Z"));
  EXPECT_THAT(due("us close + 20 min", "2026-11-25T00:00:00Z", "2026-11-28T00:00:00Z"),
              ElementsAre("2026-11-25T21:20:00Z", "2026-11-27T18:20:00Z"));
}

// New York: 02:00 to 03:00 is left out on 2026-03-08, 01:00 to 02:00 comes twice on 2026-11-01.
TEST(Schedule, RunsEachClockTimeOnceAndStepsByTheRunningClock) {
  EXPECT_THAT(due("02:15, 02:45, 03:00 America/New_York daily", "2026-03-08T05:00:00Z",
                  "2026-03-09T05:00:00Z"),
              ElementsAre("2026-03-08T07:00:00Z"));
  EXPECT_THAT(
      due("cron 30 1 * * * America/New_York", "2026-11-01T04:00:00Z", "2026-11-02T04:00:00Z"),
      ElementsAre("2026-11-01T05:30:00Z"));
  EXPECT_THAT(
      due("cron */30 1 * * * America/New_York", "2026-11-01T04:00:00Z", "2026-11-02T04:00:00Z"),
      ElementsAre("2026-11-01T05:00:00Z", "2026-11-01T05:30:00Z", "2026-11-01T06:00:00Z",
                  "2026-11-01T06:30:00Z"));
  EXPECT_THAT(
      due("cron */30 2 * * * America/New_York", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"),
      ElementsAre());
}

TEST(Schedule, JoinsInstantsThatCoincide) {
  EXPECT_THAT(
      due("us close; 16:00 America/New_York daily", "2026-11-27T05:00:00Z", "2026-12-01T05:00:00Z"),
      ElementsAre("2026-11-27T18:00:00Z", "2026-11-27T21:00:00Z", "2026-11-28T21:00:00Z",
                  "2026-11-29T21:00:00Z", "2026-11-30T21:00:00Z"));
}

TEST(Schedule, StandsForTheTimeSinceItWasDueBefore) {
  const MarketCalendar calendar;
  const auto next = [&](std::string_view text, std::string_view after) {
    return Schedule::parse(text).value().next(calendar, instant(after));
  };
  const Due monday = next("us close + 20 min", "2026-04-10T20:20:00Z");
  EXPECT_EQ(format(monday.at), "2026-04-13T20:20:00Z");
  EXPECT_EQ(format(monday.data.from), "2026-04-10T20:20:00Z");
  EXPECT_EQ(monday.data.to, monday.at);
  EXPECT_EQ(format(monday.day), "2026-04-13");
  EXPECT_EQ(format(next("us close + 12 h", "2026-04-13T21:00:00Z").day), "2026-04-13")
      << "the session's day, though it is the next one in New York";
  const Due leap = next("cron 0 0 29 2 * Asia/Seoul", "2026-01-01T00:00:00Z");
  EXPECT_EQ(format(leap.at), "2028-02-28T15:00:00Z");
  EXPECT_EQ(format(leap.data.from), "2024-02-28T15:00:00Z");
}

TEST(Schedule, ListsHalfOpenSpans) {
  EXPECT_THAT(due("us close", "2026-04-13T20:00:00Z", "2026-04-14T20:00:00Z"),
              ElementsAre("2026-04-13T20:00:00Z"));
  EXPECT_THAT(due("us close", "2026-04-13T20:00:00Z", "2026-04-13T20:00:00Z"), ElementsAre());
  EXPECT_THAT(due("us close", "2026-04-13T20:00:00.000001Z", "2026-04-14T20:00:00.000001Z"),
              ElementsAre("2026-04-14T20:00:00Z"));
}

TEST(Schedule, FollowsClosuresOfTheConfiguration) {
  const std::vector<std::string> closures{"XNYS 2026-12-09"};
  const std::vector<std::string> halves{"XNYS 2026-12-10 13:00"};
  const MarketCalendar calendar = MarketCalendar::make(closures, halves).value();
  const Due due =
      Schedule::parse("us close").value().next(calendar, instant("2026-12-08T22:00:00Z"));
  EXPECT_EQ(format(due.at), "2026-12-10T18:00:00Z");
}

TEST(ScheduleWords, AreSaidInBothLanguages) {
  const auto words = [](std::string_view text) {
    const ScheduleWords found = explain(Schedule::parse(text).value());
    return found.en + " | " + found.ko;
  };
  EXPECT_EQ(words("us close + 20 min"), "20 minutes after the US close | 미국 장 마감 20분 뒤");
  EXPECT_EQ(words("kr open - 90 min"),
            "1 hour 30 minutes before the Korean open | 한국 장 시작 1시간 30분 전");
  EXPECT_EQ(words("us open"), "at the US open | 미국 장 시작 때");
  EXPECT_EQ(words("every 30 min in us session; 20:00 Asia/Seoul daily"),
            "every 30 minutes of the US session, opening and close included; at 20:00 Seoul time, "
            "daily | 미국 장중 30분마다(시작과 마감 포함); 매일 서울 시각 20:00");
  EXPECT_EQ(words("kr business days 09:05, 11:10"),
            "at 09:05, 11:10 Seoul time on Korean business days | 한국 영업일 서울 시각 09:05, "
            "11:10");
  EXPECT_EQ(words("us sessions 18:00"),
            "at 18:00 New York time on US trading days | 미국 거래일 뉴욕 시각 18:00");
  EXPECT_EQ(words("07:30 Europe/Berlin weekdays"),
            "at 07:30 Europe/Berlin time, Monday to Friday | 월~금요일 Europe/Berlin 시각 07:30");
}

TEST(ScheduleWords, TellCronByItsTimesAndDays) {
  const auto words = [](std::string_view fields) {
    const ScheduleWords found =
        explain(Schedule::parse(fmt::format("cron {} Asia/Seoul", fields)).value());
    return found.en + " | " + found.ko;
  };
  EXPECT_EQ(words("5 9 * * 1-5"),
            "at 09:05, Monday to Friday, Seoul time | 서울 시각 월~금요일 09:05");
  EXPECT_EQ(words("*/15 * * * *"), "every 15 minutes, daily, Seoul time | 서울 시각 매일 15분마다");
  EXPECT_EQ(words("* 9-17 * * *"),
            "every minute of hour 9-17, daily, Seoul time | 서울 시각 매일 9~17시 1분마다");
  EXPECT_EQ(words("7 * 1,15 * *"),
            "at minute 7 of every hour, on day 1, 15 of the month, Seoul time | 서울 시각 매월 1, "
            "15일 매시 7분");
  EXPECT_EQ(words("0 12 13 jan-mar fri"),
            "at 12:00, on day 13 of the month and Friday in January to March, Seoul time | 서울 "
            "시각 1~3월 13일과 금요일 12:00");
  EXPECT_EQ(words("0 12 */10 * sun"),
            "at 12:00, on day 1, 11, 21, 31 of the month if that is Sunday, Seoul time | 서울 시각 "
            "매월 1, 11, 21, 31일 가운데 일요일 12:00");
}

}  // namespace
}  // namespace seohak
