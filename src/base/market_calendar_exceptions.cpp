#include <algorithm>

#include <fmt/format.h>

#include "base/market_calendar_rules.h"
#include "base/text.h"

namespace seohak {
namespace {

namespace chrono = std::chrono;

/// A refusal of one entry of a setting.
tl::unexpected<Error> refuse(std::string_view setting, std::string_view entry,
                             std::string_view expected) {
  return fail(Errc::bad_config, fmt::format("{}: \"{}\": {}", setting, entry, expected));
}

/// "13:00" since midnight.
std::optional<chrono::seconds> parse_time(std::string_view text) {
  const auto is_digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !is_digit(0) || !is_digit(1) || !is_digit(3) ||
      !is_digit(4))
    return std::nullopt;
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  return chrono::hours(hours) + chrono::minutes(minutes);
}

Result<CalendarException> parse_day_of(std::string_view setting, std::string_view entry,
                                       std::span<const std::string> words) {
  const auto exchange = parse_exchange(words[0]);
  if (!exchange) return refuse(setting, entry, exchange.error().message);
  const auto day = parse_day(words[1]);
  if (!day) return refuse(setting, entry, day.error().message);
  return CalendarException{*exchange, *day, std::nullopt};
}

Result<CalendarException> parse_closure(std::string_view entry) {
  constexpr std::string_view kSetting = "calendar.closures";
  const std::vector<std::string> words = split(entry, ' ');
  if (words.size() != 2)
    return refuse(kSetting, entry,
                  "write exchange and day, as \"XNYS 2026-12-09\"; early closings go into "
                  "calendar.half_days");
  return parse_day_of(kSetting, entry, words);
}

Result<CalendarException> parse_half_day(std::string_view entry,
                                         std::span<const CalendarException> closures) {
  constexpr std::string_view kSetting = "calendar.half_days";
  const std::vector<std::string> words = split(entry, ' ');
  if (words.size() != 3)
    return refuse(kSetting, entry,
                  "write exchange, day and closing time, as \"XNYS 2026-12-09 13:00\"");
  CalendarException exception = SEOHAK_TRY(parse_day_of(kSetting, entry, words));
  if (exception.exchange == Exchange::kr)
    return refuse(kSetting, entry, "Korean business days have no halves; use XNYS or XNAS");
  const bool closed = std::any_of(closures.begin(), closures.end(), [&](const auto& closure) {
    return closure.exchange == exception.exchange && closure.day == exception.day;
  });
  if (closed) return refuse(kSetting, entry, "the day is in calendar.closures too; keep one");
  const DayRule rule = rule_of(exception.exchange, exception.day);
  if (rule.kind == SessionKind::closed)
    return refuse(kSetting, entry, "the exchange is closed on that day; name a trading day");
  exception.close_time = parse_time(words[2]);
  if (!exception.close_time || *exception.close_time <= rule.open_time ||
      *exception.close_time >= chrono::hours(16))
    return refuse(kSetting, entry, "the closing time must be HH:MM in New York, 09:31 to 15:59");
  return exception;
}

}  // namespace

Result<std::vector<CalendarException>> parse_exceptions(std::span<const std::string> closures,
                                                        std::span<const std::string> half_days) {
  std::vector<CalendarException> exceptions;
  for (const std::string& entry : closures) exceptions.push_back(SEOHAK_TRY(parse_closure(entry)));
  const std::vector<CalendarException> closed = exceptions;
  for (const std::string& entry : half_days)
    exceptions.push_back(SEOHAK_TRY(parse_half_day(entry, closed)));
  return exceptions;
}

}  // namespace seohak
