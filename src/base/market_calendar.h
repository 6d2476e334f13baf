#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"
#include "base/time.h"

namespace seohak {

/// Whose days are meant: New York Stock Exchange, Nasdaq, or Korean banks (business days).
enum class Exchange { xnys, xnas, kr };
/// "XNYS", "XNAS", "KR".
std::string_view to_string(Exchange exchange);
/// The inverse. Errors: bad_request, listing the names.
Result<Exchange> parse_exchange(std::string_view text);

enum class SessionKind { full, half, closed };
/// "full", "half", "closed".
std::string_view to_string(SessionKind kind);

/// One calendar day of an exchange. `open_at` and `close_at` bound the regular session; both are
/// the epoch when closed. Korean business days carry the hours of the won's market.
struct Session {
  PlainDay day;  ///< in the exchange's zone
  SessionKind kind = SessionKind::closed;
  Instant open_at{};
  Instant close_at{};
  bool operator==(const Session&) const = default;
  bool is_open() const { return kind != SessionKind::closed; }
};

/// When exchanges are open: rules, known unscheduled closures, and closures of the configuration.
/// XNYS and XNAS are right from 2010 on, KR in 2010-2027 (korean_holidays.h). A value, cheap to
/// copy; immutable; thread-safe. Days of 2000-2039 are looked up, others computed at each call.
class MarketCalendar {
 public:
  /// By the rules alone.
  MarketCalendar();
  /// With days that the rules do not know: closures "XNYS 2026-12-09" and early closings
  /// "XNYS 2026-12-09 13:00", local time. A closure of a closed day changes nothing.
  /// Errors: bad_config, quoting the entry and saying what is expected.
  static Result<MarketCalendar> make(std::span<const std::string> closures,
                                     std::span<const std::string> half_days);
  /// With the settings calendar.closures and calendar.half_days. Errors: as make.
  static Result<MarketCalendar> from(const Config& config);

  /// What the day is; closed days too.
  Session session(Exchange exchange, PlainDay day) const;
  bool is_open_day(Exchange exchange, PlainDay day) const;
  /// The `count`th open day after `day`, which need not be open itself; `count` >= 1.
  PlainDay next_session(Exchange exchange, PlainDay day, int count = 1) const;
  /// The `count`th open day before `day`, which need not be open itself; `count` >= 1.
  PlainDay previous_session(Exchange exchange, PlainDay day, int count = 1) const;
  /// The newest open day whose session began at or before `instant`.
  PlainDay session_day(Exchange exchange, Instant instant) const;
  /// The open days of [from, to), oldest first.
  std::vector<Session> sessions(Exchange exchange, DayInterval days) const;
  /// Every day of [from, to), closed ones too, oldest first: the rows of raw_data.market_session.
  std::vector<Session> days(Exchange exchange, DayInterval days) const;

 private:
  struct Tables;
  explicit MarketCalendar(std::shared_ptr<const Tables> tables);

  std::shared_ptr<const Tables> tables_;  ///< shared by copies: 1 MB that never changes
};

}  // namespace seohak
