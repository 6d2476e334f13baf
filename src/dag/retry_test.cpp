#include "dag/retry.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

using std::chrono::seconds;

const RetryPolicy kPolicy{.tries = 6, .first = seconds(5), .most = seconds(60)};

TEST(Retry, DoublesUpToTheMost) {
  const Error error{Errc::timeout, "slow"};
  EXPECT_EQ(pause_before_retry(kPolicy, 1, error), seconds(5));
  EXPECT_EQ(pause_before_retry(kPolicy, 2, error), seconds(10));
  EXPECT_EQ(pause_before_retry(kPolicy, 3, error), seconds(20));
  EXPECT_EQ(pause_before_retry(kPolicy, 4, error), seconds(40));
  EXPECT_EQ(pause_before_retry(kPolicy, 5, error), seconds(60));
}

TEST(Retry, EndsWithTheLastTry) {
  const Error error{Errc::timeout, "slow"};
  EXPECT_EQ(pause_before_retry(kPolicy, 6, error), std::nullopt);
  EXPECT_EQ(pause_before_retry({.tries = 1}, 1, error), std::nullopt);
}

TEST(Retry, NeverTriesAFinalErrorAgain) {
  EXPECT_EQ(pause_before_retry(kPolicy, 1, {Errc::drifted, "renamed"}), std::nullopt);
}

TEST(Retry, DoesNotWaitForRoomOnAFullDisk) {
  EXPECT_EQ(pause_before_retry(kPolicy, 1, {Errc::no_space, "full"}), std::nullopt);
}

TEST(Retry, WaitsAsLongAsTheSourceAsksWithinTheMost) {
  EXPECT_EQ(pause_before_retry(kPolicy, 1, {Errc::rate_limited, "", seconds(30)}), seconds(30));
  EXPECT_EQ(pause_before_retry(kPolicy, 3, {Errc::rate_limited, "", seconds(3)}), seconds(20));
  EXPECT_EQ(pause_before_retry(kPolicy, 1, {Errc::rate_limited, "", seconds(61)}), std::nullopt);
}

TEST(Retry, DoesNotOverflowAfterManyTries) {
  const RetryPolicy many{.tries = 1000, .first = seconds(1), .most = std::chrono::hours(1)};
  EXPECT_EQ(pause_before_retry(many, 900, {Errc::io, ""}), std::chrono::hours(1));
}

}  // namespace
}  // namespace seohak
