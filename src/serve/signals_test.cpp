#include <gmock/gmock.h>
#include <simdjson.h>

#include "serve/api_fixture.h"

namespace seohak {
namespace {

using seohak::testing::ApiFixture;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

/// Symbols of the rows of an answer, in its order.
std::vector<std::string> symbols_of(const ApiFixture& api, const std::string& query) {
  const WebResponse response = api.get("/api/v1/signals?" + query);
  EXPECT_EQ(response.status, 200) << *response.body;
  simdjson::dom::parser parser;
  std::vector<std::string> symbols;
  for (const simdjson::dom::element row : parser.parse(*response.body)["data"]["rows"])
    symbols.emplace_back(row["symbol"].get_string().value());
  return symbols;
}

constexpr std::array<const char*, 6> kEarlier = {"2026-03-20", "2026-03-23", "2026-03-24",
                                                 "2026-03-25", "2026-03-26", "2026-03-27"};

/// Sixteen sessions of stocks of NYSE. UUU rises by 1 a day from 10 and DDD falls by 1 from 100;
/// SSS rises and falls by 1 in turn until its last day, which adds 10 on twice the volume; GGG
/// falls as DDD, but has no row on the day before the last.
std::string stocks() {
  std::string csv =
      "market_day,symbol,exchange,close,previous_close,volume,provisional,source,fetched_at\n";
  for (int at = 0; at < 16; ++at) {
    const char* day = at < 6 ? kEarlier[static_cast<std::size_t>(at)]
                             : testing::kMarketDays[static_cast<std::size_t>(at - 6)];
    const auto row = [&](const char* symbol, int close, int before, int volume) {
      csv += fmt::format("{0},{1},NYSE,{2}.00,{3}.00,{4},false,nasdaq,{0}T23:00:00Z\n", day, symbol,
                         close, before, volume);
    };
    row("UUU", 10 + at, 9 + at, 1'000'000);
    row("DDD", 100 - at, 101 - at, 1'000'000);
    row("SSS", at == 15 ? 60 : 50 + at % 2, at == 15 ? 50 : 51 - at % 2, at == 15 ? 4000 : 2000);
    if (at != 14) row("GGG", 100 - at, 101 - at, 1000);
  }
  return csv;
}

std::string listings() {
  return "snapshot_day,symbol,name,name_ko,exchange,sector,industry,market_cap_usd,source,"
         "fetched_at\n"
         "2026-04-13,UUU,Up Inc.,,NYSE,Technology,Software,5000000000,nasdaq,2026-04-13T23:00:00Z\n"
         "2026-04-13,DDD,Down Inc.,,NYSE,Finance,Banks,2000000000,nasdaq,2026-04-13T23:00:00Z\n"
         "2026-04-13,SSS,Saw Inc.,,NYSE,Technology,Software,,nasdaq,2026-04-13T23:00:00Z\n";
}

class Signals : public ::testing::Test {
 protected:
  Signals() {
    std::string sessions = testing::session_rows();
    for (const char* day : kEarlier)
      sessions += fmt::format("XNYS,{0},{0}T13:30:00Z,{0}T20:00:00Z,full\n", day);
    for (int day = 1; day <= 20; ++day)
      sessions += fmt::format(
          "XNYS,2026-02-{0:02},2026-02-{0:02}T13:30:00Z,"
          "2026-02-{0:02}T20:00:00Z,full\n",
          day);
    api.load("raw_data.market_session", sessions);
    api.load("raw_data.listing_daily", listings());
    api.load("raw_data.stock_price_daily", stocks());
  }
  std::string body(const std::string& query) const {
    return *api.get("/api/v1/signals?" + query).body;
  }
  ApiFixture api;
};

/// By hand: RSI is 100 for UUU, 0 for DDD; both have it from the fifteenth close of 16 on. GGG has
/// fifteen closes, so its first is the last. SSS: of 14 changes seven are +1 and seven -1, so its
/// means are 0.5; then +10: (13 * 0.5 + 10) / 14 against 13 * 0.5 / 14 is 100 * 16.5 / 23 = 71.7.
TEST_F(Signals, TellsEachStockWithItsBars) {
  const std::string all = body("sort=symbol");
  EXPECT_THAT(all, StartsWith(R"({"data":{"bar":"1d","market_day":"2026-04-13","listed":4,)"
                              R"("rated":4,"total":4,"overbought":2,"neutral":0,"oversold":2,)"
                              R"("bins":[2,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,1],)"
                              R"("sectors":[{"sector":"Finance","symbols":1},)"
                              R"({"sector":"Technology","symbols":2},)"
                              R"({"sector":"Unclassified","symbols":1}],"rate":null,"rows":[)"
                              R"({"symbol":"DDD","name":"Down Inc.","name_ko":null,)"
                              R"("sector":"Finance","close":"85.000000",)"));
  EXPECT_THAT(all, HasSubstr(R"("rsi_wilder":0,"status":"Oversold","since":"2026-04-10","bars":2,)"
                             R"("at":null,"traded_usd":85000000,"market_cap_usd":2000000000,)"
                             R"("times_usual":1,"low":85,"high":100,)"
                             R"("spark":[null,null,null,null,null,null,null,null,null,null,null,)"
                             R"(null,null,null,100,93,87,80,73,67,60,53,47,40,33,27,20,13,7,0]})"));
  EXPECT_THAT(all, HasSubstr(R"("rsi_wilder":71.739)"));
  EXPECT_THAT(all, HasSubstr(R"("times_usual":2,"low":50,"high":60,)"));
}

TEST_F(Signals, KeepsAMissingSessionAGap) {
  EXPECT_THAT(body("sector=Unclassified"),
              HasSubstr(R"("since":"2026-04-13","bars":1,"at":null,)"));
  EXPECT_THAT(body("sector=Unclassified"), HasSubstr(R"(,20,13,null,0]})"));
}

TEST_F(Signals, FiltersByEachParameter) {
  EXPECT_THAT(symbols_of(api, "sort=symbol&status=Overbought"), ElementsAre("SSS", "UUU"));
  EXPECT_THAT(symbols_of(api, "sort=symbol&status=Overbought,Oversold&sector=Finance,Technology"),
              ElementsAre("DDD", "SSS", "UUU"));
  EXPECT_THAT(symbols_of(api, "sort=symbol&rsi_from=70&rsi_to=72"), ElementsAre("SSS"));
  EXPECT_THAT(symbols_of(api, "sort=symbol&rsi_from=100"), ElementsAre("UUU"));
  EXPECT_THAT(symbols_of(api, "sort=symbol&rsi_to=0"), ElementsAre("DDD", "GGG"));
  EXPECT_THAT(symbols_of(api, "sort=symbol&least_cap=2000"), ElementsAre("DDD", "UUU"));
  EXPECT_THAT(symbols_of(api, "sort=symbol&least_traded=26"), ElementsAre("DDD"));
  EXPECT_THAT(symbols_of(api, "sort=symbol&least_times=2"), ElementsAre("SSS"));
  EXPECT_THAT(symbols_of(api, "sort=symbol&most_bars=1"), ElementsAre("GGG", "SSS"));
  EXPECT_THAT(symbols_of(api, "rsi_from=60&rsi_to=40"), IsEmpty());
  EXPECT_THAT(symbols_of(api, "sector=Energy"), IsEmpty());
  EXPECT_THAT(symbols_of(api, "sector='--"), IsEmpty());
}

/// Counts of a kind leave that kind's own choice out; bins leave out the status as well.
TEST_F(Signals, CountsWhatEachOtherChoiceWouldLeave) {
  EXPECT_THAT(body("status=Oversold&sector=Technology&rsi_from=60"),
              HasSubstr(R"("total":0,"overbought":2,"neutral":0,"oversold":0,)"
                        R"("bins":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,1],)"
                        R"("sectors":[{"sector":"Finance","symbols":0},)"));
  EXPECT_THAT(body("status=Overbought&sector=Finance"),
              HasSubstr(R"("total":0,"overbought":0,"neutral":0,"oversold":1,"bins":[1,0,)"));
  EXPECT_THAT(body("status=Overbought&sector=Finance"),
              HasSubstr(R"({"sector":"Technology","symbols":2})"));
}

TEST_F(Signals, SortsBothWaysWithTheUnknownLast) {
  EXPECT_THAT(symbols_of(api, ""), ElementsAre("DDD", "GGG", "UUU", "SSS"));
  EXPECT_THAT(symbols_of(api, "sort=extreme"), ElementsAre("SSS", "DDD", "GGG", "UUU"));
  EXPECT_THAT(symbols_of(api, "sort=-rsi"), ElementsAre("UUU", "SSS", "DDD", "GGG"));
  EXPECT_THAT(symbols_of(api, "sort=-symbol"), ElementsAre("UUU", "SSS", "GGG", "DDD"));
  EXPECT_THAT(symbols_of(api, "sort=-cap"), ElementsAre("UUU", "DDD", "GGG", "SSS"));
  EXPECT_THAT(symbols_of(api, "sort=cap"), ElementsAre("DDD", "UUU", "GGG", "SSS"));
  EXPECT_THAT(symbols_of(api, "sort=close"), ElementsAre("UUU", "SSS", "DDD", "GGG"));
  EXPECT_THAT(symbols_of(api, "sort=-change"), ElementsAre("SSS", "UUU", "DDD", "GGG"));
  EXPECT_THAT(symbols_of(api, "sort=bars"), ElementsAre("GGG", "SSS", "DDD", "UUU"));
  EXPECT_THAT(symbols_of(api, "sort=-traded"), ElementsAre("DDD", "UUU", "SSS", "GGG"));
  EXPECT_THAT(symbols_of(api, "sort=symbol&limit=2&offset=1"), ElementsAre("GGG", "SSS"));
  EXPECT_THAT(symbols_of(api, "offset=9"), IsEmpty());
}

TEST_F(Signals, SaysInOneFormWhatIsWrong) {
  const std::pair<const char*, const char*> wrong[] = {
      {"status=Overbought,hot", "status takes Overbought, Neutral, Oversold, with commas"},
      {"status=hot&lang=ko", "쉼표로"},
      {"sort=name", "sort is one of extreme, -extreme, rsi,"},
      {"bar=2m", "bar is one of 1m, 5m, 15m, 1h, 1d"},
  };
  for (const auto& [query, message] : wrong) {
    SCOPED_TRACE(query);
    const WebResponse response = api.get(std::string("/api/v1/signals?") + query);
    EXPECT_EQ(response.status, 400);
    EXPECT_THAT(*response.body, StartsWith(R"({"error":{"code":"bad_request","message":")"));
    EXPECT_THAT(*response.body, HasSubstr(message));
  }
}

TEST_F(Signals, NamesTheRateOfTheDay) {
  api.load("raw_data.fx_rate_daily",
           "quote_day,currency,deal_base_rate,source,fetched_at\n"
           "2026-04-10,USD,1480.5,ecb,2026-04-13T15:56:22Z\n"
           "2026-04-14,USD,1490,ecb,2026-04-14T15:56:22Z\n");
  EXPECT_THAT(body("limit=1"), HasSubstr(R"("rate":{"rate":"1480.500000","rate_source":"ecb",)"
                                         R"("rate_day":"2026-04-10"},"rows":[)"));
}

TEST_F(Signals, FollowTheWarehouse) {
  EXPECT_THAT(body("limit=1"), HasSubstr(R"("market_day":"2026-04-13")"));
  api.load("raw_data.market_session",
           "exchange,market_day,open_at,close_at,kind\n"
           "XNYS,2026-04-14,2026-04-14T13:30:00Z,2026-04-14T20:00:00Z,full\n");
  api.load("raw_data.stock_price_daily",
           "market_day,symbol,exchange,close,previous_close,volume,provisional,source,fetched_at\n"
           "2026-04-14,UUU,NYSE,26.00,25.00,1000000,false,nasdaq,2026-04-14T23:00:00Z\n");
  EXPECT_THAT(symbols_of(api, ""), ElementsAre("UUU"));
  EXPECT_THAT(body(""), HasSubstr(R"("market_day":"2026-04-14","listed":1,"rated":1,)"));
  EXPECT_THAT(symbols_of(api, "day=2026-04-13&sort=symbol"),
              ElementsAre("DDD", "GGG", "SSS", "UUU"));
}

std::string minutes(const char* symbol, const char* day, int count) {
  std::string csv;
  for (int at = 0; at < count; ++at)
    csv +=
        fmt::format("{1}T{2:02}:{3:02}:00Z,{0},{1},{4},{4},{4},{4},100,bar,yahoo,{1}T23:00:00Z\n",
                    symbol, day, (13 * 60 + 30 + at) / 60, (30 + at) % 60, 100 + at);
  return csv;
}

/// By hand: 80 minutes that rise by 1 are 16 bars of 5, of which two have RSI 100; their closes are
/// 104, 109 … 179. OLD's minutes end more than 30 sessions before.
TEST_F(Signals, RateMinutesOfTheStocksThatHaveThemLately) {
  api.load("raw_data.stock_price_minute",
           "bar_start,symbol,market_day,open,high,low,close,volume,kind,source,fetched_at\n" +
               minutes("UUU", "2026-04-10", 80) + minutes("OLD", "2026-02-01", 80));
  EXPECT_THAT(body("bar=5m"),
              StartsWith(R"({"data":{"bar":"5m","market_day":"2026-04-10","listed":null,"rated":1,)"
                         R"("total":1,"overbought":1,"neutral":0,"oversold":0,)"));
  EXPECT_THAT(body("bar=5m"), HasSubstr(R"("close":"179.000000","change_pct":678.26)"));
  EXPECT_THAT(body("bar=5m"), HasSubstr(R"("rsi_wilder":100,"status":"Overbought",)"
                                        R"("since":"2026-04-10T14:40:00Z","bars":2,)"
                                        R"("at":"2026-04-10T14:45:00Z","traded_usd":24000000,)"));
  EXPECT_THAT(body("bar=5m"), HasSubstr(R"("low":104,"high":179,"spark":[null,)"));
  EXPECT_THAT(body("bar=1m"), HasSubstr(R"("since":"2026-04-10T13:44:00Z","bars":66,)"
                                        R"("at":"2026-04-10T14:49:00Z",)"));
  EXPECT_THAT(body("bar=1m"), HasSubstr(R"("sources":["yahoo"])"));
  EXPECT_THAT(symbols_of(api, "bar=1h"), IsEmpty());
  EXPECT_THAT(symbols_of(api, "bar=1m&least_traded=25"), IsEmpty());
}

TEST_F(Signals, RateMinutesUpToADay) {
  api.load("raw_data.stock_price_minute",
           "bar_start,symbol,market_day,open,high,low,close,volume,kind,source,fetched_at\n" +
               minutes("UUU", "2026-04-09", 80) + minutes("UUU", "2026-04-10", 20));
  for (const char* bar : {"1m", "5m"}) {
    const std::string query = std::string("bar=").append(bar);
    EXPECT_THAT(body(query), HasSubstr(R"("market_day":"2026-04-10")")) << bar;
    EXPECT_THAT(body(query + "&day=2026-04-09"), HasSubstr(R"("market_day":"2026-04-09")")) << bar;
    EXPECT_THAT(body(query + "&day=2026-04-09"), HasSubstr(R"("close":"179.000000")")) << bar;
    EXPECT_THAT(symbols_of(api, query + "&day=2026-04-08"), IsEmpty()) << bar;
  }
}

TEST(SignalsWithoutData, SayWhatFillsThem) {
  ApiFixture api;
  EXPECT_THAT(*api.get("/api/v1/signals").body, HasSubstr("run: seohak run listing price_daily"));
  EXPECT_EQ(api.get("/api/v1/signals").status, 404);
  EXPECT_THAT(*api.get("/api/v1/signals?bar=1m").body, HasSubstr(R"("market_day":null,)"));
}

}  // namespace
}  // namespace seohak
