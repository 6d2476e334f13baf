#include "extract/float32.h"

#include <array>
#include <charconv>
#include <random>
#include <string>

#include <gmock/gmock.h>

#include "base/fixed.h"

namespace seohak {
namespace {

/// The steps of the shortest text that means the same number, by the standard library.
template <typename Real>
std::int64_t by_text(Real value) {
  std::array<char, 400> text{};
  const auto written =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return *parse_scaled({text.data(), static_cast<std::size_t>(written.ptr - text.data())}, 6);
}

TEST(Float32, ShortestTextOfAnyFloatAndDouble) {
  std::mt19937_64 random(20260303);
  for (int i = 0; i < 300'000; ++i) {
    const int digits = static_cast<int>(random() % 8);
    double scale = 1;
    for (int d = 0; d < digits; ++d) scale *= 10;
    const double decimal = static_cast<double>(random() % 100'000'000) / scale;
    const double price = i % 2 == 0 ? decimal : -decimal;
    const auto narrow = static_cast<float>(price);
    ASSERT_EQ(*shortest_steps(static_cast<double>(narrow)), by_text(narrow)) << narrow;
    if (static_cast<double>(narrow) != price) {
      ASSERT_EQ(*shortest_steps(price), by_text(price)) << price;
    }
    const auto next = std::nextafter(narrow, 1e6F);
    ASSERT_EQ(*shortest_steps(static_cast<double>(next)), by_text(next)) << next;
  }
}

TEST(Float32, PricesAsTheyAreMeant) {
  EXPECT_EQ(*shortest_steps(123.45999908447266), 123'460'000);
  EXPECT_EQ(*shortest_steps(0.10000000149011612), 100'000);
  EXPECT_EQ(*shortest_steps(1234.5677490234375), 1'234'567'700);
  EXPECT_EQ(*shortest_steps(0.1), 100'000);
  EXPECT_EQ(*shortest_steps(0.0), 0);
  EXPECT_FALSE(shortest_steps(1e12));
}

}  // namespace
}  // namespace seohak
