#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seohak {

/// Text of value / 10^scale with exactly `scale` decimals: (148995036, 5) -> "1489.95036".
std::string format_scaled(std::int64_t value, int scale);

/// Decimal text -> integer of 10^-scale units; digits beyond `scale` round half away from zero.
/// Accepts one sign, a point, thousands commas between digit groups of three when `commas`.
/// No exponent, no blanks. Errors: bad_data (malformed, or beyond int64).
Result<std::int64_t> parse_scaled(std::string_view text, int scale, bool commas = false);

/// a / b in 10^-scale units, both given in the same units; half away from zero. b must not be 0.
/// Errors: bad_data when the quotient does not fit.
Result<std::int64_t> divide_scaled(std::int64_t a, std::int64_t b, int scale);

/// An amount of `Unit` in steps of 10^-Scale, exact over +-9.2e18 steps. Different units do not
/// add, compare or convert by accident.
template <typename Unit, int Scale>
class Fixed {
 public:
  static constexpr int kScale = Scale;
  constexpr Fixed() = default;
  /// `steps` of 10^-Scale.
  static constexpr Fixed from_steps(std::int64_t steps) { return Fixed(steps); }
  static Result<Fixed> parse(std::string_view text, bool commas = false) {
    return Fixed(SEOHAK_TRY(parse_scaled(text, Scale, commas)));
  }
  constexpr std::int64_t steps() const { return steps_; }
  auto operator<=>(const Fixed&) const = default;
  constexpr Fixed operator+(Fixed other) const { return Fixed(steps_ + other.steps_); }
  constexpr Fixed operator-(Fixed other) const { return Fixed(steps_ - other.steps_); }
  std::string to_string() const { return format_scaled(steps_, Scale); }

 private:
  explicit constexpr Fixed(std::int64_t steps) : steps_(steps) {}
  std::int64_t steps_ = 0;
};

using Usd = Fixed<struct UsdUnit, 6>;
using Krw = Fixed<struct KrwUnit, 6>;
/// Won per one unit of another currency.
using KrwPer = Fixed<struct KrwPerUnit, 6>;

}  // namespace seohak
