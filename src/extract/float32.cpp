#include "extract/float32.h"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/fixed.h"

namespace seohak {

Result<std::int64_t> shortest_steps(double value) {
  if (!std::isfinite(value) || std::abs(value) >= 1e12)
    return fail(Errc::bad_data, fmt::format("{} is no price", value));
  std::array<char, 400> text{};
  const auto narrow = static_cast<float>(value);
  const auto written =
      static_cast<double>(narrow) == value
          ? std::to_chars(text.data(), text.data() + text.size(), narrow, std::chars_format::fixed)
          : std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return parse_scaled({text.data(), static_cast<std::size_t>(written.ptr - text.data())}, 6);
}

}  // namespace seohak
