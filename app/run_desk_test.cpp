#include "run_desk.h"

#include <gmock/gmock.h>

#include "base/test_directory.h"

namespace seohak {
namespace {

using std::chrono::hours;
using ::testing::Contains;
using ::testing::Not;

class Deaf final : public RunObserver {
  void on_event(const RunEvent&) override {}
};

/// A desk over a fresh home whose wall clock the test sets.
class RunDeskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Arguments arguments;
    arguments.home = directory_.path();
    arguments.recordings = SEOHAK_SOURCE_DIR "/recordings";
    arguments.quiet = true;
    auto context = make_context(std::move(arguments), {});
    ASSERT_TRUE(context) << context.error().message;
    context_ = *std::move(context);
    context_.wall = clock_;
    engine_ = Engine::open(context_).value();
    desk_ = RunDesk::open(*engine_, nobody_).value();
    ASSERT_TRUE(desk_->begin(std::nullopt));
  }

  /// Runs a pipeline to its end, for a day of which nothing is recorded. Its id.
  std::string run() {
    const PlainDay day = *parse_day("1999-01-04");
    const auto id = desk_->start({.pipeline = "listing", .days = {day, day + 1}});
    desk_->wait_until_idle();
    return id.value();
  }
  std::vector<std::string> history() {
    std::vector<std::string> ids;
    const std::vector<RunRecord> runs = engine_->history().list({}).value();
    ids.reserve(runs.size());
    for (const RunRecord& run : runs) ids.push_back(run.run);
    return ids;
  }

  test::TempDir directory_;
  std::shared_ptr<FakeClock> clock_ =
      std::make_shared<FakeClock>(*parse_instant("2026-11-23T19:00:00Z"));
  Context context_;
  Deaf nobody_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<RunDesk> desk_;
};

TEST_F(RunDeskTest, AClockThatWasSetAheadTakesNoHistoryBeforeItHasGoneEvenlyForAnHour) {
  const std::string first = run();
  clock_->set(clock_->now() + hours(24 * 800));
  run();
  EXPECT_THAT(history(), Contains(first)) << "the clock may be wrong";
  clock_->advance(hours(2));
  run();
  EXPECT_THAT(history(), Not(Contains(first))) << "it is right, then";
}

TEST_F(RunDeskTest, AnEvenClockTakesWhatIsOldEnough) {
  const std::string first = run();
  clock_->advance(hours(24 * 800));
  run();
  EXPECT_THAT(history(), Not(Contains(first)));
}

}  // namespace
}  // namespace seohak
