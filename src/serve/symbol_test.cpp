#include "serve/api_scenario.h"

namespace seohak {
namespace {

using testing::ApiFixture;
using testing::ApiScenario;
using testing::error_with;
using testing::expect_scenarios;

const auto kScenarios = std::to_array<ApiScenario>({
    {.name = "search by a Korean name",
     .target = "/api/v1/search?q=%EC%95%8C",
     .has = {R"("rows":[{"symbol":"AAA","name":"Alpha Inc.","name_ko":"알파",)"
             R"("exchange":"NASDAQ","sector":"Technology","listed":true,)"
             R"("market_cap_usd":1090000000,"match":{"field":"name_ko","from":0,"length":1}}]})"}},
    {.name = "search for nothing",
     .target = "/api/v1/search",
     .has = {R"({"data":{"q":"","rows":[]})"}},
    {.name = "search for SQL", .target = "/api/v1/search?q=bbb%27--", .has = {R"("rows":[]})"}},
    {.name = "search for markup",
     .target = "/api/v1/search?q=%3Cb%3E",
     .has = {R"("q":"<b>")", R"({"symbol":"CCC","name":"<b>Gamma</b>")"},
     .answered = {{"Content-Type", "application/json"}}},
    {.name = "search for 101 characters",
     .target = "/api/v1/search?q=" + std::string(101, 'a'),
     .status = 400,
     .has = {error_with("bad_request", "q may have 100 characters at most")}},
    {.name = "a stock",
     .target = "/api/v1/symbols/AAA",
     .has = {R"({"data":{"symbol":"AAA","name":"Alpha Inc.","name_ko":"알파",)"
             R"("exchange":"NASDAQ","sector":"Technology","industry":"Software","listed":true,)"
             R"("market_day":"2026-04-13","price_source":"nasdaq","close":"10.900000",)"
             R"("previous_close":"10.800000","change_pct":0.92592592)",
             R"("rate":null,"rate_source":null,"rate_day":null,)"}},
    {.name = "a stock without a rate in won",
     .target = "/api/v1/symbols/CCC",
     .has = {R"("won":null,"daily":[{"market_day":"2026-03-30",)",
             R"("source":"nasdaq","has_minutes":false})"}},
    {.name = "a stock with an issue",
     .target = "/api/v1/symbols/DDD",
     .has = {R"("issues":[{"day":"2026-04-13","source":"nasdaq",)"}},
    {.name = "an unknown stock, its slash encoded",
     .target = "/api/v1/symbols/NO%2FNE",
     .status = 404,
     .has = {error_with("not_found", "there is no symbol NO/NE; look for it by its name")}},
    {.name = "an unknown stock in Korean",
     .target = "/api/v1/symbols/NONE?lang=ko",
     .status = 404,
     .has = {"NONE 종목이 없습니다. 이름으로 찾아 보세요"}},
    {.name = "markup for a stock",
     .target = "/api/v1/symbols/%3Cimg%3E",
     .status = 404,
     .has = {"there is no symbol <img>;"},
     .answered = {{"Content-Type", "application/json"}}},
    {.name = "a stock without minutes",
     .target = "/api/v1/symbols/AAA/bars",
     .has = {R"({"data":{"symbol":"AAA","interval":"15m","rows":[],"earlier":false,)"
             R"("flagged":[]})"}},
    {.name = "bars of an unknown stock",
     .target = "/api/v1/symbols/NONE/bars",
     .status = 404,
     .has = {error_with("not_found", "there is no symbol NONE; look for it by its name")}},
    {.name = "bars of a day",
     .target = "/api/v1/symbols/AAA/bars?interval=1d",
     .status = 400,
     .has = {error_with("bad_request", "interval is one of 1m, 5m, 15m, 1h")}},
    {.name = "bars before no instant",
     .target = "/api/v1/symbols/AAA/bars?before=noon",
     .status = 400,
     .has = {error_with("bad_request", "before must be an instant such as 2026-03-27T19:45:00Z")}},
});

TEST(SymbolApi, AnswersEachScenario) {
  ApiFixture api;
  api.load_market();
  expect_scenarios(api, kScenarios);
}

/// By hand: six minutes, the third is missing; 5-minute bars go from the bell of 13:30 UTC.
const auto kBarScenarios = std::to_array<ApiScenario>({
    {.name = "minutes rolled up from the opening bell",
     .target = "/api/v1/symbols/AAA/bars?interval=5m",
     .has =
         {R"("rows":[{"bar_start":"2026-04-13T13:30:00Z","market_day":"2026-04-13",)"
          R"("open":"10.000000","high":"13.000000","low":"8.000000",)"
          R"("close":"9.000000","volume":600,"source":"yahoo","rsi_wilder":null},)"
          R"({"bar_start":"2026-04-13T13:35:00Z","market_day":"2026-04-13",)"
          R"("open":"9.000000","high":"10.000000","low":"9.000000",)"
          R"("close":"10.000000","volume":400,"source":"yahoo","rsi_wilder":null}],"earlier":false)"}},
    {.name = "the bar before an instant",
     .target = "/api/v1/symbols/AAA/bars?interval=1m&limit=1&before=2026-04-13T13:36:00Z",
     .has = {R"("rows":[{"bar_start":"2026-04-13T13:33:00Z")", R"("earlier":true)"}},
    {.name = "the first bar has none before it",
     .target = "/api/v1/symbols/AAA/bars?interval=1m&limit=1&before=2026-04-13T13:31:00Z",
     .has = {R"("rows":[{"bar_start":"2026-04-13T13:30:00Z")", R"("earlier":false)"}},
    {.name = "before the first bar",
     .target = "/api/v1/symbols/AAA/bars?interval=1m&before=2026-04-13T13:30:00Z",
     .has = {R"("rows":[],"earlier":false)"}},
});

TEST(SymbolApi, RollsMinutesUp) {
  ApiFixture api;
  api.load_market();
  api.load("raw_data.stock_price_minute",
           "bar_start,symbol,market_day,open,high,low,close,volume,kind,source,fetched_at\n"
           "2026-04-13T13:30:00Z,AAA,2026-04-13,10,12,9,11,100,bar,yahoo,2026-04-13T23:00:00Z\n"
           "2026-04-13T13:31:00Z,AAA,2026-04-13,11,13,10,12,200,bar,yahoo,2026-04-13T23:00:00Z\n"
           "2026-04-13T13:33:00Z,AAA,2026-04-13,12,12,8,9,300,bar,yahoo,2026-04-13T23:00:00Z\n"
           "2026-04-13T13:36:00Z,AAA,2026-04-13,9,10,9,10,400,bar,yahoo,2026-04-13T23:00:00Z\n");
  expect_scenarios(api, kBarScenarios);
}

/// By hand: bought at 20 x 1400, worth 19.1 x 1500 on the last day.
const auto kWonScenarios = std::to_array<ApiScenario>({
    {.name = "the gain in won, split into price and rate",
     .target = "/api/v1/symbols/BBB",
     .has = {R"("rate":"1500.000000","rate_source":"ecb","rate_day":"2026-04-13",)"
             R"("close_krw":"28650")",
             R"("won":{"first_day":"2026-03-30","last_day":"2026-04-13")",
             R"("price_krw":"-1260.000000000000","rate_krw":"2000.000000000000",)"
             R"("cross_krw":"-90.000000000000","total_krw":"650.000000000000",)"
             R"("first_krw":"28000.000000000000"})"}},
    {.name = "no gain of a stock whose days contradict each other",
     .target = "/api/v1/symbols/DDD",
     .has = {R"("won":null)"}},
});

TEST(SymbolApi, SplitsWonIntoPriceAndRate) {
  ApiFixture api;
  api.load_market();
  api.load("raw_data.fx_rate_daily",
           "quote_day,currency,deal_base_rate,source,fetched_at\n"
           "2026-03-29,USD,1400,ecb,2026-04-13T15:56:22Z\n"
           "2026-04-13,USD,1500,ecb,2026-04-13T15:56:22Z\n");
  expect_scenarios(api, kWonScenarios);
}

}  // namespace
}  // namespace seohak
