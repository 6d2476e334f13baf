#include "dag/schedule_rule.h"

#include <fmt/format.h>

namespace seohak {
namespace {

using std::chrono::minutes;

/// The first open day at or after `day`.
PlainDay open_day_from(const MarketCalendar& calendar, Exchange exchange, PlainDay day) {
  return calendar.is_open_day(exchange, day) ? day : calendar.next_session(exchange, day);
}

RuleDue next_of(const CronRule& rule, const MarketCalendar&, Instant after) {
  const Instant at = rule.cron.next(rule.zone, after);
  return {at, rule.zone.day(at)};
}

RuleDue next_of(const EdgeRule& rule, const MarketCalendar& calendar, Instant after) {
  const Exchange exchange = exchange_of(rule.market);
  PlainDay day = open_day_from(calendar, exchange, zone_of(rule.market).day(after - rule.offset));
  while (true) {
    const Session session = calendar.session(exchange, day);
    const bool opening = rule.edge == EdgeRule::Edge::open;
    const Instant at = (opening ? session.open_at : session.close_at) + rule.offset;
    if (at > after) return {at, day};
    day = calendar.next_session(exchange, day);
  }
}

RuleDue next_of(const StepRule& rule, const MarketCalendar& calendar, Instant after) {
  const Exchange exchange = exchange_of(rule.market);
  PlainDay day = open_day_from(calendar, exchange, zone_of(rule.market).day(after));
  while (true) {
    const Session session = calendar.session(exchange, day);
    if (after < session.open_at) return {session.open_at, day};
    const Instant at = session.open_at + ((after - session.open_at) / rule.step + 1) * rule.step;
    if (at <= session.close_at) return {at, day};
    day = calendar.next_session(exchange, day);
  }
}

/// The first of the times after `after` on the days that `next_day` counts, from `day` on.
template <typename NextDay>
RuleDue next_time(const DayTimes& times, const TimeZone& zone, PlainDay day, Instant after,
                  const NextDay& next_day) {
  while (true) {
    for (const minutes time : times)
      if (const Instant at = zone.at(day, time); at > after) return {at, day};
    day = next_day(day);
  }
}

RuleDue next_of(const SessionTimesRule& rule, const MarketCalendar& calendar, Instant after) {
  const Exchange exchange = exchange_of(rule.market);
  const TimeZone zone = zone_of(rule.market);
  return next_time(rule.times, zone, open_day_from(calendar, exchange, zone.day(after)), after,
                   [&](PlainDay day) { return calendar.next_session(exchange, day); });
}

RuleDue next_of(const DailyRule& rule, const MarketCalendar&, Instant after) {
  const auto from = [&](PlainDay day) {
    while (rule.weekdays && is_weekend(day)) ++day;
    return day;
  };
  return next_time(rule.times, rule.zone, from(rule.zone.day(after)), after,
                   [&](PlainDay day) { return from(day + 1); });
}

std::string text_of(const CronRule& rule) {
  return fmt::format("cron {} {}", rule.cron.text(), rule.zone.name());
}

std::string text_of(const EdgeRule& rule) {
  std::string edge = fmt::format("{} {}", to_string(rule.market),
                                 rule.edge == EdgeRule::Edge::open ? "open" : "close");
  if (rule.offset == minutes(0)) return edge;
  return fmt::format("{} {} {}", edge, rule.offset < minutes(0) ? '-' : '+',
                     duration_text(std::chrono::abs(rule.offset)));
}

std::string text_of(const StepRule& rule) {
  return fmt::format("every {} in {} session", duration_text(rule.step), to_string(rule.market));
}

std::string text_of(const SessionTimesRule& rule) {
  const bool us = rule.market == Market::us;
  return fmt::format("{} {}", us ? "us sessions" : "kr business days", times_text(rule.times));
}

std::string text_of(const DailyRule& rule) {
  return fmt::format("{} {} {}", times_text(rule.times), rule.zone.name(),
                     rule.weekdays ? "weekdays" : "daily");
}

}  // namespace

std::string_view to_string(Market market) { return market == Market::us ? "us" : "kr"; }

Exchange exchange_of(Market market) { return market == Market::us ? Exchange::xnys : Exchange::kr; }

TimeZone zone_of(Market market) {
  return TimeZone(market == Market::us ? Zone::new_york : Zone::seoul);
}

RuleDue next_due(const ScheduleRule& rule, const MarketCalendar& calendar, Instant after) {
  return std::visit([&](const auto& one) { return next_of(one, calendar, after); }, rule);
}

std::string to_text(const ScheduleRule& rule) {
  return std::visit([](const auto& one) { return text_of(one); }, rule);
}

std::string duration_text(minutes duration) {
  const auto hours = std::chrono::floor<std::chrono::hours>(duration);
  if (hours == duration && hours.count() > 0) return fmt::format("{} h", hours.count());
  return fmt::format("{} min", duration.count());
}

std::string time_text(minutes time) {
  return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60);
}

std::string times_text(const DayTimes& times) {
  std::string text;
  for (const minutes time : times) text += (text.empty() ? "" : ", ") + time_text(time);
  return text;
}

}  // namespace seohak
