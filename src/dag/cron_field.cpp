#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "base/text.h"
#include "dag/cron.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kWeekdays{"sun", "mon", "tue", "wed",
                                                    "thu", "fri", "sat"};

/// What may stand in a field. Sunday is both 0 and 7.
struct FieldRule {
  std::string_view name;
  int least;
  int most;
  std::span<const std::string_view> names;  ///< of the numbers from `least` on
  std::string_view expected;
};

FieldRule rule_of(CronField field) {
  switch (field) {
    case CronField::minute: return {"minute", 0, 59, {}, "0 to 59"};
    case CronField::hour: return {"hour", 0, 23, {}, "0 to 23"};
    case CronField::day: return {"day", 1, 31, {}, "1 to 31"};
    case CronField::month: return {"month", 1, 12, kMonths, "1 to 12 or JAN to DEC"};
    case CronField::weekday: return {"weekday", 0, 7, kWeekdays, "0 to 7 or SUN to SAT"};
  }
  return {};
}

std::optional<int> small_number(std::string_view text) {
  int value = 0;
  if (text.empty() || text.size() > 2) return std::nullopt;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

Result<int> parse_one(const FieldRule& rule, std::string_view text) {
  const std::string lower = to_lower(text);
  const auto name = std::find(rule.names.begin(), rule.names.end(), lower);
  if (name != rule.names.end()) return rule.least + static_cast<int>(name - rule.names.begin());
  const auto value = small_number(text);
  if (value && *value >= rule.least && *value <= rule.most) return *value;
  const std::string_view near = nearest(lower, rule.names);
  return fail(Errc::bad_request,
              fmt::format("expected {}, not \"{}\"{}", rule.expected, text,
                          near.empty() ? "" : fmt::format("; did you mean {}?", near)));
}

/// A part of a list: "5", "1-5", "*", "*/15", "8-18/2".
Result<std::uint64_t> parse_part(const FieldRule& rule, std::string_view part) {
  const std::size_t slash = part.find('/');
  const std::string_view range = part.substr(0, slash);
  const std::size_t dash = range.find('-');
  int from = rule.least;
  int to = rule.most;
  if (range != "*") {
    from = SEOHAK_TRY(parse_one(rule, range.substr(0, dash)));
    to =
        dash == std::string_view::npos ? from : SEOHAK_TRY(parse_one(rule, range.substr(dash + 1)));
  }
  int step = 1;
  if (slash != std::string_view::npos) {
    step = small_number(part.substr(slash + 1)).value_or(0);
    if (step < 1)
      return fail(Errc::bad_request,
                  fmt::format("expected a step from 1 to 99 behind the /, not \"{}\"",
                              part.substr(slash + 1)));
    if (range != "*" && dash == std::string_view::npos)
      return fail(Errc::bad_request,
                  fmt::format("a step needs a range: write {}-{}/{}", range, rule.most, step));
  }
  if (to < from) return fail(Errc::bad_request, fmt::format("the range {} runs backwards", range));
  std::uint64_t bits = 0;
  for (int value = from; value <= to; value += step) bits |= std::uint64_t{1} << value;
  return bits;
}

}  // namespace

Result<std::uint64_t> parse_cron_field(CronField field, std::string_view text) {
  const FieldRule rule = rule_of(field);
  std::uint64_t bits = 0;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    bits |= SEOHAK_TRY(parse_part(rule, text.substr(start, comma - start)).context(rule.name));
    start = comma + 1;
  }
  constexpr std::uint64_t kSeven = std::uint64_t{1} << 7U;
  if (field == CronField::weekday && (bits & kSeven) != 0) bits = (bits & ~kSeven) | 1U;
  return bits;
}

}  // namespace seohak
