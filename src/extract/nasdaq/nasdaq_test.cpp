#include "extract/nasdaq/nasdaq.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/test_rows.h"

namespace seohak {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using namespace testing_rows;

constexpr const char* kListing = "raw_data.listing_daily";
constexpr const char* kPrice = "raw_data.stock_price_daily";
constexpr const char* kQuarantine = "raw_data.quarantine";
constexpr const char* kUrl =
    "https://api.nasdaq.com/api/screener/stocks?tableonly=true&limit=25&offset=0&exchange=NYSE"
    "&download=true";

const Nasdaq kNasdaq("https://api.nasdaq.com", MarketCalendar());

Answer answer_with(std::string body, std::string_view fetched_at = "2026-02-03T00:35:20Z") {
  Answer answer;
  answer.source = "nasdaq";
  answer.dataset = "screener";
  answer.url = kUrl;
  answer.status = 200;
  answer.headers = {{"Content-Type", "application/json; charset=utf-8"}};
  answer.body = std::move(body);
  answer.fetched_at = instant(fetched_at);
  return answer;
}

std::string recorded() {
  return read_source_file("src/extract/nasdaq/testdata/screener-2026-02-02-nyse-cut.json");
}

std::string envelope(const std::string& rows) {
  return R"({"data":{"asOf":null,"headers":{"symbol":"Symbol"},"rows":[)" + rows +
         R"(]},"message":null,"status":{"rCode":200,"bCodeMessage":null,"developerMessage":null}})";
}

/// Fields of a row that a test changes; the others are plausible.
struct Fields {
  std::string symbol = "AAPL";
  std::string price = "$275.91";
  std::string change = "-0.58";
  std::string volume = "52713710";
  std::string cap = "4050673337400.00";
  std::string sector = "Technology";
  std::string percent = "-0.21%";
  std::string year = "1980";
};

std::string row(const Fields& fields) {
  return R"({"symbol":")" + fields.symbol + R"(","name":"Apple Inc. Common Stock","lastsale":")" +
         fields.price + R"(","netchange":")" + fields.change + R"(","pctchange":")" +
         fields.percent + R"(","volume":")" + fields.volume + R"(","marketCap":")" + fields.cap +
         R"(","country":"United States","ipoyear":")" + fields.year +
         R"(","industry":"Computer Manufacturing","sector":")" + fields.sector +
         R"(","url":"/market-activity/stocks/aapl"})";
}

Parsed parse_row(const Fields& fields) {
  return parse(kNasdaq, answer_with(envelope(row(fields))));
}

TEST(NasdaqPlan, AsksOnceAnExchangeAsABrowser) {
  const auto calls = kNasdaq.plan({"screener", {day("2026-02-02"), day("2026-02-03")}});
  ASSERT_TRUE(calls.has_value());
  ASSERT_THAT(*calls, SizeIs(3));
  EXPECT_EQ((*calls)[0].label, "NASDAQ");
  EXPECT_EQ((*calls)[1].url, kUrl);
  EXPECT_EQ((*calls)[2].label, "AMEX");
  for (const Call& call : *calls) {
    ASSERT_THAT(call.headers, SizeIs(3));
    EXPECT_EQ(call.headers[0].name, "User-Agent");
    EXPECT_THAT(call.headers[0].value, HasSubstr("Mozilla/5.0"));
    EXPECT_EQ(call.headers[2].name, "Accept-Language");
  }
}

TEST(NasdaqClassify, OwnCodeOtherThan200IsDriftInItsWords) {
  const std::string refused =
      R"({"data":null,"message":null,"status":{"rCode":400,"bCodeMessage":[{"code":1001,)"
      R"("errorMessage":"exchange is not valid"}],"developerMessage":null}})";
  for (int status : {200, 400}) {
    Answer answer = answer_with(refused);
    answer.status = status;
    const auto verdict = kNasdaq.classify(answer);
    ASSERT_FALSE(verdict.has_value());
    EXPECT_EQ(verdict.error().code, Errc::drifted);
    EXPECT_EQ(verdict.error().message, "the screener says rCode 400: exchange is not valid");
  }
}

TEST(NasdaqClassify, BlockPageIsRefusedAndOtherPagesAreWorthARetry) {
  Answer answer = answer_with("<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD></HTML>");
  answer.headers = {{"Content-Type", "text/html"}};
  EXPECT_EQ(kNasdaq.classify(answer).error().code, Errc::unavailable);
  answer.status = 403;
  EXPECT_EQ(kNasdaq.classify(answer).error().code, Errc::refused);
}

TEST(NasdaqClassify, CutOrEmptyAnswerIsWorthARetryAndOtherTextIsDrift) {
  const std::string whole = recorded();
  EXPECT_TRUE(kNasdaq.classify(answer_with(whole)).has_value());
  EXPECT_TRUE(kNasdaq.classify(answer_with("\xEF\xBB\xBF" + whole + "\r\n")).has_value());
  EXPECT_EQ(kNasdaq.classify(answer_with(whole.substr(0, 1500))).error().code, Errc::unavailable);
  EXPECT_EQ(kNasdaq.classify(answer_with("")).error().code, Errc::unavailable);
  EXPECT_EQ(kNasdaq.classify(answer_with("[]")).error().code, Errc::drifted);
  EXPECT_THAT(kNasdaq.classify(answer_with("{}")).error().message, HasSubstr("status.rCode"));
}

TEST(NasdaqParse, ReadsTheRecordedRowsWithTheirFlaws) {
  const Parsed parsed = parse(kNasdaq, answer_with(recorded()));
  ASSERT_TRUE(parsed.result.has_value());
  const auto prices = parsed.rows.of(kPrice, "symbol,close,previous_close,volume");
  EXPECT_THAT(prices, SizeIs(9));
  EXPECT_THAT(prices, Contains("AZN|188.410000|92.770000|3228332"));
  EXPECT_THAT(prices, Contains("ETX|18.862000|18.870000|8132"));
  EXPECT_THAT(prices, Contains("BRK/A|729425.000000|722500.000000|19855"));
  EXPECT_THAT(parsed.rows.of(kPrice, "market_day,exchange,provisional,source,open,adj_close"),
              Each("2026-02-02|NYSE|false|nasdaq|null|null"));
  const auto listed =
      parsed.rows.of(kListing, "symbol,source_symbol,country,ipo_year,sector,market_cap_usd");
  EXPECT_THAT(listed, Contains("ECC|ECC           |United States|2014|Finance|314838500"));
  EXPECT_THAT(listed, Contains("ETX|ETX           |null|2013|Finance|205312040"));
  EXPECT_THAT(listed, Contains("AAM|null|null|2024|null|null"));
  EXPECT_THAT(listed, Contains("ABR^D|null|United States|null|null|null"));
  EXPECT_THAT(listed, Contains("BRK/B|null|United States|null|null|1075113467975"));
  EXPECT_THAT(parsed.rows.of(kListing, "snapshot_day,exchange,name_ko"),
              Each("2026-02-02|NYSE|null"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), IsEmpty());
}

TEST(NasdaqParse, DayIsTheNewestSessionThatHadOpened) {
  const struct {
    const char* fetched_at;
    const char* day;
    const char* provisional;
  } scenarios[] = {
      {"2026-02-02T14:29:59Z", "2026-01-30", "false"},  // Monday 09:29 in New York
      {"2026-02-02T14:30:00Z", "2026-02-02", "true"},
      {"2026-02-02T20:59:59Z", "2026-02-02", "true"},
      {"2026-02-02T21:00:00Z", "2026-02-02", "false"},
      {"2026-02-17T01:00:00Z", "2026-02-13", "false"},  // Presidents' Day, 2026-02-16
      {"2026-04-03T20:00:00Z", "2026-04-02", "false"},  // Good Friday
      {"2026-07-12T12:00:00Z", "2026-07-10", "false"},  // a Sunday
      {"2026-11-27T18:30:00Z", "2026-11-27", "false"},  // a half day, over at 13:00
      {"2026-03-09T13:30:00Z", "2026-03-09", "true"},   // the first session of summer time
  };
  for (const auto& scenario : scenarios) {
    const Parsed parsed = parse(kNasdaq, answer_with(envelope(row({})), scenario.fetched_at));
    EXPECT_THAT(parsed.rows.of(kPrice, "market_day,provisional"),
                ElementsAre(std::string(scenario.day) + "|" + scenario.provisional))
        << scenario.fetched_at;
  }
}

TEST(NasdaqParse, ReadsEverySpellingOfANumber) {
  const struct {
    Fields fields;
    const char* row;
  } scenarios[] = {
      {{.price = "$1,234.50", .change = "1,000.25"}, "1234.500000|234.250000|52713710"},
      {{.price = "1234.5", .change = "+0.626"}, "1234.500000|1233.874000|52713710"},
      {{.price = "$0.0005", .change = "-0.0001"}, "0.000500|0.000600|52713710"},
      {{.price = "$23.270000000001", .change = "0.00"}, "23.270000|23.270000|52713710"},
      {{.change = ""}, "275.910000|null|52713710"},
      {{.change = "N/A"}, "275.910000|null|52713710"},
      {{.price = "$10.00", .change = "10.00", .percent = ""}, "10.000000|null|52713710"},
      {{.volume = "5000000000"}, "275.910000|276.490000|5000000000"},  // beyond 2^31
      {{.volume = "52,713,710"}, "275.910000|276.490000|52713710"},
      {{.volume = "0"}, "275.910000|276.490000|0"},
      {{.volume = ""}, "275.910000|276.490000|null"},
  };
  for (const auto& scenario : scenarios) {
    const Parsed parsed = parse_row(scenario.fields);
    EXPECT_THAT(parsed.rows.of(kPrice, "close,previous_close,volume"), ElementsAre(scenario.row));
    EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), IsEmpty());
  }
}

TEST(NasdaqParse, NothingAndZeroOfTheListingAreNull) {
  for (const char* cap : {"", "0.00", "0", "N/A"}) {
    const Parsed parsed = parse_row({.cap = cap, .sector = " ", .year = ""});
    EXPECT_THAT(parsed.rows.of(kListing, "market_cap_usd,sector,ipo_year"),
                ElementsAre("null|null|null"))
        << cap;
  }
}

TEST(NasdaqParse, QuarantinesAPriceThatCannotBeOneAndKeepsItsListing) {
  const struct {
    Fields fields;
    const char* reason;
  } scenarios[] = {
      {{.price = "$0.00"}, "close 0.000000 is not above 0"},
      {{.price = "$-5.00"}, "lastsale \"$-5.00\" is no amount"},
      {{.price = ""}, "lastsale is not told"},
      {{.price = "N/A"}, "lastsale is not told"},
      {{.price = "$1,23.50"}, "lastsale \"$1,23.50\" is no amount"},
      {{.change = "-0.626%"}, "netchange \"-0.626%\" is no amount"},
      {{.volume = "-5"}, "volume \"-5\" is no whole number"},
      {{.volume = "1.2M"}, "volume \"1.2M\" is no whole number"},
  };
  for (const auto& scenario : scenarios) {
    const Parsed parsed = parse_row(scenario.fields);
    EXPECT_THAT(parsed.rows.of(kPrice, "symbol"), IsEmpty());
    EXPECT_THAT(parsed.rows.of(kListing, "symbol"), ElementsAre("AAPL"));
    EXPECT_THAT(
        parsed.rows.of(kQuarantine, "table_name,reason,row_text"),
        ElementsAre(std::string(kPrice) + "|" + scenario.reason + "|" + row(scenario.fields)));
  }
}

TEST(NasdaqParse, QuarantinesRowsThatAreNoneAndKeepsTheRest) {
  const std::string rows = row({}) + R"(,null,[1,{"a":2}],)" + row({.symbol = " "}) + "," +
                           replaced(row({.symbol = "B"}), R"("$275.91")", "275.91") + "," +
                           replaced(row({.symbol = "C"}), "lastsale", "price") + "," +
                           row({.symbol = "D", .year = "80"}) + ",{}," + row({.symbol = "E"});
  const Parsed parsed = parse(kNasdaq, answer_with(envelope(rows)));
  ASSERT_TRUE(parsed.result.has_value());
  EXPECT_THAT(parsed.rows.of(kListing, "symbol"), ElementsAre("AAPL", "E"));
  EXPECT_THAT(parsed.rows.of(kPrice, "symbol"), ElementsAre("AAPL", "D", "E"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"),
              ElementsAre("the row is no object", "the row is no object", "symbol is empty",
                          "lastsale is no text", "lastsale is missing", "ipoyear \"80\" is no year",
                          "symbol is missing"));
}

TEST(NasdaqParse, RenamedFieldIsDriftThatNamesIt) {
  for (const char* field : {"symbol", "lastsale", "netchange", "volume", "marketCap", "sector"}) {
    const std::string quoted = "\"" + std::string(field) + "\":";
    const auto parsed =
        parse(kNasdaq, answer_with(envelope(replaced(row({}), quoted, "\"renamed\":"))));
    ASSERT_FALSE(parsed.result.has_value()) << field;
    EXPECT_EQ(parsed.result.error().code, Errc::drifted);
    EXPECT_EQ(parsed.result.error().message,
              "the field " + std::string(field) + " is missing; was it renamed?");
  }
  for (const char* field : {"data", "rows"}) {
    const std::string quoted = "\"" + std::string(field) + "\"";
    const auto parsed = parse(kNasdaq, answer_with(replaced(recorded(), quoted, "\"renamed\"")));
    ASSERT_FALSE(parsed.result.has_value()) << field;
    EXPECT_EQ(parsed.result.error().code, Errc::drifted);
  }
}

TEST(NasdaqParse, AnswerWithoutRowsIsWorthARetry) {
  EXPECT_EQ(parse(kNasdaq, answer_with(envelope(""))).result.error().code, Errc::unavailable);
  const std::string none = replaced(envelope(""), "[]", "null");
  EXPECT_EQ(parse(kNasdaq, answer_with(none)).result.error().code, Errc::unavailable);
}

TEST(NasdaqParse, SymbolThatComesTwiceKeepsItsLastRow) {
  const Parsed parsed = parse(
      kNasdaq, answer_with(envelope(row({}) + "," + row({.symbol = "AAPL ", .price = "$276.00"}))));
  EXPECT_THAT(parsed.rows.of(kPrice, "symbol,close"), ElementsAre("AAPL|276.000000"));
  EXPECT_THAT(parsed.rows.of(kListing, "symbol,source_symbol"), ElementsAre("AAPL|AAPL "));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"),
              Each("duplicate key: a later row of the same answer differs"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), SizeIs(2));
}

TEST(NasdaqParse, RefusesAnAddressWithoutAnExchange) {
  Answer answer = answer_with(recorded());
  answer.url = "https://api.nasdaq.com/api/screener/stocks?download=true";
  EXPECT_EQ(parse(kNasdaq, answer).result.error().code, Errc::bad_data);
}

}  // namespace
}  // namespace seohak
