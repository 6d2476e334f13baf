#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time_zone.h"

namespace seohak {

enum class CronField { minute, hour, day, month, weekday };

/// The numbers that a field of cron names, as bits: minutes 0-59, hours 0-23, days 1-31, months
/// 1-12 (or JAN-DEC), weekdays 0-6 from Sunday on (or SUN-SAT; 7 is Sunday too). Lists, ranges and
/// steps over a range or `*`. Errors: bad_request, naming the field and what may stand there.
Result<std::uint64_t> parse_cron_field(CronField field, std::string_view text);

/// The five fields of cron. A value; immutable; thread-safe. As in Vixie's and Debian's cron: days
/// that are named by day and by weekday are those of either, unless one of the fields begins with
/// `*`. When minute and hour both name clock times, each such time of a day comes exactly once: one
/// that the clocks leave out at the first instant after the gap, one that comes twice at its first.
/// When one of them begins with `*`, it is the running clock that is meant: minutes left out are
/// left out, and minutes that come twice come twice.
class Cron {
 public:
  /// Errors: as parse_cron_field; bad_request for a day that no month has.
  static Result<Cron> make(const std::array<std::string, 5>& fields);
  /// The fields of "@daily" and the like; nullopt for another word.
  static std::optional<std::array<std::string, 5>> shortcut(std::string_view word);

  /// The fields, one blank between, names in capitals.
  std::string text() const;
  std::uint64_t numbers(CronField field) const { return bits_[static_cast<std::size_t>(field)]; }
  /// Whether the field takes any number.
  bool is_any(CronField field) const;
  /// Whether it is the running clock that is meant.
  bool follows_clock() const { return follows_clock_; }
  /// Whether a day has to be named by day and by weekday.
  bool needs_both_days() const { return needs_both_days_; }

  /// The first due instant after `after`.
  Instant next(const TimeZone& zone, Instant after) const;

 private:
  Cron() = default;
  bool is_named(std::chrono::sys_days day) const;
  /// The first named minute at or after a minute of local time; nullopt when there is none in the
  /// next 45 years.
  std::optional<Instant> first_from(Instant local) const;
  Instant next_clock_time(const TimeZone& zone, Instant after) const;
  Instant next_running(const TimeZone& zone, Instant after) const;

  std::array<std::string, 5> fields_;
  std::array<std::uint64_t, 5> bits_{};
  bool follows_clock_ = false;
  bool needs_both_days_ = false;
};

}  // namespace seohak
