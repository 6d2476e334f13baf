#include "extract/retry.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Backoff, DoublesItsCeilingUpToTheMost) {
  const Backoff backoff(milliseconds(500), seconds(60), 1);
  EXPECT_EQ(backoff.ceiling(1), milliseconds(500));
  EXPECT_EQ(backoff.ceiling(2), seconds(1));
  EXPECT_EQ(backoff.ceiling(7), seconds(32));
  EXPECT_EQ(backoff.ceiling(8), seconds(60));
  EXPECT_EQ(backoff.ceiling(1000), seconds(60));
}

TEST(Backoff, DrawsFromTheWholeRange) {
  Backoff backoff(seconds(1), seconds(1), 7);
  Duration least = seconds(2);
  Duration greatest = Duration::zero();
  for (int draw = 0; draw < 1000; ++draw) {
    const Duration wait = backoff.next(1);
    ASSERT_GE(wait, Duration::zero());
    ASSERT_LE(wait, seconds(1));
    least = std::min(least, wait);
    greatest = std::max(greatest, wait);
  }
  EXPECT_LT(least, milliseconds(50));
  EXPECT_GT(greatest, milliseconds(950));
}

TEST(Backoff, IsTheSameForTheSameSeed) {
  Backoff one(seconds(1), seconds(60), 42);
  Backoff two(seconds(1), seconds(60), 42);
  for (int failures = 1; failures < 10; ++failures) {
    EXPECT_EQ(one.next(failures), two.next(failures));
  }
}

}  // namespace
}  // namespace seohak
