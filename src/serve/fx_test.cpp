#include "serve/api_scenario.h"

namespace seohak {
namespace {

using testing::ApiFixture;
using testing::ApiScenario;
using testing::error_with;
using testing::expect_scenarios;

/// By hand from kRateRows of api_fixture.h: 1404 is ecb's, whose day before is 1398.5; quantiles of
/// 1395, 1400.5 and 1404; (1395 + 1400.5) / 2; |1400.5 - 1398.5|.
const auto kScenarios = std::to_array<ApiScenario>({
    {.name = "currencies with their newest rate",
     .target = "/api/v1/fx/currencies",
     .has = {R"({"data":[{"currency":"JPY","first_day":"2024-12-02","last_day":"2024-12-02",)"
             R"("rate":"9.363214","source":"ecb"},{"currency":"USD","first_day":"2024-11-28",)"
             R"("last_day":"2024-12-02","rate":"1404.000000","source":"ecb"}])"}},
    {.name = "the newest rate, changed against its own source, and the days before",
     .target = "/api/v1/fx/USD",
     .has = {R"("latest":{"quote_day":"2024-12-02","rate":"1404.000000","source":"ecb",)"
             R"("change":"5.500000",)",
             R"("fetched_at":"2026-04-13T15:56:22Z"},"rows":[{"quote_day":"2024-11-28",)"
             R"("rate":"1395.000000","source":"eximbank","change":null,"change_pct":null,)"
             R"("direction":null,"average_5d":null,)"}},
    {.name = "where the rate lies in its ranges",
     .target = "/api/v1/fx/USD?range=all",
     .has = {R"("ranges":[{"range":"1m","low":"1395.000000","p10":"1396.100000",)"
             R"("p25":"1397.750000","median":"1400.500000","p75":"1402.250000",)"
             R"("p90":"1403.300000","high":"1404.000000","percentile":100,"n":3})"}},
    {.name = "an unknown range",
     .target = "/api/v1/fx/USD?range=2m",
     .status = 400,
     .has = {error_with("bad_request", "range is one of 1m, 3m, 1y, 5y, all")}},
    {.name = "an unknown currency",
     .target = "/api/v1/fx/XXX",
     .status = 404,
     .has = {error_with("not_found",
                        "there are no rates of XXX yet; run: seohak run exchange_rate")}},
    {.name = "an unknown currency in Korean",
     .target = "/api/v1/fx/XXX?lang=ko",
     .status = 404,
     .has = {"XXX 환율 데이터가 아직 없습니다. 실행: seohak run exchange_rate"}},
    {.name = "SQL for a currency",
     .target = "/api/v1/fx/USD'--",
     .status = 404,
     .has = {R"("code":"not_found")"}},
    {.name = "rubbish for a currency",
     .target = "/api/v1/fx/%FF%FE",
     .status = 400,
     .has = {error_with("bad_request", "the URL must be UTF-8 in % escapes")}},
    {.name = "each month",
     .target = "/api/v1/fx/USD/monthly",
     .has = {R"({"data":[{"month":"2024-11","average":"1397.750000","low":"1395.000000",)"
             R"("high":"1400.500000","close":"1400.500000","source":"eximbank","mixed":false,)"
             R"("days":2},{"month":"2024-12",)"}},
    {.name = "the last month only",
     .target = "/api/v1/fx/USD/monthly?months=1",
     .has = {R"({"data":[{"month":"2024-12",)"},
     .lacks = {"2024-11"}},
    {.name = "more months than there are",
     .target = "/api/v1/fx/USD/monthly?months=1200",
     .has = {R"({"data":[{"month":"2024-11",)"}},
    {.name = "no month",
     .target = "/api/v1/fx/USD/monthly?months=0",
     .status = 400,
     .has = {error_with("bad_request", "months must be a whole number from 1 to 1200")}},
    {.name = "no number, in Korean",
     .target = "/api/v1/fx/USD/monthly?months=x&lang=ko",
     .status = 400,
     .has = {"months 값은 1에서 1200 사이의 정수여야 합니다"}},
    {.name = "months of an unknown currency", .target = "/api/v1/fx/XXX/monthly", .status = 404},
    {.name = "two sources and how far they differ",
     .target = "/api/v1/fx/USD/sources",
     .has = {R"({"data":{"sources":[{"source":"eximbank","first_day":"2024-11-28",)"
             R"("last_day":"2024-11-29","rows":2},{"source":"ecb","first_day":"2024-11-29",)"
             R"("last_day":"2024-12-02","rows":2}],"difference":{"a":"eximbank","b":"ecb",)"
             R"("median_abs":"2.000000","n":1,"rows":[{"quote_day":"2024-11-29",)"
             R"("difference":"2.000000"}]}},)"}},
    {.name = "one source only",
     .target = "/api/v1/fx/JPY/sources",
     .has = {R"("difference":null})"}},
    {.name = "sources of an unknown currency", .target = "/api/v1/fx/XXX/sources", .status = 404},
});

TEST(ExchangeRateApi, AnswersEachScenario) {
  ApiFixture api;
  api.load("raw_data.fx_rate_daily", testing::kRateRows);
  expect_scenarios(api, kScenarios);
}

TEST(ExchangeRateApi, ListsNoCurrencyBeforeTheFirstRun) {
  EXPECT_THAT(*ApiFixture().get("/api/v1/fx/currencies").body,
              ::testing::StartsWith(R"({"data":[],)"));
}

}  // namespace
}  // namespace seohak
