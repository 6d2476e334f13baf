#include "serve/api.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "serve/api_fixture.h"
#include "serve/openapi.h"

namespace seohak {
namespace {

using seohak::testing::ApiFixture;
using ::testing::HasSubstr;

struct Scenario {
  const char* target;
  int status;
  std::string part;  ///< of the body
};

/// Values below are worked out by hand from the rows in api_fixture.h.
const Scenario kScenarios[] = {
    {"/api/v1/status", 200,
     R"({"data":{"version":"0.1.0","profile":"recorded","clock":"2026-04-14T00:00:00Z",)"
     R"("as_of":{"fear_greed":"2026-05-01","exchange_rate":"2024-12-02"},"running":false})"},
    {"/api/v1/fear-greed", 200,
     R"({"data":{"market_day":"2026-05-01","score":66,"rating":"greed","source":"cnn",)"
     R"("as_of":"2026-05-01T23:04:19Z","previous":[)"
     R"({"label":"close","market_day":"2026-04-29","score":63,"rating":"greed"},)"
     R"({"label":"week","market_day":"2026-03-02","score":20,"rating":"extreme fear"},)"
     R"({"label":"month","market_day":"2026-03-02","score":20,"rating":"extreme fear"}]},)"
     R"("meta":{"as_of":"2026-05-01T23:04:19Z","profile":"recorded","sources":["cnn"]}})"},
    {"/api/v1/fear-greed/trend", 200,
     R"({"data":[{"market_day":"2026-04-27","score":40,"rating":"fear","change_1d":20,)"
     R"("average_7d":30,"source":"gsheets"},{"market_day":"2026-04-28","score":60,)"},
    {"/api/v1/fear-greed/trend", 200, R"("average_7d":49.8,"source":"cnn"}],)"},
    {"/api/v1/fear-greed/trend", 200, R"("sources":["gsheets","cnn"])"},
    {"/api/v1/fear-greed/trend?range=all", 200,
     R"({"data":[{"market_day":"2026-03-02","score":20,"rating":"extreme fear","change_1d":null,)"
     R"("average_7d":20,)"},
    {"/api/v1/fear-greed/trend?range=3m", 200, R"({"data":[{"market_day":"2026-03-02")"},
    {"/api/v1/fear-greed/trend?range=2y", 400, R"("code":"bad_request")"},
    {"/api/v1/fear-greed/trend?range=2y&lang=ko", 400, "알 수 없는 기간"},
    {"/api/v1/fear-greed/rating-share", 200,
     R"({"data":[{"rating":"extreme fear","days":0,"share_pct":0},)"
     R"({"rating":"fear","days":1,"share_pct":25},{"rating":"neutral","days":0,"share_pct":0},)"
     R"({"rating":"greed","days":3,"share_pct":75},)"
     R"({"rating":"extreme greed","days":0,"share_pct":0}])"},
    {"/api/v1/fear-greed/components", 200,
     R"({"data":[{"component":"market_momentum","score":70,"rating":"greed","value":75,)"
     R"("market_day":"2026-05-01","source":"cnn","series":[)"
     R"({"market_day":"2026-04-28","value":100},{"market_day":"2026-04-29","value":150},)"
     R"({"market_day":"2026-05-01","value":75}]},{"component":"put_call_options","score":30,)"
     R"("rating":"fear","value":0.5,"market_day":"2026-05-01","source":"cnn","series":[)"
     R"({"market_day":"2026-05-01","value":0.5}]}])"},
    {"/api/v1/fear-greed/monthly", 200,
     R"({"data":[{"month":"2026-03","average":20,"days":1},{"month":"2026-04",)"},
    {"/api/v1/fear-greed/after", 200,
     R"({"data":[{"rating":"greed","days":3,"horizons":[{"sessions":1,"n":2,"median_pct":0,)"
     R"("p10":-40,"p25":-25,"p75":25,"p90":40,"up_share_pct":50},{"sessions":5,"n":0,)"
     R"("median_pct":null,"p10":null,"p25":null,"p75":null,"p90":null,"up_share_pct":null})"},
    {"/api/v1/fx/currencies", 200,
     R"({"data":[{"currency":"JPY","first_day":"2024-12-02","last_day":"2024-12-02",)"
     R"("rate":"9.363214","source":"ecb"},{"currency":"USD","first_day":"2024-11-28",)"
     R"("last_day":"2024-12-02","rate":"1404.000000","source":"ecb"}])"},
    {"/api/v1/fx/USD", 200,
     R"("latest":{"quote_day":"2024-12-02","rate":"1404.000000","source":"ecb",)"
     R"("change":"5.500000",)"},
    {"/api/v1/fx/USD", 200,
     R"("fetched_at":"2026-04-13T15:56:22Z"},"rows":[{"quote_day":"2024-11-28",)"
     R"("rate":"1395.000000","source":"eximbank","change":null,"change_pct":null,)"
     R"("direction":null,"average_5d":null,)"},
    {"/api/v1/fx/USD?range=all", 200,
     R"("ranges":[{"range":"1m","low":"1395.000000","p10":"1396.100000","p25":"1397.750000",)"
     R"("median":"1400.500000","p75":"1402.250000","p90":"1403.300000","high":"1404.000000",)"
     R"("percentile":100,"n":3})"},
    {"/api/v1/fx/XXX", 404, "there are no rates of XXX yet; run: seohak run exchange_rate"},
    {"/api/v1/fx/USD'--", 404, R"("code":"not_found")"},
    {"/api/v1/fx/USD/monthly", 200,
     R"({"data":[{"month":"2024-11","average":"1397.750000","low":"1395.000000",)"
     R"("high":"1400.500000","close":"1400.500000","source":"eximbank","mixed":false,"days":2},)"
     R"({"month":"2024-12",)"},
    {"/api/v1/fx/USD/monthly?months=1", 200, R"({"data":[{"month":"2024-12",)"},
    {"/api/v1/fx/USD/monthly?months=0", 400, "months must be a whole number from 1 to"},
    {"/api/v1/fx/USD/monthly?months=x&lang=ko", 400, "정수여야"},
    {"/api/v1/fx/USD/sources", 200,
     R"({"data":{"sources":[{"source":"eximbank","first_day":"2024-11-28",)"
     R"("last_day":"2024-11-29","rows":2},{"source":"ecb","first_day":"2024-11-29",)"
     R"("last_day":"2024-12-02","rows":2}],"difference":{"a":"eximbank","b":"ecb",)"
     R"("median_abs":"2.000000","n":1,"rows":[{"quote_day":"2024-11-29",)"
     R"("difference":"2.000000"}]}},)"},
    {"/api/v1/fx/JPY/sources", 200, R"("difference":null})"},
    {"/api/v1/runs", 200, R"({"data":[])"},
    {"/api/v1/sources", 200,
     R"({"source":"eximbank","dataset":"rates","table":"raw_data.fx_rate_daily",)"
     R"("needs_key":true,"has_key":false,"last_fetched_at":"2024-11-29T02:10:00Z","rows":2})"},
    {"/api/v1/quarantine", 200, R"({"data":[],)"},
    {"/api/v1/nothing", 404, R"("code":"not_found")"},
    {"/healthz", 200, "ok"},
    {"/readyz", 200, R"({"ready":true})"},
    {"/metrics", 200, "seohak_http_requests_total"},
};

TEST(Api, AnswersEachResource) {
  ApiFixture api;
  api.load("raw_data.fear_greed_daily", seohak::testing::kFearGreedRows);
  api.load("raw_data.fear_greed_component_daily", seohak::testing::kComponentRows);
  api.load("raw_data.fx_rate_daily", seohak::testing::kRateRows);
  for (const Scenario& scenario : kScenarios) {
    SCOPED_TRACE(scenario.target);
    const WebResponse response = api.get(scenario.target);
    EXPECT_EQ(response.status, scenario.status);
    ASSERT_TRUE(response.body);
    EXPECT_THAT(*response.body, HasSubstr(scenario.part));
  }
}

/// By hand from the ten sessions of api_fixture.h: 100 * 0.1 / 10.8; weeks of AAA of
/// 5 * 1,000,000 + 1000 * (5 + ... + 9) shares after 5 * 1,000,000 + 1000 * (0 + ... + 4).
const Scenario kMarketScenarios[] = {
    {"/api/v1/market/sessions", 200,
     R"({"data":{"now":"2026-04-14T00:00:00Z","rows":[{"market_day":"2026-04-07","kind":"full",)"
     R"("open_at":"2026-04-07T13:30:00Z","close_at":"2026-04-07T20:00:00Z"},)"},
    {"/api/v1/market/sessions", 200,
     R"({"market_day":"2026-04-11","kind":"closed","open_at":null,"close_at":null},)"},
    {"/api/v1/market/breadth", 200,
     R"({"data":{"market_day":"2026-04-13","symbols":4,"advanced":1,"unchanged":1,"declined":1,)"
     R"("unknown":1,"provisional":false},)"},
    {"/api/v1/market/breadth?day=2026-04-12", 200,
     R"({"data":{"market_day":"2026-04-10","symbols":4,"advanced":1,"unchanged":2,"declined":1,)"},
    {"/api/v1/market/breadth?day=2026-03-29", 404, "run: seohak run listing price_daily"},
    {"/api/v1/market/breadth?day=yesterday", 400, "day must be a day such as 2026-04-13"},
    {"/api/v1/market/map", 200,
     R"({"data":{"market_day":"2026-04-13","by":"traded","sectors":[{"sector":"Technology",)"
     R"("symbols":1,"traded_usd":10998100,"volume":1009000,"market_cap_usd":1090000000,)"
     R"("change_pct":0.92592592)"},
    {"/api/v1/market/map", 200,
     R"({"sector":"Unclassified","symbols":1,"traded_usd":1500045,"volume":300009,)"
     R"("market_cap_usd":null,"change_pct":null})"},
    {"/api/v1/market/map?by=volume&limit=1", 200,
     R"("rows":[{"symbol":"AAA","name":"Alpha Inc.","name_ko":"알파","sector":"Technology",)"
     R"("industry":"Software","close":"10.900000","change_pct":0.92592592)"},
    {"/api/v1/market/map?by=cap&limit=1", 200, R"("rows":[{"symbol":"AAA")"},
    {"/api/v1/market/map?by=price", 400, "by is one of traded, volume, cap"},
    {"/api/v1/market/coverage", 200,
     R"({"data":[{"market_day":"2026-03-30","state":"stored","symbols":4},)"},
    {"/api/v1/movers", 200,
     R"({"data":{"market_day":"2026-04-13","rows":[{"direction":"up","rank":1,"symbol":"AAA",)"
     R"("name":"Alpha Inc.","name_ko":"알파","sector":"Technology","close":"10.900000",)"
     R"("previous_close":"10.800000","change_pct":0.92592592)"},
    {"/api/v1/movers", 200,
     R"("kept_out":[{"symbol":"DDD","name":"Delta Ltd.","name_ko":null,"close":"6.100000",)"
     R"("previous_close":"1.200000","contradiction":"previous_close"}]})"},
    {"/api/v1/movers?limit=0", 400, "limit must be a whole number from 1 to 100"},
    {"/api/v1/unusual-volume", 200, R"({"data":{"market_day":"2026-04-13","rows":[]})"},
    {"/api/v1/volume-rank", 200,
     R"({"data":{"week_end":"2026-04-13","rows":[{"rank":1,"symbol":"AAA","name":"Alpha Inc.",)"
     R"("name_ko":"알파","sector":"Technology","volume":5035000,"sessions":5,)"
     R"("change_pct":0.49900199)"},
    {"/api/v1/volume-rank?limit=1&offset=1", 200, R"("rows":[{"rank":2,"symbol":"BBB")"},
    {"/api/v1/volume-rank?sector=Unclassified", 200,
     R"("rows":[{"rank":3,"symbol":"CCC","name":"<b>Gamma</b>",)"},
    {"/api/v1/themes", 200,
     R"({"data":[{"week_end":"2026-04-13","sector":"Technology","volume":5035000,"symbols":1,)"
     R"("sessions":5,"change_pct":0.49900199)"},
    {"/api/v1/themes?weeks=x", 400, "weeks must be a whole number"},
    {"/api/v1/issues?scope=DDD&kind=contradicted_price", 200, R"("total":1,"kinds":[)"},
    {"/api/v1/issues?limit=1&scope=DDD", 200,
     R"("rows":[{"day":"2026-04-13","source":"nasdaq","scope":"DDD","kind":)"},
    {"/api/v1/issues?scope=nothing", 200, R"({"data":{"total":0,)"},
    {"/api/v1/search?q=%EC%95%8C", 200,
     R"("rows":[{"symbol":"AAA","name":"Alpha Inc.","name_ko":"알파","exchange":"NASDAQ",)"
     R"("sector":"Technology","listed":true,"market_cap_usd":1090000000,)"
     R"("match":{"field":"name_ko","from":0,"length":1}}]})"},
    {"/api/v1/symbols/AAA", 200,
     R"({"data":{"symbol":"AAA","name":"Alpha Inc.","name_ko":"알파","exchange":"NASDAQ",)"
     R"("sector":"Technology","industry":"Software","listed":true,"market_day":"2026-04-13",)"
     R"("price_source":"nasdaq","close":"10.900000","previous_close":"10.800000",)"
     R"("change_pct":0.92592592)"},
    {"/api/v1/symbols/AAA", 200, R"("rate":null,"rate_source":null,"rate_day":null,)"},
    {"/api/v1/symbols/CCC", 200, R"("won":null,"daily":[{"market_day":"2026-03-30",)"},
    {"/api/v1/symbols/DDD", 200, R"("issues":[{"day":"2026-04-13","source":"nasdaq",)"},
    {"/api/v1/symbols/NO%2FNE", 404, "there is no symbol NO/NE"},
    {"/api/v1/symbols/AAA/bars", 200,
     R"({"data":{"symbol":"AAA","interval":"15m","rows":[],"earlier":false,"flagged":[]})"},
    {"/api/v1/symbols/AAA/bars?interval=1d", 400, "interval is one of 1m, 5m, 15m, 1h"},
    {"/api/v1/symbols/AAA/bars?before=noon", 400, "before must be an instant"},
    {"/api/v1/search", 200, R"({"data":{"q":"","rows":[]})"},
    {"/api/v1/search?q=bbb%27--", 200, R"("rows":[]})"},
};

TEST(Api, AnswersForTheMarket) {
  ApiFixture api;
  api.load_market();
  for (const Scenario& scenario : kMarketScenarios) {
    SCOPED_TRACE(scenario.target);
    const WebResponse response = api.get(scenario.target);
    EXPECT_EQ(response.status, scenario.status);
    ASSERT_TRUE(response.body);
    EXPECT_THAT(*response.body, HasSubstr(scenario.part));
  }
}

/// By hand: six minutes, the third is missing; 5-minute bars go from the bell of 13:30 UTC.
TEST(Api, RollsMinutesUpFromTheOpeningBell) {
  ApiFixture api;
  api.load_market();
  api.load("raw_data.stock_price_minute",
           "bar_start,symbol,market_day,open,high,low,close,volume,kind,source,fetched_at\n"
           "2026-04-13T13:30:00Z,AAA,2026-04-13,10,12,9,11,100,bar,yahoo,2026-04-13T23:00:00Z\n"
           "2026-04-13T13:31:00Z,AAA,2026-04-13,11,13,10,12,200,bar,yahoo,2026-04-13T23:00:00Z\n"
           "2026-04-13T13:33:00Z,AAA,2026-04-13,12,12,8,9,300,bar,yahoo,2026-04-13T23:00:00Z\n"
           "2026-04-13T13:36:00Z,AAA,2026-04-13,9,10,9,10,400,bar,yahoo,2026-04-13T23:00:00Z\n");
  EXPECT_THAT(*api.get("/api/v1/symbols/AAA/bars?interval=5m").body,
              HasSubstr(R"("rows":[{"bar_start":"2026-04-13T13:30:00Z","market_day":"2026-04-13",)"
                        R"("open":"10.000000","high":"13.000000","low":"8.000000",)"
                        R"("close":"9.000000","volume":600,"rsi_wilder":null},)"
                        R"({"bar_start":"2026-04-13T13:35:00Z","market_day":"2026-04-13",)"
                        R"("open":"9.000000","high":"10.000000","low":"9.000000",)"
                        R"("close":"10.000000","volume":400,"rsi_wilder":null}],"earlier":false)"));
  const std::string before = "/api/v1/symbols/AAA/bars?interval=1m&limit=1&before=";
  EXPECT_THAT(*api.get(before + "2026-04-13T13:36:00Z").body,
              HasSubstr(R"("rows":[{"bar_start":"2026-04-13T13:33:00Z")"));
}

/// By hand: EEE only falls, so its RSI is 0 from its fifteenth close on.
TEST(Api, ListsSignals) {
  ApiFixture api;
  api.load_market();
  api.load("raw_data.stock_price_daily", testing::falling_rows());
  const std::string body = *api.get("/api/v1/signals").body;
  EXPECT_THAT(body, HasSubstr(R"({"data":{"market_day":"2026-04-13","symbols":1,"overbought":0,)"
                              R"("neutral":0,"oversold":1,"bins":[1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,)"
                              R"(0,0,0,0,0],"rows":[{"symbol":"EEE","name":null,"name_ko":null,)"
                              R"("sector":"Unclassified","close":"85.000000",)"));
  EXPECT_THAT(body, HasSubstr(R"("rsi_wilder":0,"status":"Oversold","since":"2026-04-10","days":2,)"
                              R"("traded_usd":85001275,"market_cap_usd":null}]})"));
  EXPECT_THAT(*api.get("/api/v1/signals?status=Overbought").body,
              HasSubstr(R"("oversold":1,"bins":[1,0,)"));
  EXPECT_THAT(*api.get("/api/v1/signals?status=Overbought").body, HasSubstr(R"("rows":[]})"));
  EXPECT_THAT(*api.get("/api/v1/signals?least_cap=1").body, HasSubstr(R"("symbols":0,)"));
  EXPECT_THAT(*api.get("/api/v1/signals?sector=Finance").body, HasSubstr(R"("symbols":0,)"));
  EXPECT_EQ(api.get("/api/v1/signals?status=hot").status, 400);
  EXPECT_EQ(api.get("/api/v1/signals?sort=name").status, 400);
}

/// By hand: bought at 20 x 1400, worth 19.1 x 1500 on the last day.
TEST(Api, SplitsWonIntoPriceAndRate) {
  ApiFixture api;
  api.load_market();
  api.load("raw_data.fx_rate_daily",
           "quote_day,currency,deal_base_rate,source,fetched_at\n"
           "2026-03-29,USD,1400,ecb,2026-04-13T15:56:22Z\n"
           "2026-04-13,USD,1500,ecb,2026-04-13T15:56:22Z\n");
  const std::string body = *api.get("/api/v1/symbols/BBB").body;
  EXPECT_THAT(body, HasSubstr(R"("rate":"1500.000000","rate_source":"ecb",)"
                              R"("rate_day":"2026-04-13","close_krw":"28650")"));
  EXPECT_THAT(body, HasSubstr(R"("won":{"first_day":"2026-03-30","last_day":"2026-04-13")"));
  EXPECT_THAT(body, HasSubstr(R"("price_krw":"-1260.000000000000","rate_krw":"2000.000000000000",)"
                              R"("cross_krw":"-90.000000000000","total_krw":"650.000000000000",)"
                              R"("first_krw":"28000.000000000000"})"));
  EXPECT_THAT(*api.get("/api/v1/symbols/DDD").body, HasSubstr(R"("won":null)"));
}

TEST(Api, SaysWhatFillsEmptyTables) {
  ApiFixture api;
  const WebResponse none = api.get("/api/v1/fear-greed");
  EXPECT_EQ(none.status, 404);
  EXPECT_THAT(*none.body, HasSubstr("run: seohak run fear_greed"));
  EXPECT_THAT(*api.get("/api/v1/fear-greed?lang=ko").body,
              HasSubstr("실행: seohak run fear_greed"));
  EXPECT_THAT(*api.get("/api/v1/status").body,
              HasSubstr(R"("as_of":{"fear_greed":null,"exchange_rate":null})"));
  for (const char* list :
       {"/api/v1/fear-greed/trend", "/api/v1/fear-greed/components", "/api/v1/fear-greed/monthly",
        "/api/v1/fear-greed/after", "/api/v1/fx/currencies"}) {
    const WebResponse response = api.get(list);
    EXPECT_EQ(response.status, 200) << list;
    EXPECT_THAT(*response.body, ::testing::StartsWith(R"({"data":[],)")) << list;
  }
}

TEST(Api, ShowsRunsAndThatOneIsRunning) {
  ApiFixture api;
  const Instant start = parse_instant("2026-05-01T23:00:00Z").value();
  RunRecord running = testing::run_record("r2", start);
  running.tasks = {testing::failed_task()};
  RunRecord done = testing::run_record("r1", start);
  done.state = RunState::done;
  api.runs.runs = {running, done};
  EXPECT_THAT(*api.get("/api/v1/status").body, HasSubstr(R"("running":true)"));
  EXPECT_THAT(*api.get("/api/v1/runs?limit=1").body,
              HasSubstr(R"({"data":[{"run":"r2","pipeline":"fear_greed","kind":"run","profile":)"
                        R"("live","state":"running","started_at":"2026-05-01T23:00:00Z",)"
                        R"("ended_at":null,"exit_code":null,"tasks":[{"task":"extract.cnn",)"
                        R"("state":"failed","tries":2,"message":"x","counts":{"rows":7}}]}],)"));
  EXPECT_EQ(api.get("/api/v1/runs?limit=0").status, 400);
}

TEST(Api, AnswersNotModifiedUntilTheWarehouseChanges) {
  ApiFixture api;
  api.load("raw_data.fear_greed_daily", seohak::testing::kFearGreedRows);
  const WebResponse first = api.get("/api/v1/fear-greed");
  const std::string tag(first.header("ETag"));
  ASSERT_FALSE(tag.empty());
  EXPECT_EQ(first.header("Cache-Control"), "no-cache");
  const WebResponse again = api.get("/api/v1/fear-greed", {{"If-None-Match", tag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_FALSE(again.body);
  EXPECT_EQ(api.get("/api/v1/fear-greed/monthly", {{"If-None-Match", tag}}).status, 200);
  api.load("raw_data.fear_greed_daily",
           "market_day,score,rating,source,fetched_at\n"
           "2026-05-04,10,extreme fear,cnn,2026-05-04T23:04:19Z\n");
  const WebResponse changed = api.get("/api/v1/fear-greed", {{"If-None-Match", tag}});
  EXPECT_EQ(changed.status, 200);
  EXPECT_THAT(*changed.body, HasSubstr(R"("market_day":"2026-05-04")"));
}

TEST(Api, OpenApiDocumentIsTheGoldenOne) {
  const std::string served = *ApiFixture().get("/api/v1/openapi.json").body;
  const std::string path = std::string(SEOHAK_SOURCE_DIR) + "/docs/openapi.json";
  if (std::getenv("SEOHAK_WRITE_GOLDEN") != nullptr) std::ofstream(path) << served;
  std::ostringstream golden;
  golden << std::ifstream(path).rdbuf();
  EXPECT_EQ(served, golden.str()) << "look at the change, then run with SEOHAK_WRITE_GOLDEN=1";
}

}  // namespace
}  // namespace seohak
