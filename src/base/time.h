#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seohak {

/// A point in time: UTC, microseconds since 1970-01-01. No leap seconds.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

/// A calendar date without a zone. `Tag` says whose date it is, so that dates of different zones
/// do not mix by accident.
template <typename Tag>
struct Day {
  std::chrono::sys_days date{};
  auto operator<=>(const Day&) const = default;
  Day operator+(int days) const { return {date + std::chrono::days(days)}; }
  Day operator-(int days) const { return {date - std::chrono::days(days)}; }
  Day& operator++() { return *this = *this + 1; }
  /// Days from the other to this one.
  int operator-(Day other) const { return static_cast<int>((date - other.date).count()); }
};

/// The exchange's trading date, America/New_York.
using MarketDay = Day<struct MarketTag>;
/// A date in Asia/Seoul.
using SeoulDay = Day<struct SeoulTag>;
/// A date as a source prints it, before its zone is known to matter.
using PlainDay = Day<struct PlainTag>;

/// Half-open [from, to).
template <typename T>
struct Interval {
  T from{};
  T to{};
  bool operator==(const Interval&) const = default;
  bool empty() const { return !(from < to); }
  bool contains(const T& value) const { return !(value < from) && value < to; }
};
using DayInterval = Interval<PlainDay>;

/// Zones the program knows. Rules come from the system's zone database.
enum class Zone { utc, new_york, seoul, frankfurt };
/// IANA name, e.g. "Asia/Seoul".
std::string_view zone_name(Zone zone);

/// The date that calendars in `zone` show at `instant`.
PlainDay day_in(Zone zone, Instant instant);
/// The first instant of `day` in `zone`.
Instant start_of(Zone zone, PlainDay day);
/// Wall-clock `time` of `day` in `zone`; an hour that does not exist moves forward to the next
/// that does, one that comes twice is the earlier.
Instant at(Zone zone, PlainDay day, std::chrono::seconds time);

/// "2026-04-13" -> day. Errors: bad_data.
Result<PlainDay> parse_day(std::string_view text);
/// "20260413" -> day. Errors: bad_data.
Result<PlainDay> parse_compact_day(std::string_view text);
/// RFC 3339 with Z or offset, up to 9 fraction digits (cut to microseconds). Errors: bad_data.
Result<Instant> parse_instant(std::string_view text);

/// "2026-04-13"; a year before 1 as SQL engines write it: "0044-03-15 (BC)". Any day.
std::string format_day(std::chrono::sys_days day);
template <typename Tag>
std::string format(Day<Tag> day) {
  return format_day(day.date);
}
/// "20260413".
std::string format_compact(PlainDay day);
/// RFC 3339 UTC; fraction only when not zero: "2026-05-01T23:04:19Z", "…:19.250000Z".
std::string format(Instant instant);
/// "2026-04-13 16:20" in `zone`.
std::string format_local(Zone zone, Instant instant);
/// "2026-04-13 16:20:07" in `zone`.
std::string format_local_second(Zone zone, Instant instant);

/// Saturday or Sunday.
bool is_weekend(PlainDay day);

}  // namespace seohak
