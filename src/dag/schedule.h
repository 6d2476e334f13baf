#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dag/schedule_rule.h"

namespace seohak {

/// When something is due, and the data for which that stands.
struct Due {
  Instant at;
  Interval<Instant> data;  ///< from the schedule's due instant before to this one
  PlainDay day;            ///< the session's day, else the date in the rule's zone
};

/// When a pipeline runs by itself, in market time: one or more rules joined by ";".
///
///     cron 5 9 * * 1-5 Asia/Seoul         the five fields of cron (or @daily …) and a zone
///     us close + 20 min                   once a session; us or kr, open or close, + or - up to 12
///     h every 30 min in us session          opening and close included; half days end early us
///     sessions 18:00                   days on which New York trades, New York time kr business
///     days 09:05, 11:10       business days of Korean banks, Seoul time 20:00 Asia/Seoul daily or
///     weekdays
///
/// Pure: no clock; the calendar is handed in. A value; immutable; thread-safe.
class Schedule {
 public:
  /// Case and further blanks do not matter, but for zones. Errors: bad_request, saying at which
  /// character, what is expected there, and the nearest right word.
  static Result<Schedule> parse(std::string_view text);

  /// In its canonical form, which `parse` reads back to an equal one.
  std::string text() const;
  std::span<const ScheduleRule> rules() const { return rules_; }

  /// The first due instant after `after`; instants of several rules that coincide are one.
  Due next(const MarketCalendar& calendar, Instant after) const;
  /// The due instants of [from, to), oldest first.
  std::vector<Due> between(const MarketCalendar& calendar, Interval<Instant> span) const;

 private:
  explicit Schedule(std::vector<ScheduleRule> rules) : rules_(std::move(rules)) {}
  RuleDue first_after(const MarketCalendar& calendar, Instant after) const;
  /// The last due instant before `before`.
  Instant last_before(const MarketCalendar& calendar, Instant before) const;

  std::vector<ScheduleRule> rules_;
};

/// One rule, without ";"; `offset`: characters of the text that lie before it. Errors: as
/// Schedule::parse.
Result<ScheduleRule> parse_schedule_rule(std::string_view text, std::size_t offset);

}  // namespace seohak
