#include "serve/api_scenario.h"

namespace seohak {
namespace {

using testing::ApiFixture;
using testing::ApiScenario;
using testing::error_with;
using testing::expect_scenarios;

/// By hand from kFearGreedRows and kComponentRows of api_fixture.h: (20 + 40) / 2, then
/// (20 + 40 + 60 + 63 + 66) / 5; gains of 100, 150, 75: +50 % and -50 %.
const auto kFearGreedScenarios = std::to_array<ApiScenario>({
    {.name = "the newest score, and the scores before it",
     .target = "/api/v1/fear-greed",
     .has = {R"({"data":{"market_day":"2026-05-01","score":66,"rating":"greed","source":"cnn",)"
             R"("as_of":"2026-05-01T23:04:19Z","previous":[)"
             R"({"label":"close","market_day":"2026-04-29","score":63,"rating":"greed"},)"
             R"({"label":"week","market_day":"2026-03-02","score":20,"rating":"extreme fear"},)"
             R"({"label":"month","market_day":"2026-03-02","score":20,"rating":"extreme fear"}]},)"
             R"("meta":{"as_of":"2026-05-01T23:04:19Z","profile":"recorded","sources":["cnn"],)"
             R"("follows":["raw_data.fear_greed_daily"]}})"},
     .lacks = {R"("label":"year")"},
     .answered = {{"Content-Type", "application/json"}, {"Cache-Control", "no-cache"}}},
    {.name = "the trend of the last month, each day from its first source",
     .target = "/api/v1/fear-greed/trend",
     .has = {R"({"data":[{"market_day":"2026-04-27","score":40,"rating":"fear","change_1d":20,)"
             R"("average_7d":30,"source":"gsheets"},{"market_day":"2026-04-28","score":60,)",
             R"("average_7d":49.8,"source":"cnn"}],)", R"("sources":["gsheets","cnn"])"},
     .lacks = {"2026-03-02", R"("score":50)"}},
    {.name = "the whole trend",
     .target = "/api/v1/fear-greed/trend?range=all",
     .has = {R"({"data":[{"market_day":"2026-03-02","score":20,"rating":"extreme fear",)"
             R"("change_1d":null,"average_7d":20,)"}},
    {.name = "three months of the trend",
     .target = "/api/v1/fear-greed/trend?range=3m",
     .has = {R"({"data":[{"market_day":"2026-03-02")"}},
    {.name = "an unknown range",
     .target = "/api/v1/fear-greed/trend?range=2y",
     .status = 400,
     .has = {error_with("bad_request", "range is one of 1m, 3m, 1y, 5y, all")},
     .answered = {{"Content-Type", "application/json"}, {"ETag", ""}}},
    {.name = "an unknown range in Korean",
     .target = "/api/v1/fear-greed/trend?range=2y&lang=ko",
     .status = 400,
     .has = {"range 값은 1m, 3m, 1y, 5y, all 가운데 하나입니다"}},
    {.name = "shares of all five ratings",
     .target = "/api/v1/fear-greed/rating-share",
     .has = {R"({"data":[{"rating":"extreme fear","days":0,"share_pct":0},)"
             R"({"rating":"fear","days":1,"share_pct":25},)"
             R"({"rating":"neutral","days":0,"share_pct":0},)"
             R"({"rating":"greed","days":3,"share_pct":75},)"
             R"({"rating":"extreme greed","days":0,"share_pct":0}])"}},
    {.name = "components with a year of their values, averages left out",
     .target = "/api/v1/fear-greed/components",
     .has = {R"({"data":[{"component":"market_momentum","score":70,"rating":"greed","value":75,)"
             R"("market_day":"2026-05-01","source":"cnn","series":[)"
             R"({"market_day":"2026-04-28","value":100},{"market_day":"2026-04-29","value":150},)"
             R"({"market_day":"2026-05-01","value":75}]},{"component":"put_call_options",)"
             R"("score":30,"rating":"fear","value":0.5,"market_day":"2026-05-01","source":"cnn",)"
             R"("series":[{"market_day":"2026-05-01","value":0.5}]}])"},
     .lacks = {"market_momentum_average", "2025-05-01"}},
    {.name = "means of the months",
     .target = "/api/v1/fear-greed/monthly",
     .has = {R"({"data":[{"month":"2026-03","average":20,"days":1},{"month":"2026-04",)"}},
    {.name = "what followed days of a rating",
     .target = "/api/v1/fear-greed/after",
     .has = {R"({"data":[{"rating":"greed","days":3,"horizons":[{"sessions":1,"n":2,)"
             R"("median_pct":0,"p10":-40,"p25":-25,"p75":25,"p90":40,"up_share_pct":50},)"
             R"({"sessions":5,"n":0,"median_pct":null,"p10":null,"p25":null,"p75":null,)"
             R"("p90":null,"up_share_pct":null})"}},
});

TEST(FearGreedApi, AnswersEachScenario) {
  ApiFixture api;
  api.load("raw_data.fear_greed_daily", testing::kFearGreedRows);
  api.load("raw_data.fear_greed_component_daily", testing::kComponentRows);
  expect_scenarios(api, kFearGreedScenarios);
}

const auto kEmptyScenarios = std::to_array<ApiScenario>({
    {.name = "no score yet",
     .target = "/api/v1/fear-greed",
     .status = 404,
     .has = {R"("code":"not_found")", "run: seohak run fear_greed"}},
    {.name = "no score yet, in Korean",
     .target = "/api/v1/fear-greed?lang=ko",
     .status = 404,
     .has = {"실행: seohak run fear_greed"}},
    {.name = "no trend yet", .target = "/api/v1/fear-greed/trend", .has = {R"({"data":[],)"}},
    {.name = "no components", .target = "/api/v1/fear-greed/components", .has = {R"({"data":[],)"}},
    {.name = "no months yet", .target = "/api/v1/fear-greed/monthly", .has = {R"({"data":[],)"}},
    {.name = "nothing followed", .target = "/api/v1/fear-greed/after", .has = {R"({"data":[],)"}},
});

TEST(FearGreedApi, SaysWhatFillsEmptyTables) { expect_scenarios(ApiFixture(), kEmptyScenarios); }

}  // namespace
}  // namespace seohak
