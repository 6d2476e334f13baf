#include "extract/cnn/cnn.h"

#include <gtest/gtest.h>

#include "extract/test_rows.h"

namespace seohak {
namespace {

using testing::AllOf;
using namespace testing_rows;

constexpr const char* kIndex = "raw_data.fear_greed_daily";
constexpr const char* kComponents = "raw_data.fear_greed_component_daily";

const Cnn kCnn("https://production.dataviz.cnn.io");

Answer answer_with(std::string body) {
  return answer_of("cnn.graphdata",
                   "https://production.dataviz.cnn.io/index/fearandgreed/graphdata/2021-02-01",
                   "2026-05-01T23:04:19Z", "application/json", std::move(body));
}

std::string recorded() { return testdata("cnn", "graphdata-2026-05-01-cut.json"); }

/// An answer whose index has the given points and no components.
std::string index_of(std::string_view points) {
  return "{\"fear_and_greed\":{\"score\":50},\"fear_and_greed_historical\":{\"data\":[" +
         std::string(points) + "]}}";
}

TEST(CnnPlan, AsksFromTenDaysBeforeTheRange) {
  const auto calls = kCnn.plan({"graphdata", {day("2026-04-13"), day("2026-04-14")}});
  ASSERT_TRUE(calls.has_value());
  ASSERT_THAT(*calls, SizeIs(1));
  EXPECT_EQ((*calls)[0].url,
            "https://production.dataviz.cnn.io/index/fearandgreed/graphdata/2026-04-03");
}

TEST(CnnPlan, NeverAsksBeforeTheOldestDependableDay) {
  const auto calls = kCnn.plan({"graphdata", {day("2011-01-03"), day("2026-04-14")}});
  EXPECT_EQ((*calls)[0].url,
            "https://production.dataviz.cnn.io/index/fearandgreed/graphdata/2021-02-01");
}

TEST(CnnPlan, SendsTheHeadersOfThePage) {
  const auto calls = kCnn.plan({"graphdata", {day("2026-04-13"), day("2026-04-14")}});
  std::vector<std::string> names;
  for (const Header& header : (*calls)[0].headers) names.push_back(header.name);
  EXPECT_THAT(names, testing::IsSupersetOf({"User-Agent", "Referer", "Origin", "Accept"}));
}

TEST(CnnClassify, RecordedAnswerIsData) {
  EXPECT_TRUE(kCnn.classify(answer_with(recorded())).has_value());
}

TEST(CnnClassify, TeapotIsRefused) {
  Answer answer = answer_with("I'm a teapot. You're a bot.");
  answer.status = 418;
  EXPECT_EQ(kCnn.classify(answer).error().code, Errc::refused);
}

TEST(CnnClassify, TooManyRequestsWaitsAsAskedOrAQuarterOfAnHour) {
  Answer answer = answer_with("");
  answer.status = 429;
  EXPECT_EQ(kCnn.classify(answer).error().code, Errc::rate_limited);
  EXPECT_EQ(kCnn.classify(answer).error().retry_after, std::chrono::minutes(15));
  answer.headers.push_back({"Retry-After", "120"});
  EXPECT_EQ(kCnn.classify(answer).error().retry_after, std::chrono::seconds(120));
}

TEST(CnnClassify, WebPageInPlaceOfJsonIsRefused) {
  Answer answer = answer_with("<!DOCTYPE html><html><body>Access Denied</body></html>");
  EXPECT_EQ(kCnn.classify(answer).error().code, Errc::refused);
  answer.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  answer.body = "denied";
  EXPECT_EQ(kCnn.classify(answer).error().code, Errc::refused);
}

TEST(CnnClassify, CutBodyIsWorthARetry) {
  const std::string whole = recorded();
  const auto cut = kCnn.classify(answer_with(whole.substr(0, whole.size() / 2)));
  EXPECT_EQ(cut.error().code, Errc::unavailable);
  EXPECT_EQ(kCnn.classify(answer_with("")).error().code, Errc::unavailable);
}

TEST(CnnClassify, MissingOrImpossibleScoreIsDrift) {
  for (const char* body :
       {"{}", R"({"fear_and_greed":{"value":5}})", R"({"fear_and_greed":{"score":"66"}})",
        R"({"fear_and_greed":{"score":100.1}})", "[1]"}) {
    const auto result = kCnn.classify(answer_with(body));
    ASSERT_FALSE(result.has_value()) << body;
    EXPECT_EQ(result.error().code, Errc::drifted) << body;
    EXPECT_THAT(result.error().message, HasSubstr("fear_and_greed.score"));
  }
}

TEST(CnnParse, KeepsTheLatestPointOfEachDayOfTheIndex) {
  const Parsed parsed = parse(kCnn, answer_with(recorded()));
  ASSERT_TRUE(parsed.result.has_value());
  EXPECT_THAT(parsed.rows.of(kIndex, "market_day,score,rating,source"),
              ElementsAre("2021-02-01|43.400000000000006|fear|cnn",
                          "2021-02-02|60.46666666666667|greed|cnn",
                          "2021-02-03|59.199999999999996|greed|cnn",
                          "2026-04-29|63.3714285714286|greed|cnn",
                          "2026-04-30|66.6857142857143|greed|cnn", "2026-05-01|66.6|greed|cnn"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), IsEmpty());
}

TEST(CnnParse, GivesComponentsTheirValueAndOnlyTheNewestAScore) {
  const auto rows = parse(kCnn, answer_with(recorded()))
                        .rows.of(kComponents, "market_day,component,score,rating,value");
  EXPECT_THAT(rows,
              SizeIs(59));  // days of each series in the file, counted apart from this program
  EXPECT_THAT(rows, Contains("2026-05-01|market_momentum|99.8|extreme greed|7230.12"));
  EXPECT_THAT(rows, Contains("2026-04-30|market_momentum|null|null|7209.01"));
  EXPECT_THAT(rows, Contains("2026-05-01|market_momentum_average|null|null|6839.7828"));
  EXPECT_THAT(rows, Contains("2026-05-01|stock_price_strength|57.6|greed|3.3334130697752298"));
  EXPECT_THAT(rows, Contains("2026-05-01|put_call_options|37.6|fear|0.764176870229468"));
  EXPECT_THAT(rows, Contains("2026-05-01|market_volatility|50|neutral|16.99"));
  EXPECT_THAT(rows, Contains("2026-05-01|market_volatility_average|null|null|22.2448"));
  EXPECT_THAT(rows, Contains("2026-05-01|safe_haven_demand|96.2|extreme greed|9.691724574598979"));
}

TEST(CnnParse, NightStampBelongsToTheDayInNewYork) {
  // 2026-05-02T01:00:00Z, a Saturday in UTC, is Friday evening in New York.
  const auto parsed = parse(
      kCnn,
      answer_with(index_of(
          R"({"x":1777593600000,"y":66.0,"rating":"greed"},{"x":1777683600000.0,"y":67,"rating":"greed"})")));
  EXPECT_THAT(parsed.rows.of(kIndex, "market_day,score"), ElementsAre("2026-05-01|67"));
}

TEST(CnnParse, WeekendPointsBelongToFriday) {
  // Saturday 2026-05-02T20:00Z and Sunday midnight 2026-05-03.
  const auto parsed = parse(
      kCnn,
      answer_with(index_of(
          R"({"x":1777752000000,"y":60,"rating":"greed"},{"x":1777766400000,"y":61,"rating":"greed"})")));
  EXPECT_THAT(parsed.rows.of(kIndex, "market_day,score"), ElementsAre("2026-05-01|61"));
}

TEST(CnnParse, StampsMayBeIsoText) {
  const auto parsed = parse(
      kCnn,
      answer_with(index_of(R"({"x":"2026-05-01T23:04:19+00:00","y":66.6,"rating":"greed"})")));
  EXPECT_THAT(parsed.rows.of(kIndex, "market_day"), ElementsAre("2026-05-01"));
}

TEST(CnnParse, QuarantinesBadPointsAndKeepsTheRest) {
  const auto parsed = parse(
      kCnn,
      answer_with(index_of(
          R"(null,{"x":1777334400000,"y":101,"rating":"extreme greed"},)"
          R"({"x":1777420800000,"y":null,"rating":"greed"},{"x":"N/A","y":60,"rating":"greed"},)"
          R"({"x":1777507200000,"y":60,"rating":"fear"},{"x":1777507200000,"y":"60,5","rating":"greed"},)"
          R"({"x":1777593600000,"y":66.6,"rating":"greed"})")));
  ASSERT_TRUE(parsed.result.has_value());
  EXPECT_THAT(parsed.rows.of(kIndex, "market_day,score"), ElementsAre("2026-05-01|66.6"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"),
              ElementsAre("fear_and_greed_historical: the point is null",
                          "fear_and_greed_historical: score 101 is outside 0 to 100",
                          "fear_and_greed_historical: y is missing or no number",
                          "fear_and_greed_historical: x is missing or no time stamp",
                          "fear_and_greed_historical: rating \"fear\" contradicts score 60 (greed)",
                          "fear_and_greed_historical: y is missing or no number"));
  EXPECT_EQ(parsed.rows.of(kQuarantine, "row_text")[1],
            R"({"x":1777334400000,"y":101,"rating":"extreme greed"})");
}

TEST(CnnParse, RenamedIndexIsDriftThatNamesTheField) {
  const auto parsed = parse(
      kCnn, answer_with(replaced(recorded(), "\"fear_and_greed_historical\"", "\"history\"")));
  ASSERT_FALSE(parsed.result.has_value());
  EXPECT_EQ(parsed.result.error().code, Errc::drifted);
  EXPECT_THAT(parsed.result.error().message, HasSubstr("fear_and_greed_historical.data"));
  EXPECT_THAT(parsed.rows.of(kIndex, "market_day"), IsEmpty());
}

TEST(CnnParse, RenamedPointFieldIsDriftThatNamesTheField) {
  const auto parsed =
      parse(kCnn, answer_with(index_of(R"({"x":1777593600000,"value":66.6,"rating":"greed"})")));
  ASSERT_FALSE(parsed.result.has_value());
  EXPECT_EQ(parsed.result.error().code, Errc::drifted);
  EXPECT_THAT(parsed.result.error().message,
              AllOf(HasSubstr("fear_and_greed_historical.data"), HasSubstr("y is missing")));
}

TEST(CnnParse, MissingComponentIsNoFault) {
  const auto parsed =
      parse(kCnn, answer_with(replaced(recorded(), "\"junk_bond_demand\"", "\"something_new\"")));
  ASSERT_TRUE(parsed.result.has_value());
  EXPECT_THAT(parsed.rows.of(kComponents, "component"), Not(Contains("junk_bond_demand")));
  EXPECT_THAT(parsed.rows.of(kComponents, "component"), Contains("safe_haven_demand"));
}

TEST(CnnParse, TellsWhenTheIndexIsNotTheMeanOfItsComponents) {
  // Strength 57.6 -> 0.6 takes 57 / 7 from the mean of 66.6.
  const auto parsed =
      parse(kCnn, answer_with(replaced(recorded(), "\"score\": 57.6", "\"score\": 0.6")));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"),
              ElementsAre("warning: the index 66.60 is not the mean 58.46 of its components"));
}

}  // namespace
}  // namespace seohak
