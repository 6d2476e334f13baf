#include "dag/cron.h"

#include <bit>

#include <fmt/format.h>

#include "base/check.h"

namespace seohak {
namespace {

namespace chrono = std::chrono;
using chrono::minutes;

/// 29 February on a named weekday: 28 years, 40 across a century without a leap day.
constexpr chrono::days kFarthest{45 * 366};

bool has(std::uint64_t bits, unsigned number) { return (bits >> number & 1U) != 0; }

/// The smallest number of the set from `from` on.
std::optional<unsigned> first_of(std::uint64_t bits, unsigned from) {
  if (from > 63 || bits >> from == 0) return std::nullopt;
  return from + static_cast<unsigned>(std::countr_zero(bits >> from));
}

std::string in_capitals(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

}  // namespace

std::optional<std::array<std::string, 5>> Cron::shortcut(std::string_view word) {
  if (word == "@hourly") return {{"0", "*", "*", "*", "*"}};
  if (word == "@daily" || word == "@midnight") return {{"0", "0", "*", "*", "*"}};
  if (word == "@weekly") return {{"0", "0", "*", "*", "0"}};
  if (word == "@monthly") return {{"0", "0", "1", "*", "*"}};
  if (word == "@yearly" || word == "@annually") return {{"0", "0", "1", "1", "*"}};
  return std::nullopt;
}

Result<Cron> Cron::make(const std::array<std::string, 5>& fields) {
  Cron cron;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    cron.bits_[i] = SEOHAK_TRY(parse_cron_field(static_cast<CronField>(i), fields[i]));
    cron.fields_[i] = in_capitals(fields[i]);
  }
  cron.follows_clock_ = fields[0].starts_with('*') || fields[1].starts_with('*');
  cron.needs_both_days_ = fields[2].starts_with('*') || fields[4].starts_with('*');
  if (!cron.first_from(Instant(chrono::sys_days(chrono::year(2000) / 1 / 1))))
    return fail(Errc::bad_request, fmt::format("day: no month named by \"{}\" has a day \"{}\"",
                                               fields[3], fields[2]));
  return cron;
}

std::string Cron::text() const { return fmt::format("{}", fmt::join(fields_, " ")); }

bool Cron::is_any(CronField field) const { return fields_[static_cast<std::size_t>(field)] == "*"; }

bool Cron::is_named(chrono::sys_days day) const {
  const bool by_day =
      has(numbers(CronField::day), static_cast<unsigned>(chrono::year_month_day(day).day()));
  const bool by_weekday = has(numbers(CronField::weekday), chrono::weekday(day).c_encoding());
  return needs_both_days_ ? by_day && by_weekday : by_day || by_weekday;
}

std::optional<Instant> Cron::first_from(Instant local) const {
  const chrono::sys_days start = chrono::floor<chrono::days>(local);
  auto hour = static_cast<unsigned>(chrono::floor<chrono::hours>(local - start).count());
  auto minute =
      static_cast<unsigned>((chrono::floor<minutes>(local - start) - chrono::hours(hour)).count());
  for (chrono::sys_days day = start; day < start + kFarthest; hour = minute = 0) {
    const chrono::year_month_day date(day);
    if (!has(numbers(CronField::month), static_cast<unsigned>(date.month()))) {
      day = date.year() / date.month() / 1 + chrono::months(1);
      continue;
    }
    for (auto h = first_of(numbers(CronField::hour), hour); is_named(day) && h;
         h = first_of(numbers(CronField::hour), *h + 1)) {
      const auto m = first_of(numbers(CronField::minute), *h == hour ? minute : 0);
      if (m) return Instant(day) + chrono::hours(*h) + minutes(*m);
    }
    day += chrono::days(1);
  }
  return std::nullopt;
}

Instant Cron::next(const TimeZone& zone, Instant after) const {
  return follows_clock_ ? next_running(zone, after) : next_clock_time(zone, after);
}

Instant Cron::next_clock_time(const TimeZone& zone, Instant after) const {
  // Clock times map to instants in their order, so that the first one behind `after` is sought.
  Instant local = chrono::floor<minutes>(zone.local(after));
  while (true) {
    const auto found = first_from(local);
    SEOHAK_CHECK(found.has_value());
    const auto day = chrono::floor<chrono::days>(*found);
    const Instant instant =
        zone.at({day}, chrono::duration_cast<chrono::seconds>(*found - Instant(day)));
    if (instant > after) return instant;
    local = *found + minutes(1);
  }
}

Instant Cron::next_running(const TimeZone& zone, Instant after) const {
  Instant from = after + Duration(1);
  while (true) {
    const ZoneStretch stretch = zone.stretch_at(from);
    const auto found = first_from(chrono::ceil<minutes>(from + stretch.offset));
    SEOHAK_CHECK(found.has_value());
    const Instant instant = *found - stretch.offset;
    if (instant < stretch.span.to) return instant;
    from = stretch.span.to;
  }
}

}  // namespace seohak
