#include "base/executor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <set>

namespace seohak {
namespace {

TEST(Executor, RunsEveryJobOnce) {
  std::atomic<int> ran{0};
  {
    Executor executor(4);
    for (int i = 0; i < 1000; ++i) executor.submit([&ran](std::stop_token) { ++ran; });
  }
  EXPECT_EQ(ran.load(), 1000);
}

TEST(Executor, RunsJobsSideBySide) {
  Executor executor(3);
  std::latch all(3);  // returns only when three jobs stand here together
  std::latch finished(3);
  for (int i = 0; i < 3; ++i) {
    executor.submit([&](std::stop_token) {
      all.arrive_and_wait();
      finished.count_down();
    });
  }
  finished.wait();
  EXPECT_EQ(executor.threads(), 3U);
}

TEST(Executor, HasAtLeastOneThread) {
  Executor executor(0);
  std::latch finished(1);
  executor.submit([&](std::stop_token) { finished.count_down(); });
  finished.wait();
  EXPECT_EQ(executor.threads(), 1U);
}

TEST(Executor, KeepsTheOrderOnOneThread) {
  std::vector<int> order;
  {
    Executor executor(1);
    for (int i = 0; i < 5; ++i)
      executor.submit([&order, i](std::stop_token) { order.push_back(i); });
  }
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(Executor, StopsWhatRunsAndStillRunsWhatWaits) {
  std::atomic<int> stopped{0};
  {
    Executor executor(1);
    std::latch started(1);
    executor.submit([&](std::stop_token stop) {
      started.count_down();
      std::mutex mutex;
      std::condition_variable_any wake;
      std::unique_lock lock(mutex);
      wake.wait(lock, stop, [] { return false; });
      ++stopped;
    });
    executor.submit([&](std::stop_token stop) { stopped += stop.stop_requested() ? 1 : 0; });
    started.wait();
  }
  EXPECT_EQ(stopped.load(), 2);
}

}  // namespace
}  // namespace seohak
