#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "serve/api_scenario.h"
#include "serve/parameters.h"

namespace seohak {
namespace {

using testing::ApiFixture;
using testing::ApiScenario;
using testing::error_with;
using testing::expect_scenarios;
using ::testing::HasSubstr;

const auto kScenarios = std::to_array<ApiScenario>({
    {.name = "version, profile, clock and how far the data reaches",
     .target = "/api/v1/status",
     .has = {R"({"data":{"version":"0.1.0","profile":"recorded","clock":"2026-04-14T00:00:00Z",)"
             R"("as_of":{"fear_greed":"2026-05-01","exchange_rate":"2024-12-02"},)"
             R"("running":true,"login":false,"event":"boot-0"})"}},
    {.name = "no runs of a pipeline",
     .target = "/api/v1/runs?pipeline=listing",
     .has = {R"({"data":[])"}},
    {.name = "a source with its rows and whether it has a key",
     .target = "/api/v1/sources",
     .has = {R"({"source":"eximbank","dataset":"rates","table":"raw_data.fx_rate_daily",)"
             R"("needs_key":true,"has_key":false,"last_fetched_at":"2024-11-29T02:10:00Z",)"
             R"("rows":2})"}},
    {.name = "an empty quarantine", .target = "/api/v1/quarantine", .has = {R"({"data":[],)"}},
    {.name = "what is not there",
     .target = "/api/v1/nothing",
     .status = 404,
     .has = {error_with("not_found", "there is nothing at /api/v1/nothing")}},
    {.name = "what is not there, in Korean",
     .target = "/api/v1/nothing?lang=ko",
     .status = 404,
     .has = {error_with("not_found", "이 주소에는 아무것도 없습니다: /api/v1/nothing")}},
    {.name = "alive", .target = "/healthz", .has = {"ok"}},
    {.name = "ready", .target = "/readyz", .has = {R"({"ready":true})"}},
    {.name = "metrics", .target = "/metrics", .has = {"seohak_http_requests_total"}},
    {.name = "a method that is not taken",
     .target = "/api/v1/status",
     .method = "POST",
     .status = 405,
     .has = {error_with("bad_request", "/api/v1/status does not take POST; use GET, HEAD")},
     .answered = {{"Allow", "GET, HEAD"}}},
    {.name = "a method that is not taken, in Korean",
     .target = "/api/v1/status?lang=ko",
     .method = "POST",
     .status = 405,
     .has = {"/api/v1/status에는 POST 요청을 할 수 없습니다. GET, HEAD만 됩니다"}},
    {.name = "a broken escape",
     .target = "/api/v1/status?lang=%zz",
     .status = 400,
     .has = {error_with("bad_request", "a % escape of the URL is broken")}},
    {.name = "a NUL",
     .target = "/api/v1/status?lang=%00",
     .status = 400,
     .has = {error_with("bad_request", "the URL holds a NUL character")}},
});

void load_everything(ApiFixture& api) {
  api.runs.runs = {testing::run_record("r1", api.clock.now())};
  api.load("raw_data.fear_greed_daily", testing::kFearGreedRows);
  api.load("raw_data.fear_greed_component_daily", testing::kComponentRows);
  api.load("raw_data.fx_rate_daily", testing::kRateRows);
  api.load_market();
}

TEST(Api, AnswersEachScenario) {
  ApiFixture api;
  load_everything(api);
  expect_scenarios(api, kScenarios);
}

/// What every resource has in common, so that a new one is tested with its first line.
TEST(Api, EveryResourceKeepsTheRules) {
  ApiFixture api;
  load_everything(api);
  const std::string load_id = api.land({"[]"}).id;
  for (const ApiRoute& route : api_routes()) {
    if (route.shape == kFileShape) continue;
    const std::string path = testing::target_of(route, load_id);
    const WebResponse found = api.get(path);
    const std::string tag(found.header("ETag"));
    ASSERT_FALSE(tag.empty()) << path;
    const Header none_match{"If-None-Match", "\"x\", " + tag};
    // What is recorded and what can be traced stay as they are while the program runs.
    const bool stays = route.path == "/recordings" || route.path == "/evidence";
    const ApiScenario scenarios[] = {
        {.name = "found",
         .target = path,
         .has = {R"({"data":)", R"("meta":{"as_of":)",
                 stays ? R"("follows":[])" : R"("follows":[")"},
         .answered = {{"Content-Type", "application/json"}, {"Cache-Control", "no-cache"}}},
        {.name = "the same in Korean", .target = path + "?lang=ko", .has = {R"({"data":)"}},
        {.name = "not modified",
         .target = path,
         .headers = {none_match},
         .status = 304,
         .lacks = {"{"},
         .answered = {{"ETag", tag}, {"Content-Type", ""}}},
        {.name = "another tag",
         .target = path,
         .headers = {{"If-None-Match", "W/\"x\""}},
         .has = {R"({"data":)"},
         .answered = {{"ETag", tag}}},
        {.name = "the head", .target = path, .method = "HEAD", .answered = {{"ETag", tag}}},
        {.name = "an unknown parameter",
         .target = path + "?colour=red",
         .status = 400,
         .has = {R"({"error":{"code":"bad_request","message":"there is no parameter \"colour\")"}},
        {.name = "an unknown parameter in Korean",
         .target = path + "?lang=ko&colour=red",
         .status = 400,
         .has = {R"(여기에는 \"colour\" 매개변수가 없습니다)"}},
        {.name = "a parameter twice",
         .target = path + "?lang=ko&lang=en",
         .status = 400,
         .has = {error_with("bad_request", "lang 값은 한 번만 쓸 수 있습니다")}},
        {.name = "another language",
         .target = path + "?lang=fr",
         .status = 400,
         .has = {error_with("bad_request", "lang is one of en, ko")}},
        {.name = "rubbish",
         .target = path + "?lang=%C3%28",
         .status = 400,
         .has = {error_with("bad_request", "the URL must be UTF-8 in % escapes")}},
        {.name = "a method that changes",
         .target = path,
         .method = "DELETE",
         .status = 405,
         .answered = {{"Allow", "GET, HEAD"}}},
    };
    expect_scenarios(api, scenarios);
  }
}

/// A value that breaks the rule.
std::vector<std::string> wrong_values(const ParameterRule& rule) {
  switch (rule.kind) {
    case ParameterRule::Kind::choice: return {"", "x", rule.choices.front() + "%20"};
    case ParameterRule::Kind::list:
      return {"", "x", rule.choices.front() + ",", rule.choices.front() + ",x", ","};
    case ParameterRule::Kind::integer:
      return {"",
              "x",
              "1.5",
              "1e1",
              "+1",
              std::to_string(rule.least - 1),
              "%201",
              "99999999999999999999",
              std::to_string(rule.most + 1)};
    case ParameterRule::Kind::text:
      return {std::string(static_cast<std::size_t>(rule.most) + 1, 'x')};
    case ParameterRule::Kind::day: return {"", "today", "2026-02-30", "2026-4-1", "20260401"};
    case ParameterRule::Kind::instant: return {"", "noon", "2026-04-13", "2026-04-13T25:00:00Z"};
    case ParameterRule::Kind::boolean: return {"", "yes", "1"};
    case ParameterRule::Kind::texts: break;  // of a body: actions_test.cpp
  }
  return {};
}

TEST(Api, EveryParameterRefusesWhatDoesNotFit) {
  ApiFixture api;
  load_everything(api);
  for (const ApiRoute& route : api_routes()) {
    for (const ParameterRule& rule : parameter_rules(route.parameters)) {
      for (const std::string& value : wrong_values(rule)) {
        const ApiScenario scenario{
            .name = "a value that does not fit",
            .target = fmt::format("{}?{}={}", testing::target_of(route, "l"), rule.name, value),
            .status = 400,
            .has = {fmt::format(R"({{"error":{{"code":"bad_request","message":"{} )", rule.name)}};
        expect_scenarios(api, std::span(&scenario, 1));
      }
    }
  }
}

TEST(Api, TimesRequestsThoughTheRecordedClockStands) {
  ApiFixture api;
  api.send("GET", "/api/v1/status");
  const std::string metrics = api.metrics.expose();
  EXPECT_THAT(metrics, HasSubstr("seohak_http_request_seconds_sum{route=\"/api/v1/status\"} "));
  EXPECT_THAT(metrics, ::testing::Not(HasSubstr("_seconds_sum{route=\"/api/v1/status\"} 0\n")));
}

TEST(Api, StatusHasNoDayBeforeTheFirstRun) {
  EXPECT_THAT(*ApiFixture().get("/api/v1/status").body,
              HasSubstr(R"("as_of":{"fear_greed":null,"exchange_rate":null})"));
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
                        R"("live","state":"running","from":null,"to":null,"due_at":null,)"
                        R"("started_at":"2026-05-01T23:00:00Z",)"
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

TEST(Api, AnswersAtOnceOnlyWhatIsKept) {
  ApiFixture api;
  api.load("raw_data.fear_greed_daily", seohak::testing::kFearGreedRows);
  WebRequest request;
  request.method = "GET";
  request.target = "/api/v1/fear-greed";
  request.at_once = true;
  ASSERT_TRUE(split_target(request));
  EXPECT_TRUE(is_later(api.router.handle(request)));
  const WebResponse made = api.get(request.target);
  const WebResponse kept = api.router.handle(request);
  EXPECT_EQ(kept.status, 200);
  EXPECT_EQ(*kept.body, *made.body);
  EXPECT_EQ(kept.header("ETag"), made.header("ETag"));
  request.target = "/api/v1/runs";  // not of the warehouse, so never kept
  ASSERT_TRUE(split_target(request));
  EXPECT_TRUE(is_later(api.router.handle(request)));
  api.load("raw_data.fear_greed_daily",
           "market_day,score,rating,source,fetched_at\n"
           "2026-05-04,10,extreme fear,cnn,2026-05-04T23:04:19Z\n");
  request.target = "/api/v1/fear-greed";
  ASSERT_TRUE(split_target(request));
  EXPECT_TRUE(is_later(api.router.handle(request)));
}

/// The same JSON with each path in a line of its own, so that changes can be read and merged.
std::string line_by_path(std::string json) {
  constexpr std::string_view kPath = R"(,"/api/v1)";
  for (std::size_t at = json.find(kPath); at != std::string::npos; at = json.find(kPath, at + 2))
    json.insert(at + 1, "\n");
  return json + "\n";
}

TEST(Api, OpenApiDocumentIsTheGoldenOne) {
  const std::string served = line_by_path(*ApiFixture().get("/api/v1/openapi.json").body);
  const std::string path = std::string(SEOHAK_SOURCE_DIR) + "/docs/openapi.json";
  if (std::getenv("SEOHAK_WRITE_GOLDEN") != nullptr) std::ofstream(path) << served;
  std::ostringstream golden;
  golden << std::ifstream(path).rdbuf();
  EXPECT_EQ(served, golden.str()) << "look at the change, then run with SEOHAK_WRITE_GOLDEN=1";
}

}  // namespace
}  // namespace seohak
