#pragma once

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "base/market_calendar.h"
#include "dag/cron.h"

namespace seohak {

/// Whose trading days are meant: New York's, or the business days of Korean banks.
enum class Market { us, kr };
/// "us", "kr".
std::string_view to_string(Market market);
/// The calendar's exchange, whose zone the market's times are in.
Exchange exchange_of(Market market);
TimeZone zone_of(Market market);

/// Times of a day, ascending, each once.
using DayTimes = std::vector<std::chrono::minutes>;

/// "cron 5 9 * * 1-5 Asia/Seoul".
struct CronRule {
  Cron cron;
  TimeZone zone;
};
/// "us close + 20 min": once a session, on half days by their early close.
struct EdgeRule {
  enum class Edge { open, close };
  Market market = Market::us;
  Edge edge = Edge::close;
  std::chrono::minutes offset{0};  ///< negative: before it
};
/// "every 5 min in us session": at the opening, then in steps up to the close, at the close too
/// when a step falls on it.
struct StepRule {
  std::chrono::minutes step{1};
  Market market = Market::us;
};
/// "us sessions 18:00": times of the days on which the market opens, in its zone.
struct SessionTimesRule {
  Market market = Market::us;
  DayTimes times;
};
/// "20:00 Asia/Seoul daily", "… weekdays" (Monday to Friday, holidays too).
struct DailyRule {
  DayTimes times;
  TimeZone zone;
  bool weekdays = false;
};
using ScheduleRule = std::variant<CronRule, EdgeRule, StepRule, SessionTimesRule, DailyRule>;

/// A due instant of a rule, and the day for which it stands: the session's, else the date that the
/// rule's zone shows.
struct RuleDue {
  Instant at;
  PlainDay day;
};

/// The rule's first due instant after `after`. Clock times follow the rule of Cron: each comes
/// exactly once.
RuleDue next_due(const ScheduleRule& rule, const MarketCalendar& calendar, Instant after);

/// The rule as it is written.
std::string to_text(const ScheduleRule& rule);

/// "20 min", "2 h": in hours where they are whole.
std::string duration_text(std::chrono::minutes duration);
/// "09:05".
std::string time_text(std::chrono::minutes time);
/// "09:05, 11:10".
std::string times_text(const DayTimes& times);

}  // namespace seohak
