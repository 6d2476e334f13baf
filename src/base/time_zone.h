#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace date {
class time_zone;
}  // namespace date

namespace seohak {

/// The stretch of time over which a zone's offset stays the same.
struct ZoneStretch {
  Interval<Instant> span;  ///< the ends of history are the ends of what the zone database knows
  std::chrono::seconds offset{};  ///< local time less UTC
};

/// Any zone of the system's zone database. A value; immutable; thread-safe.
class TimeZone {
 public:
  /// UTC.
  TimeZone();
  /// One of the program's own.
  explicit TimeZone(Zone zone);
  /// By its IANA name ("Europe/London", also a link such as "ROK"); the case counts. Errors:
  /// bad_request, with the nearest name.
  static Result<TimeZone> find(std::string_view name);
  /// The name that is nearest to a word; empty when none is near.
  static std::string nearest_name(std::string_view word);

  /// As it was asked for.
  std::string_view name() const { return name_; }
  /// Equal when asked for by the same name.
  bool operator==(const TimeZone& other) const { return name_ == other.name_; }

  ZoneStretch stretch_at(Instant instant) const;
  /// What clocks show, as if it were UTC.
  Instant local(Instant instant) const;
  PlainDay day(Instant instant) const;
  /// The instant at which clocks show `time` of `day` (`time` may lie beyond the day): a time that
  /// is left out gives the first instant after the gap, one that comes twice its first.
  Instant at(PlainDay day, std::chrono::seconds time) const;

 private:
  TimeZone(const date::time_zone* rules, std::string name);

  const date::time_zone* rules_;  ///< of the zone database, which lives as long as the process
  std::string name_;
};

/// "2026-04-13 16:20" in `zone`.
std::string format_local(const TimeZone& zone, Instant instant);

}  // namespace seohak
