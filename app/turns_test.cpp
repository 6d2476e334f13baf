#include "turns.h"

#include <future>

#include <gtest/gtest.h>

namespace seohak {
namespace {

TEST(Turns, OneAtATime) {
  Turns turns;
  EXPECT_FALSE(turns.is_taken());
  std::future<bool> second;
  {
    const auto first = turns.wait({});
    ASSERT_TRUE(first);
    EXPECT_TRUE(turns.is_taken());
    second = std::async(std::launch::async, [&] { return turns.wait({}).has_value(); });
    EXPECT_EQ(second.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  }
  EXPECT_TRUE(second.get());
  EXPECT_FALSE(turns.is_taken());
}

TEST(Turns, WhoIsStoppedGivesUpItsPlace) {
  Turns turns;
  std::stop_source stop;
  {
    const auto first = turns.wait({});
    auto second = std::async(std::launch::async, [&] { return turns.wait(stop.get_token()); });
    stop.request_stop();
    const auto stopped = second.get();
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, Errc::cancelled);
    EXPECT_TRUE(turns.is_taken());
  }
  EXPECT_TRUE(turns.wait({}));
}

}  // namespace
}  // namespace seohak
