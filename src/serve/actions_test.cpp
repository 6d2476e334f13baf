#include "serve/actions.h"

#include <gmock/gmock.h>

#include "serve/api_scenario.h"

namespace seohak {
namespace {

using testing::ApiFixture;
using testing::ApiScenario;
using ::testing::ElementsAre;
using testing::error_with;
using testing::expect_scenarios;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Header kJsonBody{"Content-Type", "application/json"};

/// A POST of this body to a path below /api/v1.
ApiScenario post(std::string name, std::string path, std::string body, int status,
                 std::vector<std::string> has) {
  return {.name = std::move(name),
          .target = "/api/v1" + std::move(path),
          .method = "POST",
          .headers = {kJsonBody},
          .status = status,
          .has = std::move(has),
          .body = std::move(body)};
}

/// The address of an action on what the fixture has.
std::string target_of(const ActionRoute& route) {
  std::string path = "/api/v1" + std::string(route.path);
  for (const auto& [name, value] :
       {std::pair("{pipeline}", "fear_greed"), std::pair("{run}", "r1")})
    if (const std::size_t at = path.find(name); at != std::string::npos)
      path.replace(at, std::string_view(name).size(), value);
  return path;
}

/// What its body needs at least.
std::string least_body(const ActionRoute& route) {
  if (route.path.ends_with("/pause")) return R"({"paused":true})";
  if (route.path.ends_with("/mark")) return R"({"tasks":["a"],"state":"done"})";
  return "{}";
}

TEST(Actions, HandOnWhatIsAsked) {
  ApiFixture api;
  const std::string pipeline = "/pipelines/fear_greed";
  const ApiScenario scenarios[] = {
      post("pause", pipeline + "/pause", R"({"paused":true})", 200,
           {R"({"data":{"pipeline":"fear_greed","paused":true}})"}),
      post("resume", pipeline + "/pause", R"({"paused":false})", 200, {R"("paused":false)"}),
      post("run now", pipeline + "/runs", "{}", 202, {R"({"data":{"run":"r9"}})"}),
      post("run days", pipeline + "/runs", R"({"from":"2026-04-01","to":"2026-04-14"})", 202, {}),
      post("backfill", pipeline + "/runs",
           R"({"kind":"backfill","from":"2026-04-01","to":"2026-04-14","parallel":8.0,)"
           R"("oldest_first":true,"restart":true})",
           202, {}),
      post("cancel", "/runs/r1/cancel", "{}", 200, {R"({"data":{"run":"r1"}})"}),
      post("cancel tasks", "/runs/r1/cancel", R"({"tasks":["a","b"]})", 200, {}),
      post("again", "/runs/r1/again", "{}", 202, {R"({"data":{"run":"r1"}})"}),
      post("only it again", "/runs/r1/again", R"({"tasks":["a"],"only":true})", 202, {}),
      post("mark", "/runs/r1/mark", R"({"tasks":["a"],"state":"skipped"})", 200, {}),
  };
  expect_scenarios(api, scenarios);
  EXPECT_THAT(api.control.asked,
              ElementsAre("pause fear_greed true", "pause fear_greed false",
                          "start fear_greed run 1970-01-01..1970-01-01 4 false false",
                          "start fear_greed run 2026-04-01..2026-04-14 4 false false",
                          "start fear_greed backfill 2026-04-01..2026-04-14 8 true true",
                          "cancel r1 []", "cancel r1 [a b]", "again r1 [] false",
                          "again r1 [a] true", "mark r1 [a] skipped"));
}

TEST(Actions, RefuseWhatDoesNotFit) {
  ApiFixture api;
  const std::string runs = "/pipelines/fear_greed/runs";
  const auto bad = [](std::string_view message) {
    return std::vector{error_with("bad_request", message)};
  };
  const ApiScenario scenarios[] = {
      post("a member that is missing", "/pipelines/fear_greed/pause", "{}", 400,
           bad("paused must be true or false")),
      post("another kind of value", "/pipelines/fear_greed/pause", R"({"paused":"true"})", 400,
           bad("paused must be true or false")),
      post("a member that is nearly one", runs, R"({"paralel":2})", 400,
           bad(R"(the body has no member \"paralel\"; did you mean \"parallel\"?)")),
      post("the same in Korean", runs + "?lang=ko", R"({"paralel":2})", 400,
           bad(R"(본문에 \"paralel\" 항목은 없습니다. \"parallel\" 아닌가요?)")),
      post("a member that there is not", "/runs/r1/mark", R"({"colour":"red"})", 400,
           bad(R"(the body has no member \"colour\"; use tasks, state)")),
      post("a member twice", runs, R"({"kind":"run","kind":"backfill"})", 400,
           bad("kind may stand only once")),
      post("too many at once", runs, R"({"kind":"backfill","parallel":65})", 400,
           bad("parallel must be a whole number from 1 to 64")),
      post("a broken number", runs, R"({"kind":"backfill","parallel":2.5})", 400,
           bad("parallel must be a whole number from 1 to 64")),
      post("a number too great for any", runs, R"({"kind":"backfill","parallel":1e300})", 400,
           bad("parallel must be a whole number from 1 to 64")),
      post("a day that is none", runs, R"({"from":"2026-02-30","to":"2026-04-14"})", 400,
           bad("from must be a day such as 2026-04-13")),
      post("half of an interval", runs, R"({"from":"2026-04-14"})", 400,
           bad("from and to stand together, and to is a day after from")),
      post("an empty interval", runs, R"({"from":"2026-04-14","to":"2026-04-14"})", 400,
           bad("from and to stand together, and to is a day after from")),
      post("a backfill's member of a run", runs, R"({"restart":true})", 400,
           bad(R"(restart is of a backfill: set kind to \"backfill\")")),
      post("another kind", runs, R"({"kind":"scheduled"})", 400,
           bad("kind is one of run, backfill")),
      post("no task to mark", "/runs/r1/mark", R"({"tasks":[],"state":"done"})", 400,
           bad("tasks must be a list of 1 to 1000 texts of at most 200 characters")),
      post("a state that nobody gives", "/runs/r1/mark", R"({"tasks":["a"],"state":"running"})",
           400, bad("state is one of done, failed, skipped")),
      post("tasks that are no texts", "/runs/r1/cancel", R"({"tasks":[1]})", 400,
           bad("tasks must be a list of 0 to 1000 texts of at most 200 characters")),
      post("a pipeline that there is not", "/pipelines/x/runs", R"({"from":"2026-04-14"})", 404,
           {error_with("not_found", R"(there is no pipeline \"x\")")}),
      post("an unknown parameter", runs + "?x=1", "{}", 400,
           bad(R"(there is no parameter \"x\" here; use lang)")),
  };
  expect_scenarios(api, scenarios);
  EXPECT_THAT(api.control.asked, IsEmpty());
}

/// What every action has in common, so that a new one is tested with its first line.
TEST(Actions, EveryActionKeepsTheRules) {
  ApiFixture api;
  for (const ActionRoute& route : action_routes()) {
    SCOPED_TRACE(route.path);
    const std::string target = target_of(route);
    const std::string body = least_body(route);
    EXPECT_EQ(api.send("POST", target, {kJsonBody}, body).status, route.status);
    EXPECT_EQ(api.send("POST", target, {}, body).status, 415);
    EXPECT_EQ(api.send("POST", target, {{"Content-Type", "text/plain"}}, body).status, 415);
    EXPECT_EQ(api.get(target).status, 405);
    EXPECT_EQ(api.get(target).header("Allow"), "POST");
    for (const char* broken : {"", "null", "[]", "{", R"({"a":1}{})", "\xff"}) {
      const WebResponse refused = api.send("POST", target, {kJsonBody}, broken);
      EXPECT_EQ(refused.status, 400) << broken;
      EXPECT_THAT(*refused.body, HasSubstr("the body must be a JSON object of at most 256 KiB"));
    }
    EXPECT_EQ(api.send("POST", target, {kJsonBody}, std::string((256U << 10U) + 1, ' ')).status,
              400);
    api.control.refusal = Error{Errc::busy, "extract.cnn runs"};
    const WebResponse busy = api.send("POST", target, {kJsonBody}, body);
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(*busy.body, error_with("busy", "extract.cnn runs"));
    api.control.refusal.reset();
  }
}

TEST(Actions, SayWhatToDoWhereNothingRunsPipelines) {
  ApiFixture api;
  api.context.control = nullptr;
  for (const ActionRoute& route : action_routes()) {
    const WebResponse refused = api.send("POST", target_of(route), {kJsonBody}, least_body(route));
    EXPECT_EQ(refused.status, 503) << route.path;
    EXPECT_THAT(*refused.body, HasSubstr("start `seohak serve` on this home"));
  }
  EXPECT_EQ(api.get("/api/v1/pipelines").status, 503);
}

}  // namespace
}  // namespace seohak
