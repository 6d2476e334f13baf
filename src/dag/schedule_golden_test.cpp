#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include <fmt/format.h>

#include "base/csv.h"
#include "base/hash.h"
#include "dag/schedule.h"

namespace seohak {
namespace {

using std::chrono::minutes;

/// Rows of a file of tests/golden, without its header; an empty first field repeats the one above.
std::vector<std::vector<std::string>> golden_rows(const std::string& name) {
  std::ifstream file(std::string(SEOHAK_SOURCE_DIR) + "/tests/golden/" + name);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  CsvReader reader(text);
  std::vector<std::vector<std::string>> rows;
  EXPECT_TRUE(*reader.next()) << name;
  while (*reader.next()) {
    const auto fields = reader.fields();
    rows.emplace_back(fields.begin(), fields.end());
    if (rows.back()[0].empty()) rows.back()[0] = rows[rows.size() - 2][0];
  }
  return rows;
}

minutes minutes_of(std::string_view time) {
  return minutes(std::stoi(std::string(time.substr(0, 2))) * 60 +
                 std::stoi(std::string(time.substr(3, 2))));
}

/// "11:00 14:30-21:00/30" of a day.
std::vector<std::string> expected_instants(PlainDay day, const std::string& text) {
  std::vector<std::string> found;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    const std::string word = text.substr(start, end - start);
    const bool run = word.size() > 5;
    const minutes last = run ? minutes_of(word.substr(6)) : minutes_of(word);
    const minutes step(run ? std::stoi(word.substr(12)) : 1);
    for (minutes at = minutes_of(word); at <= last; at += step)
      found.push_back(format(Instant(day.date) + at));
    start = end + 1;
  }
  return found;
}

std::vector<std::string> instants_of(const Schedule& schedule, Interval<Instant> span) {
  static const MarketCalendar kCalendar;
  std::vector<std::string> found;
  Instant last = schedule.next(kCalendar, span.from - Duration(1)).data.from;
  for (const Due& due : schedule.between(kCalendar, span)) {
    EXPECT_EQ(due.data, (Interval<Instant>{last, due.at})) << "no gap, no overlap";
    last = due.at;
    found.push_back(format(due.at));
  }
  return found;
}

Schedule schedule_of(const std::string& text) {
  const auto schedule = Schedule::parse(text);
  EXPECT_TRUE(schedule) << text << ": " << schedule.error().message;
  return schedule.value();
}

TEST(ScheduleGolden, IsDueAroundClockChangesHalfDaysAndHolidaysAsOthersSay) {
  int checked = 0;
  for (const auto& row : golden_rows("schedule_days.csv")) {
    const PlainDay day = parse_day(row[1]).value();
    const Interval<Instant> span{Instant(day.date), Instant((day + 1).date)};
    EXPECT_EQ(instants_of(schedule_of(row[0]), span), expected_instants(day, row[2]))
        << row[0] << " on " << row[1];
    ++checked;
  }
  EXPECT_GT(checked, 5000);
}

TEST(ScheduleGolden, IsDueThroughout2024To2027AsOthersSay) {
  std::map<std::string, int> schedules;
  for (const auto& row : golden_rows("schedule_years.csv")) {
    const std::chrono::year year(std::stoi(row[1]));
    std::string all;
    const auto found =
        instants_of(schedule_of(row[0]),
                    {Instant(std::chrono::sys_days(year / 1 / 1)),
                     Instant(std::chrono::sys_days((year + std::chrono::years(1)) / 1 / 1))});
    for (const std::string& instant : found) all += instant + "\n";
    EXPECT_EQ(found.size(), std::stoul(row[2])) << row[0] << " in " << row[1];
    EXPECT_EQ(sha256_hex(all), row[3]) << row[0] << " in " << row[1];
    ++schedules[row[0]];
  }
  EXPECT_GT(schedules.size(), 40U);
}

TEST(ScheduleGolden, StandsForTheDaysThatOthersSay) {
  const MarketCalendar calendar;
  int checked = 0;
  for (const auto& row : golden_rows("schedule_runs.csv")) {
    const Instant at = parse_instant(row[1]).value();
    const Due due = schedule_of(row[0]).next(calendar, at - Duration(1));
    EXPECT_EQ(format(due.at), row[1]) << row[0];
    EXPECT_EQ(format(due.day), row[2]) << row[0] << " at " << row[1];
    ++checked;
  }
  EXPECT_GT(checked, 500);
}

}  // namespace
}  // namespace seohak
