#include "extract/float32.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "base/fixed.h"

namespace seohak {
namespace {

/// The steps of a float whose shortest text has at most six digits, two or four of them behind the
/// point: no two texts that short mean the same float, so one that means this is the shortest.
std::optional<std::int64_t> few_digits(float value) {
  for (const std::int64_t scale : {100, 10'000}) {
    const double count = std::nearbyint(static_cast<double>(value) * static_cast<double>(scale));
    if (std::abs(count) >= 1e6) continue;
    if (static_cast<float>(count / static_cast<double>(scale)) == value)
      return static_cast<std::int64_t>(count) * (1'000'000 / scale);
  }
  return std::nullopt;
}

/// The same of a double with at most 15 digits, six of them behind the point.
std::optional<std::int64_t> few_digits(double value) {
  const double count = std::nearbyint(value * 1e6);
  if (std::abs(count) >= 1e15 || count / 1e6 != value) return std::nullopt;
  return static_cast<std::int64_t>(count);
}

}  // namespace

Result<std::int64_t> shortest_steps(double value) {
  if (!std::isfinite(value) || std::abs(value) >= 1e12)
    return fail(Errc::bad_data, fmt::format("{} is no price", value));
  const auto narrow = static_cast<float>(value);
  const bool is_float = static_cast<double>(narrow) == value;
  if (const auto steps = is_float ? few_digits(narrow) : few_digits(value)) return *steps;
  std::array<char, 400> text;  // NOLINT(cppcoreguidelines-pro-type-member-init): written below
  const auto written =
      is_float
          ? std::to_chars(text.data(), text.data() + text.size(), narrow, std::chars_format::fixed)
          : std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return parse_scaled({text.data(), static_cast<std::size_t>(written.ptr - text.data())}, 6);
}

}  // namespace seohak
