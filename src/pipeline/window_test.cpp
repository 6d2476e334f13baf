#include "pipeline/window.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

PlainDay day(const char* text) { return parse_day(text).value(); }

/// A landing that only tells its manifests.
class FakeLanding final : public Landing {
 public:
  Result<std::unique_ptr<LandingWriter>> writer(std::string_view, std::string_view, DayInterval,
                                                std::string_view) override {
    return fail(Errc::internal, "not asked for here");
  }
  Result<std::vector<Manifest>> manifests(std::string_view, std::string_view) const override {
    return manifests_;
  }
  Result<void> read(const Manifest&,
                    const std::function<Result<void>(const Answer&, int)>&) const override {
    return fail(Errc::internal, "not asked for here");
  }
  Result<LandedExchange> read_one(const LandedPlace&) const override {
    return fail(Errc::internal, "not asked for here");
  }
  Result<void> check_writable() const override { return {}; }

  void land(const char* from, const char* to, bool ok) {
    Manifest manifest;
    manifest.days = {day(from), day(to)};
    LandedRecord record;
    record.ok = ok;
    manifest.records = {record};
    manifests_.push_back(manifest);
  }

 private:
  std::vector<Manifest> manifests_;
};

class LiveWindow : public testing::Test {
 protected:
  DayInterval ask(std::string_view source, DayInterval interval = {}) {
    Dataset dataset;
    dataset.name = "rates";
    dataset.zone = Zone::seoul;
    return live_window(landing_, clock_)(source, dataset, interval).value();
  }
  FakeLanding landing_;
  FakeClock clock_{parse_instant("2026-04-13T03:00:00Z").value()};  // noon in Seoul
};

TEST_F(LiveWindow, StartsWithTheWholeHistoryWhereOneAnswerHoldsIt) {
  EXPECT_EQ(ask("ecb"), (DayInterval{day("1999-01-04"), day("2026-04-14")}));
  EXPECT_EQ(ask("cnn"), (DayInterval{day("2021-02-01"), day("2026-04-14")}));
}

TEST_F(LiveWindow, ARefusalThatWasLandedCoversNothing) {
  landing_.land("2021-02-01", "2026-04-12", false);
  EXPECT_EQ(ask("cnn").from, day("2021-02-01"));
  landing_.land("2021-02-01", "2026-04-12", true);
  EXPECT_EQ(ask("cnn").from, day("2026-04-02")) << "ten days again, as old points are revised";
}

TEST_F(LiveWindow, ANarrowFirstRunLeavesTheHistoryToAsk) {
  landing_.land("2026-04-10", "2026-04-11", true);
  EXPECT_EQ(ask("ecb").from, day("1999-01-04"));
}

TEST_F(LiveWindow, DailyCallsAreMadeUpForOverAMonthOrTheWholePause) {
  EXPECT_EQ(ask("eximbank"), (DayInterval{day("2026-03-14"), day("2026-04-14")}));
  landing_.land("2026-04-01", "2026-04-12", true);
  EXPECT_EQ(ask("eximbank").from, day("2026-03-14"));
  clock_.set(parse_instant("2026-07-01T03:00:00Z").value());
  EXPECT_EQ(ask("eximbank").from, day("2026-04-02"));
}

TEST_F(LiveWindow, KeepsWhatARunNamesUpToToday) {
  EXPECT_EQ(ask("ecb", {day("2026-04-01"), day("2026-05-01")}),
            (DayInterval{day("2026-04-01"), day("2026-04-14")}));
}

TEST_F(LiveWindow, RefusesThePastOfASourceThatTellsOnlyNow) {
  Dataset dataset;
  dataset.name = "now";
  dataset.zone = Zone::seoul;
  dataset.now_only = true;
  const auto asked =
      live_window(landing_, clock_)("ecb", dataset, {day("2026-04-01"), day("2026-04-02")});
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().code, Errc::bad_request);
}

}  // namespace
}  // namespace seohak
