#include "load/part_feeder.h"

#include <future>

#include <gmock/gmock.h>

#include "load/test_warehouse.h"

namespace seohak {
namespace {

/// Notes how many batches each part has; fails at a part of that many.
class Noted final : public MergeSession {
 public:
  explicit Noted(std::size_t fail_at = SIZE_MAX) : fail_at_(fail_at) {}
  Result<void> append(std::span<const Batch> batches) override {
    if (gate.valid()) gate.wait();
    if (batches.size() == fail_at_) return fail(Errc::no_space, "the disk is full");
    sizes.push_back(batches.size());
    return {};
  }
  Result<MergeStats> commit() override { return MergeStats{}; }

  std::vector<std::size_t> sizes;
  std::shared_future<void> gate;  ///< when set, each part waits for it

 private:
  std::size_t fail_at_;
};

std::vector<Batch> part(std::size_t batches) { return std::vector<Batch>(batches); }

TEST(PartFeeder, WritesEveryPartInOrder) {
  Noted session;
  PartFeeder feeder(session);
  for (std::size_t i = 0; i < 50; ++i) ASSERT_THAT(feeder.add(part(i)), test::succeeds());
  ASSERT_THAT(feeder.finish(), test::succeeds());
  ASSERT_EQ(session.sizes.size(), 50U);
  for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(session.sizes[i], i);
}

TEST(PartFeeder, TellsTheFirstFailureAndWritesNothingMore) {
  Noted session(3);
  PartFeeder feeder(session);
  std::size_t added = 0;
  while (added < 50 && feeder.add(part(added))) ++added;
  EXPECT_LE(added, 6U) << "at most two parts are under way when the third fails";
  EXPECT_THAT(feeder.finish(), test::fails_with(Errc::no_space));
  EXPECT_THAT(session.sizes, testing::ElementsAre(0, 1, 2));
}

TEST(PartFeeder, DropsThePartThatWaitsWhenItGoes) {
  std::promise<void> open;
  Noted session;
  session.gate = open.get_future().share();
  {
    PartFeeder feeder(session);
    ASSERT_THAT(feeder.add(part(1)), test::succeeds());
    ASSERT_THAT(feeder.add(part(2)), test::succeeds());  // the first has been taken by now
    std::thread opener([&] { open.set_value(); });
    opener.join();
  }
  ASSERT_FALSE(session.sizes.empty());
  EXPECT_EQ(session.sizes.front(), 1U);
}

}  // namespace
}  // namespace seohak
