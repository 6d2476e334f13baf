#include "serve/api_scenario.h"

namespace seohak {
namespace {

using testing::ApiFixture;
using testing::ApiScenario;
using testing::error_with;
using testing::expect_scenarios;

/// By hand from the ten sessions of api_fixture.h: 100 * 0.1 / 10.8; weeks of AAA of
/// 5 * 1,000,000 + 1000 * (5 + ... + 9) shares after 5 * 1,000,000 + 1000 * (0 + ... + 4).
const auto kDayScenarios = std::to_array<ApiScenario>({
    {.name = "the clock and the sessions around it",
     .target = "/api/v1/market/sessions",
     .has = {R"({"data":{"now":"2026-04-14T00:00:00Z","rows":[{"market_day":"2026-04-07",)"
             R"("kind":"full","open_at":"2026-04-07T13:30:00Z",)"
             R"("close_at":"2026-04-07T20:00:00Z"},)",
             R"({"market_day":"2026-04-11","kind":"closed","open_at":null,"close_at":null},)"}},
    {.name = "how many rose and fell",
     .target = "/api/v1/market/breadth",
     .has = {R"({"data":{"market_day":"2026-04-13","symbols":4,"advanced":1,"unchanged":1,)"
             R"("declined":1,"unknown":1,"provisional":false},)"}},
    {.name = "a Sunday is the Friday before",
     .target = "/api/v1/market/breadth?day=2026-04-12",
     .has = {R"({"data":{"market_day":"2026-04-10","symbols":4,"advanced":1,"unchanged":2,)"
             R"("declined":1,)"}},
    {.name = "a day after the last is the last",
     .target = "/api/v1/market/breadth?day=9999-12-31",
     .has = {R"("market_day":"2026-04-13")"}},
    {.name = "a day before the first",
     .target = "/api/v1/market/breadth?day=2026-03-29",
     .status = 404,
     .has = {error_with("not_found",
                        "there are no prices yet; run: seohak run listing price_daily")}},
    {.name = "a day before the first, in Korean",
     .target = "/api/v1/market/breadth?day=2026-03-29&lang=ko",
     .status = 404,
     .has = {"실행: seohak run listing price_daily"}},
    {.name = "no day",
     .target = "/api/v1/market/breadth?day=yesterday",
     .status = 400,
     .has = {error_with("bad_request", "day must be a day such as 2026-04-13")}},
    {.name = "sectors and stocks by traded value",
     .target = "/api/v1/market/map",
     .has = {R"({"data":{"market_day":"2026-04-13","by":"traded","sectors":[)"
             R"({"sector":"Technology","symbols":1,"traded_usd":10998100,"volume":1009000,)"
             R"("market_cap_usd":1090000000,"change_pct":0.92592592)",
             R"({"sector":"Unclassified","symbols":1,"traded_usd":1500045,"volume":300009,)"
             R"("market_cap_usd":null,"change_pct":null})"}},
    {.name = "the map by volume",
     .target = "/api/v1/market/map?by=volume&limit=1",
     .has = {R"("rows":[{"symbol":"AAA","name":"Alpha Inc.","name_ko":"알파",)"
             R"("sector":"Technology","industry":"Software","close":"10.900000",)"
             R"("change_pct":0.92592592)"},
     .lacks = {R"("symbol":"BBB")"}},
    {.name = "the map by market cap",
     .target = "/api/v1/market/map?by=cap&limit=1",
     .has = {R"("rows":[{"symbol":"AAA")"}},
    {.name = "the map by something else",
     .target = "/api/v1/market/map?by=price",
     .status = 400,
     .has = {error_with("bad_request", "by is one of traded, volume, cap")}},
    {.name = "what is stored of each session",
     .target = "/api/v1/market/coverage",
     .has = {R"({"data":[{"market_day":"2026-03-30","state":"stored","symbols":4},)"},
     .lacks = {"2026-04-11", "missing"}},
    {.name = "movers, and what is kept out of them",
     .target = "/api/v1/movers",
     .has = {R"({"data":{"market_day":"2026-04-13","rows":[{"direction":"up","rank":1,)"
             R"("symbol":"AAA","name":"Alpha Inc.","name_ko":"알파","sector":"Technology",)"
             R"("close":"10.900000","previous_close":"10.800000","change_pct":0.92592592)",
             R"("kept_out":[{"symbol":"DDD","name":"Delta Ltd.","name_ko":null,)"
             R"("close":"6.100000","previous_close":"1.200000",)"
             R"("contradiction":"previous_close"}]})"}},
    {.name = "no movers",
     .target = "/api/v1/movers?limit=0",
     .status = 400,
     .has = {error_with("bad_request", "limit must be a whole number from 1 to 100")}},
    {.name = "ten days are too few for a usual volume",
     .target = "/api/v1/unusual-volume",
     .has = {R"({"data":{"market_day":"2026-04-13","rows":[]})"}},
});

const auto kWeekScenarios = std::to_array<ApiScenario>({
    {.name = "stocks by the volume of a week",
     .target = "/api/v1/volume-rank",
     .has = {R"({"data":{"week_end":"2026-04-13","rows":[{"rank":1,"symbol":"AAA",)"
             R"("name":"Alpha Inc.","name_ko":"알파","sector":"Technology","volume":5035000,)"
             R"("sessions":5,"change_pct":0.49900199)"}},
    {.name = "a page of one",
     .target = "/api/v1/volume-rank?limit=1&offset=1",
     .has = {R"("rows":[{"rank":2,"symbol":"BBB")"},
     .lacks = {R"("rank":1)", R"("rank":3)"}},
    {.name = "the last page",
     .target = "/api/v1/volume-rank?limit=3&offset=3",
     .has = {R"("rows":[{"rank":4,"symbol":"DDD")"}},
    {.name = "beyond the last page",
     .target = "/api/v1/volume-rank?offset=4",
     .has = {R"("rows":[]})"}},
    {.name = "beyond any page",
     .target = "/api/v1/volume-rank?offset=1000001",
     .status = 400,
     .has = {error_with("bad_request", "offset must be a whole number from 0 to 1000000")}},
    {.name = "stocks of one sector; markup in a name stays text",
     .target = "/api/v1/volume-rank?sector=Unclassified",
     .has = {R"("rows":[{"rank":3,"symbol":"CCC","name":"<b>Gamma</b>",)"}},
    {.name = "stocks of a sector that is none",
     .target = "/api/v1/volume-rank?sector=%27%20OR%201=1",
     .has = {R"("rows":[]})"}},
    {.name = "sectors by the volume of a week",
     .target = "/api/v1/themes",
     .has = {R"({"data":[{"week_end":"2026-04-13","sector":"Technology","volume":5035000,)"
             R"("symbols":1,"sessions":5,"change_pct":0.49900199)"}},
    {.name = "one week of sectors",
     .target = "/api/v1/themes?weeks=1",
     .lacks = {R"("week_end":"2026-04-06")"}},
    {.name = "no number of weeks",
     .target = "/api/v1/themes?weeks=x",
     .status = 400,
     .has = {error_with("bad_request", "weeks must be a whole number from 1 to 260")}},
    {.name = "issues of one stock and kind",
     .target = "/api/v1/issues?scope=DDD&kind=contradicted_price",
     .has = {R"("total":1,"kinds":[)"}},
    {.name = "a page of issues",
     .target = "/api/v1/issues?limit=1&scope=DDD",
     .has = {R"("rows":[{"day":"2026-04-13","source":"nasdaq","scope":"DDD","kind":)"}},
    {.name = "beyond the last issue",
     .target = "/api/v1/issues?scope=DDD&offset=100",
     .has = {R"("rows":[]})"},
     .lacks = {R"("total":0)"}},
    {.name = "issues of nothing",
     .target = "/api/v1/issues?scope=nothing",
     .has = {R"({"data":{"total":0,)"}},
});

TEST(MarketApi, AnswersEachScenario) {
  ApiFixture api;
  api.load_market();
  expect_scenarios(api, kDayScenarios);
  expect_scenarios(api, kWeekScenarios);
}

/// By hand from falling_rows(): 1,000,015 shares after fifteen days of 1,000,007 on average, at 85
/// after 86: 100 * -1 / 86.
TEST(MarketApi, ComparesWithTheUsualVolume) {
  ApiFixture api;
  api.load_market();
  api.load("raw_data.stock_price_daily", testing::falling_rows());
  const ApiScenario scenarios[] = {
      {.name = "a stock with sixteen days",
       .target = "/api/v1/unusual-volume",
       .has = {R"("rows":[{"symbol":"EEE","name":null,"name_ko":null,"sector":null,)"
               R"("close":"85.000000","volume":1000015,"usual_volume":1000007,)"
               R"("times_usual":1.00000799)",
               R"("change_pct":-1.16279069)", R"("traded_usd":85001275}]})"}},
      {.name = "a day with too few before it",
       .target = "/api/v1/unusual-volume?day=2026-04-09",
       .has = {R"("rows":[]})"}}};
  expect_scenarios(api, scenarios);
}

TEST(MarketApi, SaysWhatFillsEmptyTables) {
  const ApiFixture api;
  for (const char* target : {"/market/breadth", "/market/map", "/market/coverage", "/movers",
                             "/unusual-volume", "/volume-rank", "/themes", "/signals"}) {
    const ApiScenario scenario{
        .name = "no prices yet",
        .target = std::string("/api/v1").append(target),
        .status = 404,
        .has = {error_with("not_found",
                           "there are no prices yet; run: seohak run listing price_daily")}};
    expect_scenarios(api, std::span(&scenario, 1));
  }
}

}  // namespace
}  // namespace seohak
