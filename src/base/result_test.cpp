#include "base/result.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return fail(Errc::bad_data, "odd");
  return value / 2;
}

Result<int> quarter(int value) {
  const int once = SEOHAK_TRY(half(value).context("first"));
  return half(once).context("second");
}

Result<int> eighth(int value) { return half(SEOHAK_TRY(half(SEOHAK_TRY(half(value))))); }

TEST(Result, CarriesContextOutermostFirst) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().message, "second: odd");
  EXPECT_EQ(quarter(5).error().message, "first: odd");
  EXPECT_EQ(exit_code(Errc::timeout), 75);
  EXPECT_EQ(exit_code(Errc::drifted), 1);
  EXPECT_EQ(exit_code(Errc::bad_config), 2);
}

TEST(Result, IsTriedInsideAnotherTry) {
  EXPECT_EQ(eighth(16).value(), 2);
  for (const int value : {1, 2, 4}) EXPECT_EQ(eighth(value).error().message, "odd");
}

}  // namespace
}  // namespace seohak
