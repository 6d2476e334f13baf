#include "extract/yahoo/yahoo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/test_rows.h"
#include "extract/yahoo/symbol.h"

namespace seohak {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using namespace testing_rows;

constexpr const char* kDaily = "raw_data.stock_price_daily";
constexpr const char* kMinute = "raw_data.stock_price_minute";
constexpr const char* kAction = "raw_data.corporate_action";
constexpr const char* kQuarantine = "raw_data.quarantine";
constexpr const char* kHost = "https://query1.finance.yahoo.com";

const Yahoo kYahoo(kHost, {{"AAPL", "BRK/B"}, {"MSFT"}, {"USD", "EUR"}}, MarketCalendar());

std::string recorded(const std::string& name) {
  return read_source_file("src/extract/yahoo/testdata/" + name);
}

Answer answer_with(std::string body, std::string_view dataset,
                   std::string_view fetched_at = "2026-04-14T04:00:00Z",
                   std::string_view window = "") {
  Answer answer;
  answer.source = "yahoo";
  answer.dataset = dataset;
  answer.url = std::string(kHost) + "/v8/finance/chart/X?" + std::string(window);
  answer.status = 200;
  answer.headers = {{"Content-Type", "application/json;charset=utf-8"}};
  answer.body = std::move(body);
  answer.fetched_at = instant(fetched_at);
  return answer;
}

/// A chart of the bars given as arrays, in the source's form.
std::string chart(std::string_view symbol, std::string_view interval, std::string_view stamps,
                  std::string_view opens, std::string_view highs, std::string_view lows,
                  std::string_view closes, std::string_view volumes) {
  const auto array = [](std::string_view name, std::string_view values) {
    return "\"" + std::string(name) + "\":[" + std::string(values) + "]";
  };
  return R"({"chart":{"result":[{"meta":{"currency":"USD","symbol":")" + std::string(symbol) +
         R"(","exchangeTimezoneName":"America/New_York","dataGranularity":")" +
         std::string(interval) + "\"}," + array("timestamp", stamps) +
         R"(,"indicators":{"quote":[{)" + array("open", opens) + "," + array("high", highs) + "," +
         array("low", lows) + "," + array("close", closes) + "," + array("volume", volumes) +
         R"(}]}}],"error":null}})";
}

std::string failure(std::string_view code, std::string_view words) {
  return R"({"chart":{"result":null,"error":{"code":")" + std::string(code) +
         R"(","description":")" + std::string(words) + R"("}}})";
}

TEST(YahooSymbol, TellsClassesAndPreferredSharesBothWays) {
  const std::pair<const char*, const char*> pairs[] = {
      {"AAPL", "AAPL"},     {"BRK/B", "BRK-B"},  {"ABR^D", "ABR-PD"}, {"AXIA^", "AXIA-P"},
      {"RAC/WS", "RAC-WT"}, {"RAC/U", "RAC-UN"}, {"^GSPC", "^GSPC"},  {"KRW=X", "KRW=X"}};
  for (const auto& [nasdaq, yahoo] : pairs) {
    EXPECT_EQ(yahoo_symbol(nasdaq), yahoo);
    EXPECT_EQ(nasdaq_symbol(yahoo), nasdaq);
  }
}

TEST(YahooPlan, AsksForDaysOnceASymbol) {
  const auto calls = kYahoo.plan({"chart_1d", {day("2026-03-06"), day("2026-03-10")}});
  ASSERT_TRUE(calls.has_value());
  ASSERT_THAT(*calls, SizeIs(2));
  // Midnights of New York: 2026-03-08 is the first day of summer time.
  EXPECT_EQ((*calls)[0].url,
            "https://query1.finance.yahoo.com/v8/finance/chart/AAPL?period1=1772773200"
            "&period2=1773115200&interval=1d&events=div%7Csplit%7CcapitalGains"
            "&includePrePost=false");
  EXPECT_THAT((*calls)[1].url, HasSubstr("/chart/BRK-B?"));
  EXPECT_EQ((*calls)[1].label, "BRK/B");
  EXPECT_THAT((*calls)[0].headers[0].value, HasSubstr("Mozilla/5.0"));
}

TEST(YahooPlan, AsksForMinutesByTheWeekAndForRatesByCurrency) {
  const auto weeks = kYahoo.plan({"chart_1m", {day("2026-03-02"), day("2026-03-12")}});
  ASSERT_THAT(*weeks, SizeIs(2));
  EXPECT_EQ((*weeks)[0].label, "MSFT 2026-03-02");
  EXPECT_EQ((*weeks)[1].label, "MSFT 2026-03-09");
  EXPECT_THAT((*weeks)[1].url, HasSubstr("interval=1m"));
  const auto rates = kYahoo.plan({"fx_intraday", {day("2026-03-02"), day("2026-03-12")}});
  ASSERT_THAT(*rates, SizeIs(2));
  EXPECT_THAT((*rates)[0].url, AllOf(HasSubstr("/chart/KRW%3DX?"), HasSubstr("interval=5m")));
  EXPECT_THAT((*rates)[1].url, HasSubstr("/chart/EURKRW%3DX?"));
}

TEST(YahooClassify, SaysWhatTheSourceSays) {
  const struct {
    int status;
    std::string body;
    Errc code;
    const char* words;
  } scenarios[] = {
      {404, failure("Not Found", "No data found, symbol may be delisted"), Errc::not_found,
       "Yahoo knows no X: No data found"},
      {200, failure("Not Found", "No data found, symbol may be delisted"), Errc::not_found,
       "sources.yahoo.symbols"},
      {422, failure("Unprocessable Entity", "Only 8 days worth of 1m granularity data"),
       Errc::bad_request, "Only 8 days worth"},
      {401, failure("Unauthorized", "Invalid Crumb"), Errc::unauthorized, "HTTP 401"},
      {429, "Edge: Too Many Requests", Errc::rate_limited, "HTTP 429"},
      {404, "<yahoo:error>HTTP 404 Not Found</yahoo:error>", Errc::not_found, "HTTP 404"},
      {200, "<html>Will be right back</html>", Errc::unavailable, "web page"},
      {200, R"({"chart":{"result":[{"meta")", Errc::unavailable, "cut short"},
  };
  for (const auto& scenario : scenarios) {
    Answer answer = answer_with(scenario.body, "chart_1d");
    answer.status = scenario.status;
    const auto verdict = kYahoo.classify(answer);
    ASSERT_FALSE(verdict.has_value()) << scenario.body;
    EXPECT_EQ(verdict.error().code, scenario.code) << scenario.body;
    EXPECT_THAT(verdict.error().message, HasSubstr(scenario.words));
  }
}

TEST(YahooClassify, WindowBeforeTheFirstDayIsEmptyAndNoFault) {
  Answer answer = answer_with(
      failure("Bad Request", "Data doesn't exist for startDate = 1, endDate = 2"), "chart_1d");
  answer.status = 400;
  EXPECT_TRUE(kYahoo.classify(answer).has_value());
  const Parsed parsed = parse(kYahoo, answer);
  EXPECT_TRUE(parsed.result.has_value());
  EXPECT_THAT(parsed.rows.of(kDaily, "symbol"), IsEmpty());
}

TEST(YahooParse, ReadsARecordedHalfYear) {
  const Parsed parsed = parse(
      kYahoo, answer_with(recorded("history_chart_MSFT.json"), "chart_1d", "2025-10-29T20:00:01Z"));
  ASSERT_TRUE(parsed.result.has_value());
  const auto rows = parsed.rows.of(
      kDaily, "market_day,symbol,open,high,low,close,adj_close,volume,provisional,exchange");
  EXPECT_THAT(rows, SizeIs(127));
  // Shortest texts of the float32 by numpy 2.4.6.
  EXPECT_EQ(rows[0],
            "2025-04-30|MSFT|390.300000|396.660000|384.440000|395.260000|393.888180|36461100|"
            "false|null");
  EXPECT_EQ(rows[1],
            "2025-05-01|MSFT|431.110000|436.990000|424.900000|425.400000|423.923550|58938100|"
            "false|null");
  // The last row still carries the last trade as its stamp.
  EXPECT_EQ(rows[126],
            "2025-10-29|MSFT|544.940000|546.270000|536.728700|541.550000|541.550000|33295714|true|"
            "null");
  EXPECT_THAT(parsed.rows.of(kAction, "ex_day,symbol,kind,numerator,amount_usd"),
              ElementsAre("2025-05-15|MSFT|dividend|null|0.830000",
                          "2025-08-21|MSFT|dividend|null|0.830000"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), IsEmpty());
}

TEST(YahooParse, ReadsASplitAndDaysAcrossTheEndOfSummerTime) {
  const Parsed parsed =
      parse(kYahoo, answer_with(recorded("chart-AAPL-2020-split.json"), "chart_1d"));
  EXPECT_THAT(parsed.rows.of(kAction, "ex_day,kind,numerator,denominator,amount_usd"),
              ElementsAre("2020-08-31|split|4.000000|1.000000|null",
                          "2020-11-06|dividend|null|null|0.205000"));
  const auto days = parsed.rows.of(kDaily, "market_day,close,provisional");
  EXPECT_THAT(days, SizeIs(49));
  EXPECT_THAT(days, Contains("2020-10-30|108.860000|false"));
  EXPECT_THAT(days, Contains("2020-11-02|108.770000|false"));
}

TEST(YahooParse, DayIsProvisionalUntilItsSessionIsOver) {
  const std::string body =
      chart("AAPL", "1d", "1776087000", "1", "2", "0.5", "1.5", "10");  // 2026-04-13 09:30
  for (const auto& [fetched_at, provisional] :
       {std::pair("2026-04-13T19:59:59Z", "true"), std::pair("2026-04-13T20:00:00Z", "false")}) {
    const Parsed parsed = parse(kYahoo, answer_with(body, "chart_1d", fetched_at));
    EXPECT_THAT(parsed.rows.of(kDaily, "provisional"), ElementsAre(provisional));
  }
}

TEST(YahooParse, LiveRowOfADayTakesThePlaceOfTheSettledOne) {
  const Parsed parsed =
      parse(kYahoo, answer_with(chart("AAPL", "1d", "1776087000,1776110401", "1,1", "2,2",
                                      "0.5,0.5", "1.5,1.75", "10,11"),
                                "chart_1d"));
  EXPECT_THAT(parsed.rows.of(kDaily, "close,provisional"), ElementsAre("1.750000|true"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), IsEmpty());
}

TEST(YahooParse, LeavesOutThePlaceholderAtTheClose) {
  const Parsed parsed =
      parse(kYahoo, answer_with(recorded("chart_AMZN_1m_30m_2023-05-02.json"), "chart_1m"));
  const auto rows =
      parsed.rows.of(kMinute, "bar_start,symbol,market_day,open,high,low,close,volume,kind");
  ASSERT_THAT(rows, SizeIs(30));
  EXPECT_EQ(rows[0],
            "2023-05-02 19:30:00.000000Z|AMZN|2023-05-02|103.700000|103.720000|103.600000|"
            "103.600000|0|bar");
  EXPECT_EQ(rows[1],
            "2023-05-02 19:31:00.000000Z|AMZN|2023-05-02|103.605000|103.680000|103.595000|"
            "103.600000|200320|bar");
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), IsEmpty());
}

TEST(YahooParse, LeavesOutNullRowsLiveRowsAndMinutesThatAreNotOver) {
  // 13:30:00, 13:31:00 without trades, 13:32:00, and the live row of 13:32:25.
  const std::string body =
      chart("AAPL", "1m", "1776087000,1776087060,1776087120,1776087145", "1,null,1,1", "2,null,2,2",
            "1,null,1,1", "1.5,null,1.5,1.5", "10,null,11,0");
  const auto starts = [&](std::string_view fetched_at) {
    const Parsed parsed = parse(kYahoo, answer_with(body, "chart_1m", fetched_at));
    EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), IsEmpty());
    return parsed.rows.of(kMinute, "bar_start");
  };
  EXPECT_THAT(starts("2026-04-13T13:32:30Z"), ElementsAre("2026-04-13 13:30:00.000000Z"));
  EXPECT_THAT(starts("2026-04-13T13:33:00Z"),
              ElementsAre("2026-04-13 13:30:00.000000Z", "2026-04-13 13:32:00.000000Z"));
}

TEST(YahooParse, ReadsTheQuotedAnswerThatWasCutDown) {
  const Parsed parsed = parse(kYahoo, answer_with(recorded("chart_TSLA_1m_cutdown_2026-09-04.json"),
                                                  "chart_1m", "2026-09-04T23:00:00Z"));
  // The row of nulls is none; the one at 16:00 has volume, so it is kept.
  EXPECT_THAT(parsed.rows.of(kMinute, "bar_start,close,volume"),
              ElementsAre("2026-09-04 13:30:00.000000Z|359.600000|120000",
                          "2026-09-04 13:31:00.000000Z|359.000000|98000",
                          "2026-09-04 20:00:00.000000Z|352.890000|5000"));
}

TEST(YahooParse, WeekendHasNoRows) {
  const Parsed parsed =
      parse(kYahoo, answer_with(recorded("chart-AAPL-1m-weekend.json"), "chart_1m"));
  EXPECT_TRUE(parsed.result.has_value());
  EXPECT_THAT(parsed.rows.of(kMinute, "symbol"), IsEmpty());
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), IsEmpty());
}

TEST(YahooParse, OtherMarketsAreNoRowsOfOurs) {
  const Parsed parsed =
      parse(kYahoo, answer_with(recorded("chart_BARC.L_1m_nulls_2017-11-16.json"), "chart_1m"));
  EXPECT_THAT(parsed.rows.of(kMinute, "symbol"), IsEmpty());
  EXPECT_THAT(parsed.rows.of(kQuarantine, "table_name,reason"),
              ElementsAre(AllOf(HasSubstr(kMinute), HasSubstr("BARC.L"))));
}

TEST(YahooParse, KeepsOnlyTheAskedWindow) {
  const Parsed parsed =
      parse(kYahoo, answer_with(recorded("history_chart_MSFT.json"), "chart_1d",
                                "2026-04-14T04:00:00Z", "period1=1746106200&period2=1746192600"));
  EXPECT_THAT(parsed.rows.of(kDaily, "market_day"), ElementsAre("2025-05-01"));
  EXPECT_THAT(parsed.rows.of(kAction, "ex_day"), IsEmpty());
}

TEST(YahooParse, QuarantinesImpossibleBarsAndKeepsTheRest) {
  const Parsed parsed = parse(
      kYahoo, answer_with(chart("BRK-B", "1d", "1775827800,1775741400,1775655000,1775568600",
                                "1,1,1,1", "1,2,2,2", "2,1,1,1", "1.5,0,null,1.5", "1,2,3,-4"),
                          "chart_1d"));
  EXPECT_THAT(parsed.rows.of(kDaily, "symbol"), IsEmpty());
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"),
              ElementsAre("high is below low", "close 0.000000 is not above 0", "close is missing",
                          HasSubstr("volume -4 is outside")));
  EXPECT_EQ(parsed.rows.of(kQuarantine, "row_text")[0],
            "BRK-B 2026-04-10T13:30:00Z open 1.000000 high 1.000000 low 2.000000 close 1.500000 "
            "volume 1");
}

TEST(YahooParse, BarsOutOfOrderAndDoubledAreTakenAsTheyAre) {
  const Parsed parsed =
      parse(kYahoo, answer_with(chart("BRK-B", "1m", "1776087060,1776087000,1776087060", "1,1,1",
                                      "2,2,2", "1,1,1", "1.5,1.5,1.25", "1,2,3"),
                                "chart_1m"));
  EXPECT_THAT(parsed.rows.of(kMinute, "bar_start,close"),
              testing::UnorderedElementsAre("2026-04-13 13:30:00.000000Z|1.500000",
                                            "2026-04-13 13:31:00.000000Z|1.250000"));
  EXPECT_THAT(parsed.rows.of(kMinute, "symbol"), Each("BRK/B"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"),
              ElementsAre("duplicate key: a later row of the same answer differs"));
}

TEST(YahooParse, RenamedOrCutFieldIsDriftThatNamesIt) {
  const std::string whole = chart("AAPL", "1d", "1776087000", "1", "2", "1", "1.5", "1");
  const std::pair<const char*, const char*> changes[] = {{"\"close\"", "close"},
                                                         {"\"volume\"", "volume"},
                                                         {"\"quote\"", "quote"},
                                                         {"\"meta\"", "meta"},
                                                         {"\"dataGranularity\"", "dataGranularity"},
                                                         {"\"result\"", "result"},
                                                         {"\"symbol\"", "symbol"}};
  for (const auto& [from, named] : changes) {
    const auto parsed =
        parse(kYahoo, answer_with(replaced(whole, from, "\"renamed\""), "chart_1d"));
    ASSERT_FALSE(parsed.result.has_value()) << from;
    EXPECT_EQ(parsed.result.error().code, Errc::drifted);
    EXPECT_THAT(parsed.result.error().message, AllOf(HasSubstr(named), HasSubstr("renamed?")));
  }
  const auto shorter = parse(
      kYahoo, answer_with(chart("AAPL", "1d", "1776087000", "1", "2", "1", "", "1"), "chart_1d"));
  EXPECT_EQ(shorter.result.error().message, "close has 0 values, timestamp 1");
}

TEST(YahooParse, ABarWithNoNumberIsQuarantinedTheOthersStay) {
  const std::string body = chart("AAPL", "1d", "1775827800,1776087000,1776173400", "1,2,3", "2,3,4",
                                 "1,1,1", "1.5,NaN,3.5", "10,20,Infinity");
  EXPECT_TRUE(kYahoo.classify(answer_with(body, "chart_1d")).has_value());
  const Parsed parsed = parse(kYahoo, answer_with(body, "chart_1d", "2026-04-15T04:00:00Z"));
  ASSERT_TRUE(parsed.result.has_value()) << parsed.result.error().message;
  EXPECT_THAT(parsed.rows.of("raw_data.stock_price_daily", "market_day,close,volume"),
              ElementsAre("2026-04-10|1.500000|10"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "table_name,reason,row_text"),
              ElementsAre(AllOf(HasSubstr("raw_data.stock_price_daily|close: NaN is no number|"),
                                HasSubstr("AAPL 2026-04-13")),
                          AllOf(HasSubstr("|volume: Infinity is no number|"),
                                HasSubstr("AAPL 2026-04-14"))));
  const std::string huge = replaced(replaced(body, "NaN", "1e15"), "Infinity", "30");
  EXPECT_THAT(parse(kYahoo, answer_with(huge, "chart_1d")).rows.of(kQuarantine, "reason"),
              ElementsAre("close: 1000000000000000 is no price"));
  const Parsed rates = parse(
      kYahoo, answer_with(replaced(replaced(body, "Infinity", "30"), "AAPL", "KRW=X"), "fx_daily"));
  EXPECT_THAT(rates.rows.of("raw_data.fx_rate_daily", "quote_day"),
              ElementsAre("2026-04-10", "2026-04-14"));
}

TEST(YahooParse, WordsInTextsAreNoNumbers) {
  const std::string body = chart("NaN", "1d", "1776087000", "-Infinity", "2", "1", "1.5", "1");
  const Parsed parsed = parse(
      kYahoo, answer_with(replaced(body, "\"USD\"", "\"USD\",\"longName\":\"\\\"NaN, Infinity\""),
                          "chart_1d"));
  ASSERT_TRUE(parsed.result.has_value()) << parsed.result.error().message;
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), ElementsAre("open: -Infinity is no number"));
  const auto broken = parse(kYahoo, answer_with(replaced(body, "1.5", "NaNo"), "chart_1d"));
  ASSERT_FALSE(broken.result.has_value());
  EXPECT_EQ(broken.result.error().code, Errc::drifted);
}

TEST(YahooParse, RefusesBarsOfAnotherLengthThanAskedFor) {
  const auto parsed =
      parse(kYahoo, answer_with(chart("AAPL", "1h", "1776087000", "1", "2", "1", "1.5", "1"),
                                "chart_1m", "2026-04-14T04:00:00Z", "interval=1m"));
  EXPECT_EQ(parsed.result.error().code, Errc::bad_data);
  EXPECT_THAT(parsed.result.error().message, HasSubstr("bars of 1m were asked for, of 1h came"));
}

TEST(YahooParse, ReadsWonPerCurrencyByLondonDaysAndByInstants) {
  // No recorded KRW=X answer is at hand: the form is that of the recorded EURUSD=X. Midnights of
  // London on 2026-03-27 (winter) and 2026-03-30 (summer), and a live row.
  const std::string body =
      replaced(chart("KRW=X", "1d", "1774569600,1774825200,1774864800", "1,1,1", "2,2,2", "1,1,1",
                     "1507.1500244140625,1512.0999755859375,null", "0,0,0"),
               "America/New_York", "Europe/London");
  const Parsed days = parse(kYahoo, answer_with(body, "fx_daily"));
  EXPECT_THAT(days.rows.of("raw_data.fx_rate_daily", "quote_day,currency,deal_base_rate,source"),
              ElementsAre("2026-03-27|USD|1507.150000|yahoo", "2026-03-30|USD|1512.100000|yahoo"));
  EXPECT_THAT(days.rows.of(kQuarantine, "reason"), ElementsAre("deal_base_rate is missing"));
  const Parsed running =
      parse(kYahoo, answer_with(replaced(body, "375,null", "375,1513.5"), "fx_daily"));
  EXPECT_THAT(running.rows.of("raw_data.fx_rate_daily", "quote_day,deal_base_rate"),
              ElementsAre("2026-03-27|1507.150000", "2026-03-30|1513.500000"))
      << "the live row of a day stands for it";
  EXPECT_THAT(running.rows.of(kQuarantine, "reason"), IsEmpty());
  const Parsed instants =
      parse(kYahoo, answer_with(replaced(body, "KRW=X", "EURKRW=X"), "fx_intraday"));
  EXPECT_THAT(instants.rows.of("raw_data.fx_rate_intraday", "observed_at,currency,krw_rate"),
              ElementsAre("2026-03-27 00:00:00.000000Z|EUR|1507.150000",
                          "2026-03-29 23:00:00.000000Z|EUR|1512.100000"));
}

}  // namespace
}  // namespace seohak
