#include "base/market_calendar.h"

#include <array>

#include <fmt/format.h>

#include "base/check.h"
#include "base/market_calendar_rules.h"

namespace seohak {
namespace {

namespace chrono = std::chrono;
using namespace std::chrono_literals;

constexpr PlainDay kFirst{chrono::sys_days(2000y / 1 / 1)};
constexpr PlainDay kEnd{chrono::sys_days(2040y / 1 / 1)};
constexpr std::array kExchanges{Exchange::xnys, Exchange::xnas, Exchange::kr};

std::size_t index_of(PlainDay day) { return static_cast<std::size_t>(day - kFirst); }
bool is_tabled(PlainDay day) { return !(day < kFirst) && day < kEnd; }

/// UTC time less wall-clock time in the morning of each tabled day. Asks the zone at both ends of
/// a month, and for each day only where they differ.
std::vector<chrono::seconds> offsets(Zone zone) {
  const auto offset = [&](PlainDay day) {
    return chrono::duration_cast<chrono::seconds>(at(zone, day, 9h) - Instant(day.date) - 9h);
  };
  std::vector<chrono::seconds> found;
  found.reserve(index_of(kEnd));
  for (chrono::year_month month = 2000y / 1; chrono::sys_days(month / 1) < kEnd.date;
       month += chrono::months(1)) {
    const PlainDay first{chrono::sys_days(month / 1)};
    const PlainDay last{chrono::sys_days(month / chrono::last)};
    const chrono::seconds constant = offset(first);
    const bool changes = offset(last) != constant;
    for (PlainDay day = first; !(last < day); ++day)
      found.push_back(changes ? offset(day) : constant);
  }
  return found;
}

DayRule rule_with(std::span<const CalendarException> exceptions, Exchange exchange, PlainDay day) {
  const DayRule rule = rule_of(exchange, day);
  for (const CalendarException& exception : exceptions) {
    if (exception.exchange != exchange || exception.day != day) continue;
    if (!exception.close_time) return {};
    return {SessionKind::half, rule.open_time, *exception.close_time};
  }
  return rule;
}

}  // namespace

std::string_view to_string(Exchange exchange) {
  switch (exchange) {
    case Exchange::xnys: return "XNYS";
    case Exchange::xnas: return "XNAS";
    case Exchange::kr: return "KR";
  }
  return "";
}

Result<Exchange> parse_exchange(std::string_view text) {
  for (const Exchange exchange : kExchanges)
    if (text == to_string(exchange)) return exchange;
  return fail(Errc::bad_request,
              fmt::format("\"{}\" is not an exchange; use XNYS, XNAS or KR", text));
}

std::string_view to_string(SessionKind kind) {
  switch (kind) {
    case SessionKind::full: return "full";
    case SessionKind::half: return "half";
    case SessionKind::closed: return "closed";
  }
  return "";
}

struct MarketCalendar::Tables {
  /// All days of one exchange, and ways to count its open ones.
  struct Table {
    std::vector<Session> days;        ///< [kFirst, kEnd)
    std::vector<PlainDay> open;       ///< the open ones
    std::vector<std::size_t> before;  ///< how many of `open` lie before the day
  };

  explicit Tables(std::vector<CalendarException> declared) : exceptions(std::move(declared)) {
    const auto new_york = offsets(Zone::new_york);
    const auto seoul = offsets(Zone::seoul);
    for (const Exchange exchange : kExchanges)
      fill(exchange, zone_of(exchange) == Zone::seoul ? seoul : new_york);
  }

  void fill(Exchange exchange, std::span<const chrono::seconds> zone_offsets) {
    Table& table = tables[static_cast<std::size_t>(exchange)];
    table.days.reserve(zone_offsets.size());
    table.before.reserve(zone_offsets.size());
    for (PlainDay day = kFirst; day < kEnd; ++day) {
      const DayRule rule = rule_with(exceptions, exchange, day);
      Session session{day, rule.kind, {}, {}};
      table.before.push_back(table.open.size());
      if (session.is_open()) {
        const Instant midnight = Instant(day.date) + zone_offsets[index_of(day)];
        session.open_at = midnight + rule.open_time;
        session.close_at = midnight + rule.close_time;
        table.open.push_back(day);
      }
      table.days.push_back(session);
    }
  }

  const Table& of(Exchange exchange) const { return tables[static_cast<std::size_t>(exchange)]; }

  std::vector<CalendarException> exceptions;
  std::array<Table, kExchanges.size()> tables;
};

MarketCalendar::MarketCalendar(std::shared_ptr<const Tables> tables) : tables_(std::move(tables)) {}

MarketCalendar::MarketCalendar()
    : tables_(std::make_shared<const Tables>(std::vector<CalendarException>{})) {}

Result<MarketCalendar> MarketCalendar::make(std::span<const std::string> closures,
                                            std::span<const std::string> half_days) {
  return MarketCalendar(
      std::make_shared<const Tables>(SEOHAK_TRY(parse_exceptions(closures, half_days))));
}

Result<MarketCalendar> MarketCalendar::from(const Config& config) {
  return make(config.list("calendar.closures"), config.list("calendar.half_days"));
}

Session MarketCalendar::session(Exchange exchange, PlainDay day) const {
  if (is_tabled(day)) return tables_->of(exchange).days[index_of(day)];
  const DayRule rule = rule_with(tables_->exceptions, exchange, day);
  if (rule.kind == SessionKind::closed) return Session{day, rule.kind, {}, {}};
  const Zone zone = zone_of(exchange);
  return Session{day, rule.kind, at(zone, day, rule.open_time), at(zone, day, rule.close_time)};
}

bool MarketCalendar::is_open_day(Exchange exchange, PlainDay day) const {
  if (is_tabled(day)) return tables_->of(exchange).days[index_of(day)].is_open();
  return rule_with(tables_->exceptions, exchange, day).kind != SessionKind::closed;
}

PlainDay MarketCalendar::next_session(Exchange exchange, PlainDay day, int count) const {
  SEOHAK_CHECK(count >= 1);
  if (is_tabled(day)) {
    const Tables::Table& table = tables_->of(exchange);
    const std::size_t own = table.days[index_of(day)].is_open() ? 1 : 0;
    const std::size_t wanted =
        table.before[index_of(day)] + own + static_cast<std::size_t>(count) - 1;
    if (wanted < table.open.size()) return table.open[wanted];
  }
  for (; count > 0; --count) do
      ++day;
    while (!is_open_day(exchange, day));
  return day;
}

PlainDay MarketCalendar::previous_session(Exchange exchange, PlainDay day, int count) const {
  SEOHAK_CHECK(count >= 1);
  if (is_tabled(day)) {
    const Tables::Table& table = tables_->of(exchange);
    const std::size_t before = table.before[index_of(day)];
    if (static_cast<std::size_t>(count) <= before)
      return table.open[before - static_cast<std::size_t>(count)];
  }
  for (; count > 0; --count) do
      day = day - 1;
    while (!is_open_day(exchange, day));
  return day;
}

PlainDay MarketCalendar::session_day(Exchange exchange, Instant instant) const {
  // No zone is a day ahead of UTC, so the session sought lies before the day after tomorrow's.
  PlainDay day = previous_session(exchange, PlainDay{chrono::floor<chrono::days>(instant)} + 2);
  while (instant < session(exchange, day).open_at) day = previous_session(exchange, day);
  return day;
}

std::vector<Session> MarketCalendar::sessions(Exchange exchange, DayInterval days) const {
  std::vector<Session> found;
  for (PlainDay day = days.from; day < days.to; ++day)
    if (is_open_day(exchange, day)) found.push_back(session(exchange, day));
  return found;
}

std::vector<Session> MarketCalendar::days(Exchange exchange, DayInterval days) const {
  std::vector<Session> found;
  for (PlainDay day = days.from; day < days.to; ++day) found.push_back(session(exchange, day));
  return found;
}

}  // namespace seohak
