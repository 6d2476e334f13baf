#include "base/time.h"

#include <charconv>

#include <fmt/core.h>

#include "base/time_zone.h"

namespace seohak {
namespace {

namespace chrono = std::chrono;

/// Fixed-width digits; -1 when any character is not a digit.
int digits(std::string_view text, std::size_t from, std::size_t count) {
  if (from + count > text.size()) return -1;
  int value = 0;
  for (char c : text.substr(from, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

Result<PlainDay> make_day(std::string_view text, int year, int month, int day) {
  if (year >= 0 && month >= 0 && day >= 0) {
    chrono::year_month_day date{chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                                chrono::day(static_cast<unsigned>(day))};
    if (date.ok()) return PlainDay{chrono::sys_days(date)};
  }
  return fail(Errc::bad_data, fmt::format("\"{}\" is not a day; use YYYY-MM-DD", text));
}

/// Microseconds of ".123456789" at `at`, moving `at` behind it; fewer digits are tenths etc.
chrono::microseconds fraction(std::string_view text, std::size_t& at) {
  if (at >= text.size() || text[at] != '.') return chrono::microseconds(0);
  std::int64_t micros = 0;
  int scale = 100000;
  for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
    micros += (text[at] - '0') * scale;
    scale /= 10;
  }
  return chrono::microseconds(micros);
}

/// Offset east of UTC, from "Z" or "+09:00" (whole rest of the text); false when malformed.
bool parse_offset(std::string_view text, chrono::minutes& offset) {
  if (text == "Z" || text == "z") return true;
  if (text.size() != 6 || text[3] != ':' || (text[0] != '+' && text[0] != '-')) return false;
  const int hours = digits(text, 1, 2);
  const int minutes = digits(text, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
  offset = chrono::hours(hours) + chrono::minutes(minutes);
  if (text[0] == '-') offset = -offset;
  return true;
}

}  // namespace

std::string_view zone_name(Zone zone) {
  switch (zone) {
    case Zone::utc: return "Etc/UTC";
    case Zone::new_york: return "America/New_York";
    case Zone::seoul: return "Asia/Seoul";
    case Zone::frankfurt: return "Europe/Berlin";
  }
  return "Etc/UTC";
}

PlainDay day_in(Zone zone, Instant instant) { return TimeZone(zone).day(instant); }

Instant at(Zone zone, PlainDay day, chrono::seconds time) { return TimeZone(zone).at(day, time); }

Instant start_of(Zone zone, PlainDay day) { return at(zone, day, chrono::seconds(0)); }

Result<PlainDay> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return make_day(text, -1, -1, -1);
  return make_day(text, digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
}

Result<PlainDay> parse_compact_day(std::string_view text) {
  if (text.size() != 8) return make_day(text, -1, -1, -1);
  return make_day(text, digits(text, 0, 4), digits(text, 4, 2), digits(text, 6, 2));
}

Result<Instant> parse_instant(std::string_view text) {
  const auto malformed = [&] {
    return fail(Errc::bad_data,
                fmt::format("\"{}\" is not an instant; use YYYY-MM-DDTHH:MM:SSZ", text));
  };
  if (text.size() < 20 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' ||
      text[16] != ':')
    return malformed();
  const auto day = parse_day(text.substr(0, 10));
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return malformed();
  std::size_t position = 19;
  const chrono::microseconds micros = fraction(text, position);
  chrono::minutes offset(0);
  if (!parse_offset(text.substr(position), offset)) return malformed();
  return Instant(day->date) + chrono::hours(hour) + chrono::minutes(minute) +
         chrono::seconds(second) + micros - offset;
}

std::string format_day(chrono::sys_days day) {
  // A year of chrono has 16 bits only; the calendar repeats after 400 years.
  constexpr std::int64_t kYears = 400;
  using Era = chrono::duration<std::int64_t, std::ratio<146'097 * 86'400LL>>;
  const auto era = chrono::floor<Era>(day.time_since_epoch());
  const chrono::year_month_day date(day - chrono::days(era));
  const std::int64_t year = static_cast<int>(date.year()) + era.count() * kYears;
  return fmt::format("{:04}-{:02}-{:02}{}", year > 0 ? year : 1 - year,
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     year > 0 ? "" : " (BC)");
}

std::string format_compact(PlainDay day) {
  const chrono::year_month_day date(day.date);
  return fmt::format("{:04}{:02}{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string format(Instant instant) {
  const auto day = chrono::floor<chrono::days>(instant);
  const chrono::hh_mm_ss time(instant - day);
  std::string text = fmt::format("{}T{:02}:{:02}:{:02}", format_day(day), time.hours().count(),
                                 time.minutes().count(), time.seconds().count());
  if (time.subseconds().count() != 0) text += fmt::format(".{:06}", time.subseconds().count());
  return text + "Z";
}

std::string format_local(Zone zone, Instant instant) {
  return format_local(TimeZone(zone), instant);
}

std::string format_local_second(Zone zone, Instant instant) {
  const auto second = chrono::floor<chrono::seconds>(TimeZone(zone).local(instant));
  return fmt::format("{}:{:02}", format_local(zone, instant),
                     (second - chrono::floor<chrono::minutes>(second)).count());
}

bool is_weekend(PlainDay day) {
  const chrono::weekday weekday(day.date);
  return weekday == chrono::Saturday || weekday == chrono::Sunday;
}

}  // namespace seohak
