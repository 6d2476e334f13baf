#include "pipeline/parts.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "pipeline/pipelines.h"

namespace seohak {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

PlainDay day(const char* text) { return parse_day(text).value(); }

class Parts : public testing::Test {
 protected:
  void set(std::string_view key, const std::string& value) {
    config_ = config_.with(key, value).value();
  }
  std::vector<Part> plan(const PipelinePlan& plan, DayInterval days, bool oldest_first = true) {
    const Registry registry = Registry::make(config_).value();
    const CallPlanner planner{registry, calendar_, window_, captures_};
    return plan_parts(planner, plan, days, oldest_first).value();
  }
  static std::vector<std::string> labels(const std::vector<Part>& parts, std::string_view source) {
    std::vector<std::string> labels;
    for (const Part& part : parts)
      if (part.source == source) labels.push_back(part.label);
    return labels;
  }
  Config config_;
  const MarketCalendar calendar_;
  Window window_ = [](std::string_view, const Dataset&, DayInterval days) -> Result<DayInterval> {
    return days;
  };
  Captures captures_ = [](std::string_view, const Dataset&, DayInterval) {
    return std::vector<Instant>();
  };
};

TEST_F(Parts, CutASourceOfOneCallADayIntoRangesOfDays) {
  set("sources.eximbank.key", "abcdefgh");
  const DayInterval days{day("2024-01-01"), day("2024-03-01")};  // 60 days
  const auto parts = plan(exchange_rate_plan(), days);
  EXPECT_THAT(
      labels(parts, "eximbank"),
      ElementsAre("2024-01-01..2024-01-28", "2024-01-29..2024-02-25", "2024-02-26..2024-02-29"));
  std::size_t calls = 0;
  for (const Part& part : parts)
    if (part.source == "eximbank") calls += part.calls.size();
  EXPECT_EQ(calls, 44U) << "the weekdays";
  const auto newest = plan(exchange_rate_plan(), days, false);
  EXPECT_EQ(labels(newest, "eximbank").front(), "2024-02-26..2024-02-29");
}

TEST_F(Parts, TakeTurnsBetweenDatasets) {
  set("sources.eximbank.key", "abcdefgh");
  const auto parts = plan(exchange_rate_plan(), {day("2024-01-01"), day("2024-12-31")});
  ASSERT_GT(parts.size(), 5U);
  EXPECT_EQ(parts[0].source, "eximbank");
  EXPECT_EQ(parts[1].source, "ecb");
  EXPECT_EQ(parts[1].label, "") << "one answer holds it all";
}

TEST_F(Parts, AskASourceOfThePresentForItsCapturedDaysOnly) {
  captures_ = [](std::string_view, const Dataset&, DayInterval days) {
    std::vector<Instant> captured;
    for (const char* text : {"2026-01-20T23:00:00Z", "2026-01-22T23:00:00Z"}) {
      const Instant instant = parse_instant(text).value();
      if (days.contains(day_in(Zone::new_york, instant))) captured.push_back(instant);
    }
    return captured;
  };
  const auto parts = plan(listing_plan(), {day("2026-01-19"), day("2026-01-24")});
  EXPECT_THAT(labels(parts, "nasdaq"), ElementsAre("2026-01-20", "2026-01-22"));
  EXPECT_EQ(parts[0].calls.size(), 3U) << "a call an exchange";
  EXPECT_EQ(parts[0].days, (DayInterval{day("2026-01-20"), day("2026-01-21")}));
}

TEST_F(Parts, CutManySymbolsIntoSlicesOfCalls) {
  std::string symbols;
  for (int number = 0; number < 150; ++number)
    symbols += (number > 0 ? "," : "") + std::string("S") + std::to_string(1000 + number);
  set("sources.yahoo.symbols", symbols);
  const auto parts = plan(price_daily_plan(), {day("2020-01-01"), day("2026-01-01")});
  EXPECT_THAT(labels(parts, "yahoo"), ElementsAre("S1000..S1063", "S1064..S1127", "S1128..S1149"));
}

TEST_F(Parts, SayWhyASourceCannotBeAsked) {
  const auto parts = plan(exchange_rate_plan(), {day("2024-01-01"), day("2024-02-01")});
  const auto keyless = std::find_if(parts.begin(), parts.end(),
                                    [](const Part& part) { return part.source == "eximbank"; });
  ASSERT_NE(keyless, parts.end());
  EXPECT_THAT(keyless->calls, IsEmpty());
  EXPECT_THAT(keyless->why_none, HasSubstr("no key is set"));

  window_ = [](std::string_view, const Dataset&, DayInterval) -> Result<DayInterval> {
    return fail(Errc::bad_request, "nasdaq.screener tells only the present");
  };
  const auto past = plan(listing_plan(), {day("2024-01-01"), day("2024-02-01")});
  ASSERT_EQ(past.size(), 1U);
  EXPECT_THAT(past[0].why_none, HasSubstr("only the present"));
}

}  // namespace
}  // namespace seohak
