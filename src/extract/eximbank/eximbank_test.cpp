#include "extract/eximbank/eximbank.h"

#include <gtest/gtest.h>

#include "base/fixed.h"
#include "extract/test_rows.h"

namespace seohak {
namespace {

using namespace testing_rows;

constexpr const char* kTable = "raw_data.fx_rate_daily";
constexpr const char* kHost = "https://oapi.koreaexim.go.kr";

const Eximbank kBank(kHost, Secret("Key0123"));

Answer answer_with(std::string body) {
  return answer_of("eximbank.rates",
                   "https://oapi.koreaexim.go.kr/site/program/financial/"
                   "exchangeJSON?authkey=***&searchdate=20241126&data=AP01",
                   "2024-11-26T02:10:00Z", "application/json;charset=UTF-8", std::move(body));
}

std::string recorded(const std::string& name) { return testdata("eximbank", name); }

std::string row(std::string_view unit, std::string_view base, std::string_view ttb = "0",
                std::string_view tts = "0") {
  const auto quoted = [](std::string_view text) { return "\"" + std::string(text) + "\""; };
  return "{\"result\":1,\"cur_unit\":" + quoted(unit) + ",\"ttb\":" + quoted(ttb) +
         ",\"tts\":" + quoted(tts) + ",\"deal_bas_r\":" + quoted(base) + "}";
}

TEST(EximbankPlan, AsksOncePerWeekdayAndNamesTheSecret) {
  // 2024-11-22 is a Friday.
  const auto calls = kBank.plan({"rates", {day("2024-11-22"), day("2024-11-26")}});
  ASSERT_TRUE(calls.has_value());
  ASSERT_THAT(*calls, SizeIs(2));
  EXPECT_EQ((*calls)[0].label, "2024-11-22");
  EXPECT_EQ((*calls)[1].url,
            "https://oapi.koreaexim.go.kr/site/program/financial/"
            "exchangeJSON?authkey=Key0123&searchdate=20241125&data=AP01");
  EXPECT_EQ(masked_url((*calls)[1]),
            "https://oapi.koreaexim.go.kr/site/program/financial/"
            "exchangeJSON?authkey=***&searchdate=20241125&data=AP01");
}

TEST(EximbankPlan, SaysHowToGetAKeyWhenThereIsNone) {
  const auto calls =
      Eximbank(kHost, Secret()).plan({"rates", {day("2024-11-25"), day("2024-11-26")}});
  EXPECT_EQ(calls.error().code, Errc::unauthorized);
  EXPECT_THAT(calls.error().message, HasSubstr("sources.eximbank.key"));
}

TEST(EximbankPlan, NeverShowsABadKey) {
  const auto calls =
      Eximbank(kHost, Secret("abc&x=1")).plan({"rates", {day("2024-11-25"), day("2024-11-26")}});
  EXPECT_EQ(calls.error().code, Errc::unauthorized);
  EXPECT_THAT(calls.error().message, Not(HasSubstr("abc")));
}

TEST(EximbankClassify, AnswersWithoutRowsAreHolidays) {
  for (const char* body : {"[]", "", " \r\n", "null", "\xEF\xBB\xBF[]"}) {
    EXPECT_TRUE(kBank.classify(answer_with(body)).has_value()) << body;
    const Parsed parsed = parse(kBank, answer_with(body));
    EXPECT_TRUE(parsed.result.has_value()) << body;
    EXPECT_THAT(parsed.rows.of(kTable, "currency"), IsEmpty());
    EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), IsEmpty());
  }
}

TEST(EximbankClassify, ResultCodesDecideWhetherToGoOn) {
  EXPECT_TRUE(kBank.classify(answer_with(recorded("AP01-usd-1483.4.json"))).has_value());
  EXPECT_EQ(kBank.classify(answer_with(recorded("AP01-result3.json"))).error().code,
            Errc::unauthorized);
  EXPECT_EQ(kBank.classify(answer_with("[{\"result\":3}]")).error().code, Errc::unauthorized);
  EXPECT_EQ(kBank.classify(answer_with("{\"result\":2}")).error().code, Errc::bad_request);
  EXPECT_EQ(kBank.classify(answer_with("[{\"result\":9}]")).error().code, Errc::drifted);
  EXPECT_EQ(kBank.classify(answer_with("[{\"code\":1}]")).error().code, Errc::drifted);
}

TEST(EximbankClassify, UsedUpQuotaWaitsForMidnightInSeoul) {
  // 02:10 UTC is 11:10 in Seoul: 12 hours and 50 minutes to go.
  const auto result = kBank.classify(answer_with("[{\"result\":4,\"cur_unit\":null}]"));
  EXPECT_EQ(result.error().code, Errc::rate_limited);
  EXPECT_EQ(result.error().retry_after, std::chrono::minutes(12 * 60 + 50));
}

TEST(EximbankClassify, MaintenancePageIsWorthARetry) {
  Answer answer = answer_with("<html><body>점검</body></html>");
  EXPECT_EQ(kBank.classify(answer).error().code, Errc::unavailable);
}

TEST(EximbankClassify, CutBodyIsWorthARetryAndTextIsDrift) {
  const std::string whole = recorded("AP01-usd-1483.4.json");
  EXPECT_EQ(kBank.classify(answer_with(whole.substr(0, 700))).error().code, Errc::unavailable);
  EXPECT_EQ(kBank.classify(answer_with("busy")).error().code, Errc::drifted);
}

TEST(EximbankClassify, TooManyRequestsWithAndWithoutRetryAfter) {
  Answer answer = answer_with("");
  answer.status = 429;
  EXPECT_EQ(kBank.classify(answer).error().code, Errc::rate_limited);
  EXPECT_EQ(kBank.classify(answer).error().retry_after, std::nullopt);
  answer.headers.push_back({"Retry-After", "30"});
  EXPECT_EQ(kBank.classify(answer).error().retry_after, std::chrono::seconds(30));
}

TEST(EximbankParse, ReadsEveryCurrencyButWon) {
  const Parsed parsed = parse(kBank, answer_with(recorded("AP01-usd-1483.4.json")));
  ASSERT_TRUE(parsed.result.has_value());
  const auto rows = parsed.rows.of(kTable, "quote_day,currency,deal_base_rate,ttb,tts,source");
  EXPECT_THAT(rows, SizeIs(22));
  EXPECT_THAT(rows, Contains("2024-11-26|USD|1483.400000|1468.560000|1498.230000|eximbank"));
  EXPECT_THAT(rows, Contains("2024-11-26|EUR|1749.740000|1732.240000|1767.230000|eximbank"));
  EXPECT_THAT(rows, Contains("2024-11-26|JPY|9.500100|9.405000|9.595100|eximbank"));
  EXPECT_THAT(rows, Contains("2024-11-26|IDR|0.088500|0.087600|0.089300|eximbank"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), IsEmpty());
}

TEST(EximbankParse, SumsOfTheRecordedAnswersAgree) {
  // Sums by Python's decimal module from the same files.
  const auto sum = [](const std::string& name) {
    std::int64_t steps = 0;
    const Parsed parsed = parse(kBank, answer_with(recorded(name)));
    for (const std::string& rate : parsed.rows.of(kTable, "deal_base_rate"))
      steps += parse_scaled(rate, 6).value();
    return format_scaled(steps, 6);
  };
  EXPECT_EQ(sum("AP01-usd-1483.4.json"), "23307.258600");
  EXPECT_EQ(sum("AP01-usd-1303.8.json"), "20009.314000");
}

TEST(EximbankParse, LegacyCurrencyHasNoTransferRates) {
  const auto rows = parse(kBank, answer_with(recorded("AP01-2018-01-02-excerpt.json")))
                        .rows.of(kTable, "currency,deal_base_rate,ttb,tts");
  EXPECT_THAT(rows, Contains("DEM|657.980000|null|null"));
  EXPECT_THAT(rows, Contains("USD|1066.900000|1056.230000|1077.560000"));
}

TEST(EximbankParse, QuarantinesBadRowsAndKeepsTheRest) {
  const auto parsed = parse(
      kBank, answer_with("[null," + row("USD", "0") + "," + row("usd", "1,400") + "," +
                         row("EUR", "N/A") + "," + row("GBP", "1,40.5") + "," + row("AUD", "-910") +
                         "," + row("CAD", "1,000", "990", "1,011") + "," +
                         R"({"result":1,"cur_unit":null,"ttb":"0","tts":"0","deal_bas_r":"5"},)" +
                         R"({"result":1,"cur_unit":"CHF","ttb":"0","tts":"0","deal_bas_r":1500},)" +
                         row("JPY(0)", "900") + "," + row("SGD", "1,040.22") + "]"));
  ASSERT_TRUE(parsed.result.has_value());
  EXPECT_THAT(parsed.rows.of(kTable, "currency,deal_base_rate"), ElementsAre("SGD|1040.220000"));
  EXPECT_THAT(
      parsed.rows.of(kQuarantine, "reason"),
      ElementsAre("the row is null", "deal_bas_r is 0, which means it is missing",
                  "cur_unit \"usd\" is no currency", "deal_bas_r: \"N/A\" is not a number",
                  "deal_bas_r: \"1,40.5\" is not a number", "deal_bas_r \"-910\" is no rate in won",
                  "deal_bas_r 1000.000000 is not the middle of ttb 990.000000 and tts 1011.000000",
                  "cur_unit is null", "deal_bas_r is no text",
                  "cur_unit \"JPY(0)\" is no currency"));
  EXPECT_EQ(parsed.rows.of(kQuarantine, "row_text")[1], row("USD", "0"));
}

TEST(EximbankParse, RenamedFieldIsDriftThatNamesIt) {
  const auto parsed = parse(
      kBank, answer_with(replaced("[" + row("USD", "1,400") + "]", "deal_bas_r", "base_rate")));
  ASSERT_FALSE(parsed.result.has_value());
  EXPECT_EQ(parsed.result.error().code, Errc::drifted);
  EXPECT_EQ(parsed.result.error().message, "the field deal_bas_r is missing; was it renamed?");
}

TEST(EximbankParse, DuplicateCurrencyKeepsTheLastRow) {
  const auto parsed =
      parse(kBank, answer_with("[" + row("USD", "1,400") + "," + row("USD", "1,401") + "]"));
  EXPECT_THAT(parsed.rows.of(kTable, "deal_base_rate"), ElementsAre("1401.000000"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "row_text"), ElementsAre(row("USD", "1,400")));
}

TEST(EximbankParse, RefusesAnAddressWithoutADay) {
  Answer answer = answer_with("[]");
  answer.url = "https://oapi.koreaexim.go.kr/?data=AP01";
  EXPECT_EQ(parse(kBank, answer).result.error().code, Errc::bad_data);
}

}  // namespace
}  // namespace seohak
