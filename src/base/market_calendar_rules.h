#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/market_calendar.h"

namespace seohak {

/// What the rules of an exchange say of one day, in its own wall-clock time.
struct DayRule {
  SessionKind kind = SessionKind::closed;
  std::chrono::seconds open_time{};   ///< since midnight in the exchange's zone; 0 when closed
  std::chrono::seconds close_time{};  ///< the same
};

/// The zone in which an exchange's days and hours are meant.
Zone zone_of(Exchange exchange);

/// The rules and the known unscheduled closures, without those of the configuration.
/// XNYS and XNAS (one set of holidays): right from 2010 on; Juneteenth since 2022, halves close at
/// 13:00. KR: business days, 09:00-15:30 (-15:00 before 2016-08-01), no halves. Pure.
DayRule rule_of(Exchange exchange, PlainDay day);

/// A day that the configuration declares: closed, or closing early.
struct CalendarException {
  Exchange exchange = Exchange::xnys;
  PlainDay day;
  std::optional<std::chrono::seconds> close_time;  ///< of a half day; none: closed
};

/// Entries "XNYS 2026-12-09" and "XNYS 2026-12-09 13:00". A half day is one of XNYS or XNAS that
/// the rules leave open, closes within the day's hours, and is not declared closed as well.
/// Errors: bad_config, quoting the entry and saying what is expected.
Result<std::vector<CalendarException>> parse_exceptions(std::span<const std::string> closures,
                                                        std::span<const std::string> half_days);

}  // namespace seohak
