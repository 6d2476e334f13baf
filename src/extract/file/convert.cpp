#include "extract/file/convert.h"

#include <fmt/format.h>

#include "base/fixed.h"
#include "base/text.h"
#include "extract/answer_text.h"
#include "extract/float32.h"

namespace seohak {
namespace {

tl::unexpected<Error> unreadable(std::string_view text, std::string_view what) {
  return fail(Errc::bad_data, fmt::format("\"{}\" is not {}", shorten(text, 64), what));
}

bool is_null_word(std::string_view text) {
  if (text.empty() || (text[0] != 'N' && text[0] != 'n' && text[0] != '-')) return false;
  return equal_ignoring_case(text, "N/A") || equal_ignoring_case(text, "null") || text == "-";
}

/// Seconds of "HH:MM" or "HH:MM:SS"; fractions of zeros are allowed.
Result<std::chrono::seconds> parse_clock(std::string_view text) {
  const std::string_view whole = text.substr(0, text.find('.'));
  if (whole.size() != 5 && whole.size() != 8) return unreadable(text, "a time HH:MM:SS");
  const auto two = [&](std::size_t at) -> int {
    const char a = whole[at], b = whole[at + 1];
    return a >= '0' && a <= '9' && b >= '0' && b <= '9' ? (a - '0') * 10 + (b - '0') : 99;
  };
  const int seconds = whole.size() == 8 ? two(6) : 0;
  const bool colons = whole[2] == ':' && (whole.size() == 5 || whole[5] == ':');
  if (!colons || two(0) > 23 || two(3) > 59 || seconds > 59)
    return unreadable(text, "a time HH:MM:SS");
  return std::chrono::hours(two(0)) + std::chrono::minutes(two(3)) + std::chrono::seconds(seconds);
}

Result<Instant> parse_label(std::string_view text, const FileMapping& mapping) {
  if (mapping.time_format != "iso") {
    const std::int64_t count = SEOHAK_TRY(parse_scaled(text, 0));
    const std::int64_t micros = mapping.time_format == "epoch_s" ? 1'000'000 : 1'000;
    constexpr std::int64_t kMost = 253'402'300'800'000'000;  // year 10000
    if (count > kMost / micros || count < -kMost / micros) return unreadable(text, "an instant");
    return Instant(Duration(count * micros));
  }
  if (auto instant = parse_instant(text)) return instant;
  if (text.size() < 16 || (text[10] != ' ' && text[10] != 'T'))
    return unreadable(text, "an instant");
  const PlainDay day = SEOHAK_TRY(parse_day(text.substr(0, 10)));
  return at(mapping.zone, day, SEOHAK_TRY(parse_clock(text.substr(11))));
}

/// "1,234.50", also "$1,234.50" and "-0.626%", in steps of 10^-6.
Result<std::int64_t> parse_decimal(std::string_view text, const FileMapping& mapping) {
  if (mapping.float32) return shortest_steps(SEOHAK_TRY(parse_real(text, true)));
  std::string_view digits = text;
  const bool negative = digits.starts_with("-$");
  if (negative) digits.remove_prefix(1);
  if (digits.starts_with('$')) digits.remove_prefix(1);
  if (digits.ends_with('%')) digits.remove_suffix(1);
  const std::int64_t steps = SEOHAK_TRY(parse_scaled(digits, 6, true));
  return negative ? -steps : steps;
}

Result<std::int64_t> parse_integer(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos &&
      text.find_first_not_of('0', point + 1) != std::string_view::npos)
    return unreadable(text, "a whole number");
  return parse_scaled(text.substr(0, point), 0, true);
}

Result<bool> parse_boolean(std::string_view text) {
  if (text == "1" || equal_ignoring_case(text, "true")) return true;
  if (text == "0" || equal_ignoring_case(text, "false")) return false;
  return unreadable(text, "true or false");
}

}  // namespace

Result<Instant> parse_time_by(std::string_view text, const FileMapping& mapping) {
  return SEOHAK_TRY(parse_label(text, mapping)) - mapping.label_shift;
}

Result<PlainDay> parse_day_by(std::string_view text, std::string_view format) {
  const std::string_view rest = text.size() > format.size() ? text.substr(format.size()) : "";
  const auto time = rest.empty() ? std::chrono::seconds(0)
                                 : parse_clock(rest.substr(1)).value_or(std::chrono::seconds(-1));
  if (text.size() < format.size() || time.count() != 0)
    return unreadable(text, fmt::format("a date {}", format));
  std::string iso = "0000-00-00";
  std::size_t year = 0, month = 5, day = 8;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] == 'Y' && year < 4)
      iso[year++] = text[i];
    else if (format[i] == 'M' && month < 7)
      iso[month++] = text[i];
    else if (format[i] == 'D' && day < 10)
      iso[day++] = text[i];
    else if (format[i] != text[i])
      return unreadable(text, fmt::format("a date {}", format));
  }
  auto parsed = parse_day(iso);
  if (!parsed) return unreadable(text, fmt::format("a date {}", format));
  return parsed;
}

Result<void> set_from_text(RowWriter& rows, std::size_t index, std::string_view text,
                           const FileMapping& mapping) {
  const Column& column = rows.schema().columns[index];
  if (column.nullable && is_null_word(text)) return {};
  switch (column.type) {
    case ColumnType::date:
      rows.day(index, SEOHAK_TRY(parse_day_by(text, mapping.day_format)));
      break;
    case ColumnType::timestamp:
      rows.instant(index, SEOHAK_TRY(parse_time_by(text, mapping)));
      break;
    case ColumnType::text: rows.text(index, text); break;
    case ColumnType::decimal: rows.decimal(index, SEOHAK_TRY(parse_decimal(text, mapping))); break;
    case ColumnType::real: rows.real(index, SEOHAK_TRY(parse_real(text, true))); break;
    case ColumnType::big_integer:
    case ColumnType::integer: rows.integer(index, SEOHAK_TRY(parse_integer(text))); break;
    case ColumnType::boolean: rows.boolean(index, SEOHAK_TRY(parse_boolean(text))); break;
  }
  return {};
}

}  // namespace seohak
