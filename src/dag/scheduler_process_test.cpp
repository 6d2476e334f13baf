#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <random>

#include "dag/scheduler_fixture.h"

namespace seohak {
namespace {

/// A week has not many events more.
constexpr int kKillsInAWeek = 20;

/// $SEOHAK_KILLS / 20, else one.
int weeks_asked() {
  const char* kills = std::getenv("SEOHAK_KILLS");
  return kills == nullptr ? 1 : std::max(1, std::atoi(kills) / kKillsInAWeek);
}

/// Writes a byte for each event and goes no further than `most`, however late it is killed.
class Teller final : public RunObserver {
 public:
  Teller(int descriptor, int most) : descriptor_(descriptor), left_(most) {}
  void on_event(const RunEvent&) override {
    if (left_-- == 0) pause();
    if (write(descriptor_, "x", 1) != 1) _exit(1);
  }

 private:
  int descriptor_;
  int left_;
};

/// A week of a scheduler's life, in one process or in many that are killed.
class SchedulerProcessTest : public RunStoreFixture {
 protected:
  static std::vector<Pipeline> pipelines() {
    return {scheduled_pipeline("often", "every 2 h in us session", CatchUp::all),
            scheduled_pipeline("daily", "us close + 20 min"),
            scheduled_pipeline("seoul", "20:00 Asia/Seoul daily; kr business days 09:05",
                               CatchUp::all)};
  }

  /// When the process before this one was killed, as the state tells it.
  Instant clock_of(const std::filesystem::path& state) {
    Instant now = begin_;
    const auto dues = DueStore::open(state, clock_).value();
    for (const Pipeline& pipeline : pipelines())
      if (const auto known = dues->state(pipeline.name).value())
        now = std::max(now, known->looked_until);
    return now;
  }

  std::vector<std::string> live(const std::filesystem::path& state, RunObserver* watch = nullptr) {
    FakeClock clock(clock_of(state));
    SimulatedProcess process(state, clock, redactor_, pipelines());
    process.watch = watch;
    process.live_until(end_);
    std::vector<std::string> history = process.history();
    EXPECT_EQ(process.runs(), history.size()) << "no run without its due instant";
    return history;
  }

  /// Lives on until `events` have happened, then is killed, at some instant before kSlack more have
  /// happened. Whether it came so far.
  bool live_and_be_killed(const std::filesystem::path& state, int events) {
    int told[2];
    EXPECT_EQ(pipe(told), 0);
    const pid_t child = fork();
    if (child == 0) {
      close(told[0]);
      Teller teller(told[1], events + kSlack);
      live(state, &teller);
      _exit(0);
    }
    close(told[1]);
    char byte = 0;
    int seen = 0;
    while (seen < events && read(told[0], &byte, 1) == 1) ++seen;
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    close(told[0]);
    return seen == events;
  }

  static constexpr int kSlack = 3;
  Instant begin_ = *parse_instant("2026-11-23T00:00:00Z");
  Instant end_ = *parse_instant("2026-11-30T00:00:00Z");
};

// Half a day on Friday, none on Thursday.
TEST_F(SchedulerProcessTest, AWeekThatIsKilledAtTwentyPointsEqualsAnUndisturbedOne) {
  const std::vector<std::string> undisturbed = live(directory_ / "undisturbed.sqlite");
  EXPECT_EQ(undisturbed.size(), 30U);  // 4 + 4 + 4 + 2, 4, and 7 + 5
  std::mt19937 random(20261123);
  std::uniform_int_distribution<int> events(0, 12);
  for (int week = 0; week < weeks_asked(); ++week) {
    const std::filesystem::path state = directory_ / fmt::format("{}.sqlite", week);
    int killed = 0;
    for (int trial = 0; trial < kKillsInAWeek; ++trial)
      killed += live_and_be_killed(state, events(random)) ? 1 : 0;
    EXPECT_EQ(killed, kKillsInAWeek) << "the week was over too soon";
    EXPECT_EQ(live(state), undisturbed) << "week " << week;
  }
}

}  // namespace
}  // namespace seohak
