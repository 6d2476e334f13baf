#include "base/fixed.h"

#include <limits>

#include <fmt/core.h>

#include "base/check.h"

namespace seohak {
namespace {

__extension__ using Wide = __int128;

Result<std::int64_t> narrow(Wide value) {
  if (value > std::numeric_limits<std::int64_t>::max() ||
      value < -Wide(std::numeric_limits<std::int64_t>::max()))
    return fail(Errc::bad_data, "the number is too large");
  return static_cast<std::int64_t>(value);
}

/// Whether a comma at `at` stands between complete groups of three digits.
bool comma_is_placed_well(std::string_view whole, std::size_t at) {
  return at > 0 && (whole.size() - at) % 4 == 0;
}

}  // namespace

std::string format_scaled(std::int64_t value, int scale) {
  const bool negative = value < 0;
  // Through unsigned so that the smallest int64 has a magnitude.
  std::uint64_t magnitude =
      negative ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
  std::uint64_t unit = 1;
  for (int i = 0; i < scale; ++i) unit *= 10;
  std::string text = negative ? "-" : "";
  text += fmt::format("{}", magnitude / unit);
  if (scale > 0) text += fmt::format(".{:0{}}", magnitude % unit, scale);
  return text;
}

Result<std::int64_t> parse_scaled(std::string_view text, int scale, bool commas) {
  const auto malformed = [&] {
    return fail(Errc::bad_data, fmt::format("\"{}\" is not a number", text.substr(0, 64)));
  };
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  const std::string_view whole = rest.substr(0, rest.find('.'));
  Wide value = 0;
  int digits = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (whole[i] == ',' && commas && comma_is_placed_well(whole, i)) continue;
    if (whole[i] < '0' || whole[i] > '9' || ++digits > 19) return malformed();
    value = value * 10 + (whole[i] - '0');
  }
  std::string_view fraction = rest.substr(whole.size());
  if (!fraction.empty()) fraction.remove_prefix(1);
  if (digits == 0 && fraction.empty()) return malformed();
  for (int i = 0; i < scale; ++i)
    value = value * 10 + (static_cast<std::size_t>(i) < fraction.size()
                              ? fraction[static_cast<std::size_t>(i)] - '0'
                              : 0);
  for (char c : fraction)
    if (c < '0' || c > '9') return malformed();
  if (fraction.size() > static_cast<std::size_t>(scale) &&
      fraction[static_cast<std::size_t>(scale)] >= '5')
    ++value;
  return narrow(negative ? -value : value);
}

Result<std::int64_t> divide_scaled(std::int64_t a, std::int64_t b, int scale) {
  SEOHAK_CHECK(b != 0);
  Wide numerator = a;
  for (int i = 0; i < scale; ++i) numerator *= 10;
  const bool negative = (a < 0) != (b < 0);
  if (numerator < 0) numerator = -numerator;
  const Wide divisor = b < 0 ? -Wide(b) : Wide(b);
  const Wide quotient = (numerator + divisor / 2) / divisor;
  return narrow(negative ? -quotient : quotient);
}

}  // namespace seohak
