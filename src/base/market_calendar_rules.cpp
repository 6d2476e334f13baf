#include "base/market_calendar_rules.h"

#include <algorithm>
#include <array>

#include "base/korean_holidays.h"

namespace seohak {
namespace {

namespace chrono = std::chrono;
using chrono::sys_days;
using chrono::year_month_day;
using namespace std::chrono_literals;

/// Days on which New York stayed closed at short notice.
constexpr std::array kUnscheduled{
    sys_days(2012y / 10 / 29), sys_days(2012y / 10 / 30),  // hurricane Sandy
    sys_days(2018y / 12 / 5),                              // mourning for G. H. W. Bush
    sys_days(2025y / 1 / 9),                               // mourning for J. Carter
};

/// Western Easter Sunday (anonymous Gregorian computus).
sys_days easter(chrono::year in) {
  const int year = static_cast<int>(in);
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int sum = h + l - 7 * m + 114;
  return in / chrono::month(static_cast<unsigned>(sum / 31)) /
         chrono::day(static_cast<unsigned>(sum % 31 + 1));
}

/// Where a fixed date is kept: Friday for a Saturday, Monday for a Sunday.
sys_days observed(sys_days date) {
  const chrono::weekday weekday(date);
  if (weekday == chrono::Saturday) return date - chrono::days(1);
  return weekday == chrono::Sunday ? date + chrono::days(1) : date;
}

/// New Year of a Saturday is not kept: the Friday before belongs to the old books.
bool is_new_year(sys_days day, chrono::year year) {
  const sys_days first(year / 1 / 1);
  return day == first ||
         (chrono::weekday(first) == chrono::Sunday && day == first + chrono::days(1));
}

bool is_new_york_holiday(sys_days day) {
  const year_month_day date(day);
  const chrono::year year = date.year();
  switch (static_cast<unsigned>(date.month())) {
    case 1: return is_new_year(day, year) || day == sys_days(year / 1 / chrono::Monday[3]);
    case 2: return day == sys_days(year / 2 / chrono::Monday[3]);
    case 3:
    case 4: return day == easter(year) - chrono::days(2);
    case 5: return day == sys_days(year / 5 / chrono::Monday[chrono::last]);
    case 6: return year >= 2022y && day == observed(year / 6 / 19);
    case 7: return day == observed(year / 7 / 4);
    case 9: return day == sys_days(year / 9 / chrono::Monday[1]);
    case 11: return day == sys_days(year / 11 / chrono::Thursday[4]);
    case 12: return day == observed(year / 12 / 25);
    default: return false;
  }
}

bool is_new_york_half(sys_days day) {
  const year_month_day date(day);
  const bool before_friday = chrono::weekday(day).c_encoding() < 5;  // Monday to Thursday
  if (date.month() == chrono::July) return before_friday && date.day() == 3d;
  if (date.month() == chrono::December) return before_friday && date.day() == 24d;
  return day == sys_days(date.year() / 11 / chrono::Thursday[4]) + chrono::days(1);
}

DayRule new_york_rule(sys_days day) {
  if (is_new_york_holiday(day) ||
      std::find(kUnscheduled.begin(), kUnscheduled.end(), day) != kUnscheduled.end())
    return {};
  if (is_new_york_half(day)) return {SessionKind::half, 9h + 30min, 13h};
  return {SessionKind::full, 9h + 30min, 16h};
}

DayRule korean_rule(PlainDay day) {
  if (is_korean_holiday(day)) return {};
  const bool long_day = day.date >= sys_days(2016y / 8 / 1);
  return {SessionKind::full, 9h, long_day ? 15h + 30min : 15h};
}

}  // namespace

Zone zone_of(Exchange exchange) { return exchange == Exchange::kr ? Zone::seoul : Zone::new_york; }

DayRule rule_of(Exchange exchange, PlainDay day) {
  if (is_weekend(day)) return {};
  return exchange == Exchange::kr ? korean_rule(day) : new_york_rule(day.date);
}

}  // namespace seohak
