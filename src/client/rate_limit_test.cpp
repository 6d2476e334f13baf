#include "client/rate_limit.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Time = RateLimit::Time;

constexpr RateLimit::Rate kTwoASecond{2.0, 1};

TEST(RateLimit, LetsTheFirstCallGoAtOnce) {
  const RateLimit limit;
  EXPECT_EQ(limit.wait(kTwoASecond, Time(seconds(1))), Duration::zero());
}

TEST(RateLimit, SpacesCallsAtTheSustainedRate) {
  RateLimit limit;
  limit.take(kTwoASecond, Time(seconds(1)));
  EXPECT_EQ(limit.wait(kTwoASecond, Time(seconds(1))), milliseconds(500));
  EXPECT_EQ(limit.wait(kTwoASecond, Time(milliseconds(1300))), milliseconds(200));
  EXPECT_EQ(limit.wait(kTwoASecond, Time(milliseconds(1500))), Duration::zero());
}

TEST(RateLimit, LetsABurstGoAfterARest) {
  RateLimit limit;
  constexpr RateLimit::Rate rate{2.0, 3};
  const Time now(seconds(5));
  for (int call = 0; call < 3; ++call) {
    EXPECT_EQ(limit.wait(rate, now), Duration::zero()) << call;
    limit.take(rate, now);
  }
  EXPECT_EQ(limit.wait(rate, now), milliseconds(500));
}

TEST(RateLimit, NeverExceedsRateTimesTimePlusBurst) {
  RateLimit limit;
  constexpr RateLimit::Rate rate{18.0, 4};
  int calls = 0;
  for (Time now(seconds(1)); now <= Time(seconds(11)); now += milliseconds(1)) {
    while (limit.wait(rate, now) == Duration::zero()) {
      limit.take(rate, now);
      ++calls;
    }
  }
  EXPECT_LE(calls, 18 * 10 + 4);
  EXPECT_GE(calls, 18 * 10);
}

TEST(RateLimit, GivesEachCallTheRoomOfItsOwnRate) {
  RateLimit limit;
  const Time now(seconds(1));
  limit.take({0.5, 1}, now);
  EXPECT_EQ(limit.wait({10.0, 1}, now), seconds(2));
}

TEST(RateLimit, DoesNotSaveUpMoreThanTheBurst) {
  RateLimit limit;
  limit.take(kTwoASecond, Time(seconds(1)));
  const Time much_later(seconds(3600));
  limit.take(kTwoASecond, much_later);
  EXPECT_EQ(limit.wait(kTwoASecond, much_later), milliseconds(500));
}

TEST(RateLimit, ZeroMeansNoLimit) {
  RateLimit limit;
  const Time now(seconds(1));
  for (int call = 0; call < 100; ++call) limit.take({0.0, 1}, now);
  EXPECT_EQ(limit.wait({0.0, 1}, now), Duration::zero());
}

}  // namespace
}  // namespace seohak
