#include "serve/login_limit.h"

#include <gmock/gmock.h>

namespace seohak {
namespace {

using std::chrono::seconds;

constexpr LoginLimit::Time kStart{std::chrono::hours(1)};
constexpr LoginRates kRates{.peer = {.per_second = 1.0 / 30, .burst = 3},
                            .all = {.per_second = 1.0 / 10, .burst = 5}};

TEST(LoginLimit, LetsABurstThroughAndThenOneInAWhile) {
  LoginLimit limit(kRates);
  for (int attempt = 0; attempt < 3; ++attempt)
    EXPECT_EQ(limit.take("192.0.2.7", kStart), Duration::zero());
  EXPECT_EQ(limit.take("192.0.2.7", kStart), seconds(30));
  EXPECT_EQ(limit.take("192.0.2.7", kStart + seconds(29)), seconds(1));
  EXPECT_EQ(limit.take("192.0.2.7", kStart + seconds(30)), Duration::zero());
  EXPECT_EQ(limit.take("192.0.2.7", kStart + seconds(30)), seconds(30));
}

TEST(LoginLimit, LimitsManyAddressesTogether) {
  LoginLimit limit(kRates);
  for (int peer = 0; peer < 5; ++peer)
    EXPECT_EQ(limit.take("192.0.2." + std::to_string(peer), kStart), Duration::zero());
  EXPECT_EQ(limit.take("192.0.2.99", kStart), seconds(10));
  EXPECT_EQ(limit.take("192.0.2.99", kStart + seconds(10)), Duration::zero());
}

TEST(LoginLimit, TakesTheAddressesOfASubscriberAsOne) {
  LoginLimit limit(kRates);
  for (const char* peer : {"2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:1:ffff::3"})
    EXPECT_EQ(limit.take(peer, kStart), Duration::zero());
  EXPECT_EQ(limit.take("2001:db8:0:1::4", kStart), seconds(30));
  EXPECT_EQ(limit.take("2001:db8:0:2::1", kStart), Duration::zero());
}

TEST(LoginLimit, ForgivesWhoKnowsThePassword) {
  LoginLimit limit(kRates);
  for (int attempt = 0; attempt < 3; ++attempt) ASSERT_EQ(limit.take("::1", kStart), seconds(0));
  limit.forgive("::1");
  EXPECT_EQ(limit.take("::1", kStart), Duration::zero());
}

}  // namespace
}  // namespace seohak
