#include "extract/breaker.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

using std::chrono::seconds;
using State = Breaker::State;
using Time = Breaker::Time;

Time at(int second) { return Time(seconds(second)); }

TEST(Breaker, OpensAfterFailuresInARow) {
  Breaker breaker(3, seconds(60));
  breaker.failed(at(1));
  breaker.failed(at(1));
  EXPECT_TRUE(breaker.allows(at(1)));
  breaker.failed(at(1));
  EXPECT_EQ(breaker.state(), State::open);
  EXPECT_FALSE(breaker.allows(at(60)));
  EXPECT_EQ(breaker.wait(at(11)), seconds(50));
}

TEST(Breaker, ForgetsFailuresAfterASuccess) {
  Breaker breaker(2, seconds(60));
  breaker.failed(at(1));
  breaker.succeeded();
  breaker.failed(at(1));
  EXPECT_EQ(breaker.state(), State::closed);
}

TEST(Breaker, LetsOneCallGoAfterTheRest) {
  Breaker breaker(1, seconds(60));
  breaker.failed(at(0));
  ASSERT_TRUE(breaker.allows(at(60)));
  breaker.started(at(60));
  EXPECT_EQ(breaker.state(), State::half_open);
  EXPECT_FALSE(breaker.allows(at(61)));
  EXPECT_EQ(breaker.wait(at(61)), Duration::zero());
}

TEST(Breaker, ClosesWhenThatCallSucceeds) {
  Breaker breaker(1, seconds(60));
  breaker.failed(at(0));
  breaker.started(at(60));
  breaker.succeeded();
  EXPECT_EQ(breaker.state(), State::closed);
  EXPECT_EQ(breaker.openings(), 0);
}

TEST(Breaker, OpensAgainWhenThatCallFails) {
  Breaker breaker(5, seconds(60));
  for (int failure = 0; failure < 5; ++failure) breaker.failed(at(0));
  breaker.started(at(60));
  breaker.failed(at(61));
  EXPECT_EQ(breaker.state(), State::open);
  EXPECT_EQ(breaker.openings(), 2);
  EXPECT_EQ(breaker.wait(at(61)), seconds(60));
}

TEST(Breaker, IgnoresFailuresOfCallsThatWereUnderWayWhenItOpened) {
  Breaker breaker(1, seconds(60));
  breaker.failed(at(0));
  breaker.failed(at(30));
  EXPECT_TRUE(breaker.allows(at(60)));
  EXPECT_EQ(breaker.openings(), 1);
}

TEST(Breaker, TriesAgainWhenTheCallWasDropped) {
  Breaker breaker(1, seconds(60));
  breaker.failed(at(0));
  breaker.started(at(60));
  breaker.dropped();
  EXPECT_TRUE(breaker.allows(at(60)));
}

}  // namespace
}  // namespace seohak
