#include <array>
#include <bit>
#include <span>

#include <fmt/format.h>

#include "dag/schedule_words.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 7> kWeekdaysKo{"일", "월", "화", "수", "목", "금", "토"};
constexpr std::array<std::string_view, 13> kMonths{
    "",     "January", "February",  "March",   "April",    "May",     "June",
    "July", "August",  "September", "October", "November", "December"};
/// More than these clock times are told by hours and minutes.
constexpr int kMostTimes = 6;

/// The numbers of a set, runs of three and more as "1-5"; `name` tells each.
template <typename Name>
std::string set_text(std::uint64_t bits, std::string_view to, const Name& name) {
  std::string text;
  for (unsigned number = 0; number < 64; ++number) {
    if ((bits >> number & 1U) == 0) continue;
    unsigned last = number;
    while (last < 63 && (bits >> (last + 1) & 1U) != 0) ++last;
    if (last < number + 2) last = number;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", name(number));
    if (last > number) text += fmt::format("{}{}", to, name(last));
    number = last;
  }
  return text;
}

std::string numbers_text(std::uint64_t bits, std::string_view to) {
  return set_text(bits, to, [](unsigned number) { return fmt::format("{}", number); });
}

std::string named(std::uint64_t bits, std::string_view to,
                  std::span<const std::string_view> names) {
  return set_text(bits, to, [&](unsigned number) { return names[number]; });
}

/// "every 15 minutes" where that is all that the minutes say; 0 where it is not.
int even_step(std::uint64_t minutes) {
  for (int step = 1; step <= 30; ++step) {
    std::uint64_t wanted = 0;
    for (int minute = 0; minute < 60; minute += step) wanted |= std::uint64_t{1} << minute;
    if (60 % step == 0 && wanted == minutes) return step;
  }
  return 0;
}

/// "09:05, 11:10": each minute of each hour.
std::string clock_times(std::uint64_t minutes, std::uint64_t hours) {
  std::string text;
  for (unsigned hour = 0; hour < 24; ++hour)
    for (unsigned minute = 0; minute < 60; ++minute)
      if ((hours >> hour & minutes >> minute & 1U) != 0)
        text += fmt::format("{}{:02}:{:02}", text.empty() ? "" : ", ", hour, minute);
  return text;
}

ScheduleWords time_words(const Cron& cron) {
  const std::uint64_t minutes = cron.numbers(CronField::minute);
  const std::uint64_t hours = cron.numbers(CronField::hour);
  if (std::popcount(minutes) * std::popcount(hours) <= kMostTimes) {
    const std::string times = clock_times(minutes, hours);
    return {"at " + times, times};
  }
  const int step = even_step(minutes);
  ScheduleWords words{fmt::format("at minute {}", numbers_text(minutes, "-")),
                      fmt::format("{}분", numbers_text(minutes, "~"))};
  if (step == 1) words = {"every minute", "1분마다"};
  if (step > 1) words = {fmt::format("every {} minutes", step), fmt::format("{}분마다", step)};
  if (cron.is_any(CronField::hour)) {
    if (step == 0) words = {words.en + " of every hour", "매시 " + words.ko};
    return words;
  }
  return {fmt::format("{} of hour {}", words.en, numbers_text(hours, "-")),
          fmt::format("{}시 {}", numbers_text(hours, "~"), words.ko)};
}

ScheduleWords day_words(const Cron& cron) {
  const bool any_day = cron.is_any(CronField::day);
  const bool any_weekday = cron.is_any(CronField::weekday);
  const std::uint64_t weekdays = cron.numbers(CronField::weekday);
  ScheduleWords by_day{
      fmt::format("on day {} of the month", numbers_text(cron.numbers(CronField::day), "-")),
      fmt::format("{}{}일", cron.is_any(CronField::month) ? "매월 " : "",
                  numbers_text(cron.numbers(CronField::day), "~"))};
  ScheduleWords by_weekday{named(weekdays, " to ", kWeekdays),
                           named(weekdays, "~", kWeekdaysKo) + "요일"};
  if (any_day && any_weekday) return {"daily", "매일"};
  if (any_weekday) return by_day;
  if (any_day) return by_weekday;
  if (cron.needs_both_days())
    return {fmt::format("{} if that is {}", by_day.en, by_weekday.en),
            fmt::format("{} 가운데 {}", by_day.ko, by_weekday.ko)};
  return {fmt::format("{} and {}", by_day.en, by_weekday.en),
          fmt::format("{}과 {}", by_day.ko, by_weekday.ko)};
}

}  // namespace

ScheduleWords explain(const Cron& cron) {
  const ScheduleWords time = time_words(cron);
  ScheduleWords day = day_words(cron);
  if (!cron.is_any(CronField::month)) {
    const std::uint64_t months = cron.numbers(CronField::month);
    day.en += " in " + named(months, " to ", kMonths);
    day.ko = numbers_text(months, "~") + "월 " + day.ko;
  }
  return {fmt::format("{}, {}", time.en, day.en), fmt::format("{} {}", day.ko, time.ko)};
}

}  // namespace seohak
