#include "dag/schedule_words.h"

#include <fmt/format.h>

namespace seohak {
namespace {

using std::chrono::minutes;

struct Place {
  std::string_view en;
  std::string_view ko;
};

Place place_of(const TimeZone& zone) {
  if (zone == TimeZone(Zone::seoul)) return {"Seoul", "서울"};
  if (zone == TimeZone(Zone::new_york)) return {"New York", "뉴욕"};
  return {zone.name(), zone.name()};
}

Place market_of(Market market) {
  return market == Market::us ? Place{"US", "미국 장"} : Place{"Korean", "한국 장"};
}

/// "30 minutes", "minute".
std::string each_of(minutes step) {
  if (step == minutes(1)) return "minute";
  return step == minutes(60) ? "hour" : length_words(step).en;
}

ScheduleWords words_of(const CronRule& rule) {
  const ScheduleWords words = explain(rule.cron);
  const Place place = place_of(rule.zone);
  return {fmt::format("{}, {} time", words.en, place.en),
          fmt::format("{} 시각 {}", place.ko, words.ko)};
}

ScheduleWords words_of(const EdgeRule& rule) {
  const Place market = market_of(rule.market);
  const bool open = rule.edge == EdgeRule::Edge::open;
  const std::string en = fmt::format("the {} {}", market.en, open ? "open" : "close");
  const std::string ko = fmt::format("{} {}", market.ko, open ? "시작" : "마감");
  if (rule.offset == minutes(0)) return {"at " + en, ko + " 때"};
  const bool before = rule.offset < minutes(0);
  const ScheduleWords length = length_words(std::chrono::abs(rule.offset));
  return {fmt::format("{} {} {}", length.en, before ? "before" : "after", en),
          fmt::format("{} {} {}", ko, length.ko, before ? "전" : "뒤")};
}

ScheduleWords words_of(const StepRule& rule) {
  const Place market = market_of(rule.market);
  return {fmt::format("every {} of the {} session, opening and close included", each_of(rule.step),
                      market.en),
          fmt::format("{}중 {}마다(시작과 마감 포함)", market.ko, length_words(rule.step).ko)};
}

ScheduleWords words_of(const SessionTimesRule& rule) {
  const std::string times = times_text(rule.times);
  if (rule.market == Market::us)
    return {fmt::format("at {} New York time on US trading days", times),
            fmt::format("미국 거래일 뉴욕 시각 {}", times)};
  return {fmt::format("at {} Seoul time on Korean business days", times),
          fmt::format("한국 영업일 서울 시각 {}", times)};
}

ScheduleWords words_of(const DailyRule& rule) {
  const std::string times = times_text(rule.times);
  const Place place = place_of(rule.zone);
  return {fmt::format("at {} {} time, {}", times, place.en,
                      rule.weekdays ? "Monday to Friday" : "daily"),
          fmt::format("{} {} 시각 {}", rule.weekdays ? "월~금요일" : "매일", place.ko, times)};
}

}  // namespace

ScheduleWords length_words(minutes duration) {
  const auto hours = duration.count() / 60;
  const auto rest = duration.count() % 60;
  ScheduleWords words;
  if (hours > 0)
    words = {fmt::format("{} hour{}", hours, hours == 1 ? "" : "s"), fmt::format("{}시간", hours)};
  if (rest == 0) return words;
  const std::string_view gap = hours > 0 ? " " : "";
  words.en += fmt::format("{}{} minute{}", gap, rest, rest == 1 ? "" : "s");
  words.ko += fmt::format("{}{}분", gap, rest);
  return words;
}

ScheduleWords explain(const ScheduleRule& rule) {
  return std::visit([](const auto& one) { return words_of(one); }, rule);
}

ScheduleWords explain(const Schedule& schedule) {
  ScheduleWords words;
  for (const ScheduleRule& rule : schedule.rules()) {
    const ScheduleWords one = explain(rule);
    const std::string_view gap = words.en.empty() ? "" : "; ";
    words.en += fmt::format("{}{}", gap, one.en);
    words.ko += fmt::format("{}{}", gap, one.ko);
  }
  return words;
}

}  // namespace seohak
