#include <sstream>

#include "serve/api_scenario.h"

namespace seohak {
namespace {

using testing::ApiFixture;
using testing::ApiScenario;
using testing::expect_scenarios;
using ::testing::HasSubstr;

/// By hand from the ten sessions of api_fixture.h: AAA goes from 10.4 to 10.9 in the five newest,
/// trading 10.5 x 1,005,000 + ... + 10.9 x 1,009,000 dollars.
TEST(ThemesApi, AnswersEachScenario) {
  const ApiScenario scenarios[] = {
      {.name = "two whole weeks have equal changes by sum and by mean",
       .target = "/api/v1/themes",
       .has = {R"("sessions":5,"change_pct":0.49900199)", R"("mean_change_pct":0.49900199)"}},
      {.name = "sectors of the week by shares traded",
       .target = "/api/v1/themes/week",
       .has = {R"({"data":{"week_end":"2026-04-13","sectors":[{"sector":"Technology","symbols":1,)"
               R"("volume":5035000,"traded_usd":53875500,"change_pct":0.49900199)",
               R"("price_change_pct":4.80769230)"}},
      {.name = "industries, and a change that a row contradicts is unknown",
       .target = "/api/v1/themes/week",
       .has = {R"({"sector":"Health Care","industry":"Drugs","symbols":1,"volume":535,)"
               R"("traded_usd":1942.9,)",
               R"("price_change_pct":null,"rose":0,"unchanged":0,"fell":0,"unknown":1}]})"}},
      {.name = "no week ends before the fifth session",
       .target = "/api/v1/themes/week?day=2026-04-01",
       .status = 404,
       .has = {"seohak run listing price_daily"}},
      {.name = "stocks of an industry",
       .target = "/api/v1/themes/stocks?sector=Technology&industry=Software",
       .has = {R"({"data":{"week_end":"2026-04-13","total":1,"rate":null,"rate_source":null,)"
               R"("rate_day":null,"rows":[{"symbol":"AAA","name":"Alpha Inc.","name_ko":"알파",)"
               R"("sector":"Technology","industry":"Software","close":"10.900000",)"
               R"("price_change_pct":4.80769230)"}},
      {.name = "closes, null where there is none",
       .target = "/api/v1/themes/stocks",
       .has = {R"(null,null,"10.000000","10.100000","10.200000",)",
               R"("10.800000","10.900000"]})"}},
      {.name = "a page of the stocks",
       .target = "/api/v1/themes/stocks?limit=1&offset=1",
       .has = {R"("total":4,)", R"("rows":[{"symbol":"BBB")"},
       .lacks = {"AAA", "CCC"}},
      {.name = "a page behind the last",
       .target = "/api/v1/themes/stocks?offset=9",
       .has = {R"("total":4,)", R"("rows":[]})"}},
      {.name = "a sector that is none",
       .target = "/api/v1/themes/stocks?sector=%27%20OR%201=1",
       .has = {R"("total":0,)", R"("rows":[]})"}},
  };
  ApiFixture api;
  api.load_market();
  expect_scenarios(api, scenarios);
}

/// By hand: without 2026-04-08, AAA trades 1,007,250 shares a day after 1,002,000.
TEST(ThemesApi, ComparesAWeekOfFourSessionsByItsMeanDay) {
  ApiFixture api;
  std::istringstream given(testing::price_rows());
  std::string prices;
  for (std::string line; std::getline(given, line);)
    if (line.rfind("2026-04-08", 0) != 0) prices += line + "\n";
  api.load("raw_data.market_session", testing::session_rows());
  api.load("raw_data.listing_daily", testing::listing_rows());
  api.load("raw_data.stock_price_daily", prices);
  EXPECT_THAT(*api.get("/api/v1/themes").body,
              HasSubstr(R"("sessions":4,"change_pct":null,"mean_change_pct":0.52395209)"));
  EXPECT_THAT(*api.get("/api/v1/themes/week").body,
              HasSubstr(R"("volume":4029000,"traded_usd":43211900,"change_pct":null,)"));
}

}  // namespace
}  // namespace seohak
