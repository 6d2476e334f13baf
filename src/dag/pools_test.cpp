#include "dag/pools.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <thread>

namespace seohak {
namespace {

using testing::ElementsAre;

std::function<void()> never() {
  return [] { ADD_FAILURE() << "granted at once, or never"; };
}

TEST(Pools, GrantsAsManySlotsAsThereAre) {
  Pools pools({{"cnn", 2}, {"warehouse", 1}});
  EXPECT_TRUE(pools.has("cnn"));
  EXPECT_FALSE(pools.has("yahoo"));
  EXPECT_THAT(pools.names(), ElementsAre("cnn", "warehouse"));
  const auto first = pools.enter("cnn", never());
  const auto second = pools.enter("cnn", never());
  const auto third = pools.enter("cnn", never());
  const auto other = pools.enter("warehouse", never());
  EXPECT_TRUE(first.is_granted() && second.is_granted() && other.is_granted());
  EXPECT_FALSE(third.is_granted());
  const Pools::Use use = pools.use("cnn");
  EXPECT_EQ(use.slots, 2);
  EXPECT_EQ(use.taken, 2);
  EXPECT_EQ(use.waiting, 1);
}

TEST(Pools, GivesASlotToWhoeverCameFirst) {
  Pools pools({{"cnn", 1}});
  std::vector<std::string> told;
  const auto tell = [&](std::string who) { return [&told, who] { told.push_back(who); }; };
  std::optional holder(pools.enter("cnn", never()));
  std::optional second(pools.enter("cnn", tell("second")));
  std::optional gone(pools.enter("cnn", tell("gone")));
  std::optional fourth(pools.enter("cnn", tell("fourth")));
  gone.reset();
  holder.reset();
  EXPECT_THAT(told, ElementsAre("second"));
  EXPECT_TRUE(second->is_granted());
  second.reset();
  EXPECT_THAT(told, ElementsAre("second", "fourth"));
  fourth.reset();
  EXPECT_EQ(pools.use("cnn").taken, 0);
}

TEST(Pools, NeverLetsMoreInAtOnce) {
  Pools pools({{"cnn", 2}});
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 6; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 200; ++round) {
        std::atomic<bool> told{false};
        const auto place = pools.enter("cnn", [&] {
          told = true;
          told.notify_one();
        });
        if (!place.is_granted()) told.wait(false);
        const int now = ++inside;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
        }
        --inside;
      }
    });
  threads.clear();
  EXPECT_LE(most, 2);
  EXPECT_EQ(pools.use("cnn").taken, 0);
  EXPECT_EQ(pools.use("cnn").waiting, 0);
}

}  // namespace
}  // namespace seohak
