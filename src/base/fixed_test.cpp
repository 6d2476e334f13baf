#include "base/fixed.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

TEST(Fixed, ReadsWhatSourcesWrite) {
  EXPECT_EQ(parse_scaled("1,483.4", 6, true).value(), 1'483'400'000);
  EXPECT_EQ(parse_scaled("1,483", 6, true).value(), 1'483'000'000);
  EXPECT_EQ(parse_scaled("0.8735", 6).value(), 873'500);
  EXPECT_EQ(parse_scaled("-0.0000005", 6).value(), -1);  // half away from zero
  EXPECT_EQ(parse_scaled("0.00000049", 6).value(), 0);
  EXPECT_EQ(parse_scaled("12.", 6).value(), 12'000'000);
}

TEST(Fixed, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "-", ".", "N/A", "1e3", "1,48.3", ",483", "1.2.3", "1 000", "nan",
                           "99999999999999999999", "9999999999999999"})
    EXPECT_FALSE(parse_scaled(text, 6, true)) << text;
  EXPECT_FALSE(parse_scaled("1,483.4", 6, false));
}

TEST(Fixed, PrintsAllItsDigits) {
  EXPECT_EQ(format_scaled(1'489'950'360, 6), "1489.950360");
  EXPECT_EQ(format_scaled(-5, 6), "-0.000005");
  EXPECT_EQ(format_scaled(7, 0), "7");
  EXPECT_EQ(format_scaled(INT64_MIN, 6), "-9223372036854.775808");
}

// 1740.86 / 1.1684 by an arbitrary-precision calculator: 1489.95207121..., ECB's rates of
// 2026-04-13.
TEST(Fixed, DividesExactly) {
  EXPECT_EQ(divide_scaled(1'740'860'000, 1'168'400, 6).value(), 1'489'952'071);
  EXPECT_EQ(divide_scaled(1, 2, 0).value(), 1);
  EXPECT_EQ(divide_scaled(-1, 2, 0).value(), -1);
  EXPECT_EQ(divide_scaled(1, 3, 6).value(), 333'333);
  EXPECT_FALSE(divide_scaled(INT64_MAX, 1, 6));
}

TEST(Fixed, AddsWithinOneUnit) {
  const Krw a = Krw::parse("1,489.95", true).value();
  const Krw b = Krw::from_steps(50'000);
  EXPECT_EQ((a + b).to_string(), "1490.000000");
  EXPECT_LT(b, a);
}

}  // namespace
}  // namespace seohak
