#include <gmock/gmock.h>

#include "serve/api_scenario.h"

namespace seohak {
namespace {

using testing::ApiFixture;
using testing::ApiScenario;
using testing::error_with;
using testing::expect_scenarios;

Instant at(const char* text) { return parse_instant(text).value(); }

TaskRecord task(std::string name, TaskState state) {
  TaskRecord made;
  made.task = std::move(name);
  made.state = state;
  return made;
}

/// Tries of "extract.cnn": one that failed, one that was cut short.
std::vector<TryRecord> two_tries() {
  TryRecord first;
  first.state = TaskState::failed;
  first.started_at = at("2026-04-30T23:00:00Z");
  first.ended_at = at("2026-04-30T23:00:02Z");
  first.message = "HTTP 500";
  first.code = "unavailable";
  TryRecord second;
  second.attempt = 2;
  second.started_at = at("2026-04-30T23:00:05Z");
  return {first, second};
}

/// Three runs of fear_greed: one under way, one that failed, and a backfill of parts.
std::vector<RunRecord> three_runs() {
  RunRecord running = testing::run_record("20260501T230000-0001", at("2026-05-01T23:00:00Z"));
  running.kind = "scheduled";
  running.due_at = at("2026-05-01T22:59:59Z");
  running.tasks = {task("extract.cnn", TaskState::running)};
  running.tasks.front().message = "begun";
  RunRecord failed = testing::run_record("20260430T230000-0001", at("2026-04-30T23:00:00Z"));
  failed.state = RunState::failed;
  failed.ended_at = at("2026-04-30T23:00:07Z");
  failed.exit_code = 75;
  failed.tasks = {testing::failed_task(), task("load.cnn", TaskState::upstream_failed)};
  failed.tasks[0].attempts = two_tries();
  RunRecord backfill = testing::run_record("20260429T230000-0001", at("2026-04-29T23:00:00Z"));
  backfill.kind = "backfill";
  backfill.state = RunState::done;
  backfill.days = {parse_day("2026-04-01").value(), parse_day("2026-04-03").value()};
  backfill.tasks = {task("extract.cnn@2026-04-01", TaskState::done),
                    task("extract.cnn@2026-04-02", TaskState::done),
                    task("load.cnn", TaskState::skipped)};
  return {running, failed, backfill};
}

constexpr std::string_view kRunningBrief =
    R"({"run":"20260501T230000-0001","kind":"scheduled","state":"running",)"
    R"("due_at":"2026-05-01T22:59:59Z","started_at":"2026-05-01T23:00:00Z","ended_at":null})";

const auto kScenarios = std::to_array<ApiScenario>({
    {.name = "a pipeline in words, with what is due and what runs",
     .target = "/api/v1/pipelines",
     .has = {R"({"data":{"now":"2026-05-02T09:30:00Z","rows":[{"pipeline":"fear_greed","schedule":)"
             R"({"text":"20:00 Asia/Seoul daily","ko":"매일 서울 시각 20:00",)"
             R"("en":"at 20:00 Seoul time, daily"},"enabled":true,"scheduled":true,"paused":false,)"
             R"("catch_up":"latest","deadline_s":3600,"next":[{"at":"2026-05-02T11:00:00Z",)"
             R"("day":"2026-05-02","data_from":"2026-05-01T11:00:00Z",)"
             R"("data_to":"2026-05-02T11:00:00Z"},)",
             R"("due_today":["2026-05-02T11:00:00Z"],"under_way":[)" + std::string(kRunningBrief) +
                 R"(],"runs":[)" + std::string(kRunningBrief),
             R"({"pipeline":"listing","schedule":null,"enabled":false,"scheduled":false,)"
             R"("paused":false,"catch_up":"none","deadline_s":0,"next":[],"due_today":[],)"
             R"("under_way":[],"runs":[]}]})"}},
    {.name = "a pipeline's tasks and pools",
     .target = "/api/v1/pipelines/fear_greed",
     .has = {R"({"data":{"now":"2026-05-02T09:30:00Z","pipeline":"fear_greed","schedule":)",
             R"("tasks":[{"task":"extract.cnn","after":[],"needs":"all","pool":"cnn","tries":3,)"
             R"("timeout_s":120},{"task":"load.cnn","after":["extract.cnn"],"needs":"ended",)"
             R"("pool":"","tries":3,"timeout_s":0}],"pools":[{"pool":"cnn","slots":1}])"}},
    {.name = "a pipeline that there is not",
     .target = "/api/v1/pipelines/fear",
     .status = 404,
     .has = {error_with("not_found", R"(there is no pipeline \"fear\")")}},
    {.name = "the grid",
     .target = "/api/v1/pipelines/fear_greed/grid",
     .has = {R"({"data":{"tasks":["extract.cnn","load.cnn"],"runs":[)",
             R"("exit_code":null,"states":"r-","others":{}})",
             R"("exit_code":75,"states":"fu","others":{}})",
             R"("from":"2026-04-01","to":"2026-04-03","due_at":null)",
             R"("states":"-s","others":{"done":2}}],"older":null})"}},
    {.name = "a page of the grid",
     .target = "/api/v1/pipelines/fear_greed/grid?limit=1&before=20260501T230000-0001",
     .has = {R"("run":"20260430T230000-0001")", R"("older":"20260430T230000-0001")"},
     .lacks = {"20260501T230000-0001", "20260429T230000-0001"}},
    {.name = "the grid of one state",
     .target = "/api/v1/pipelines/fear_greed/grid?state=failed&kind=run",
     .has = {R"("run":"20260430T230000-0001")", R"("older":null)"},
     .lacks = {"20260501T230000-0001", "20260429T230000-0001"}},
    {.name = "runs of a kind",
     .target = "/api/v1/runs?kind=backfill",
     .has = {R"("run":"20260429T230000-0001")"},
     .lacks = {"20260430T230000-0001"}},
    {.name = "a run with its tries and what they wait for",
     .target = "/api/v1/runs/20260430T230000-0001",
     .has =
         {R"("state":"failed","from":null,"to":null,"due_at":null,)"
          R"("started_at":"2026-04-30T23:00:00Z","ended_at":"2026-04-30T23:00:07Z",)"
          R"("exit_code":75,"declared":true,"tasks":[{"task":"extract.cnn","stage":"extract.cnn",)"
          R"("state":"failed","tries":2,"message":"x","code":"","retryable":false,"counts":{"rows":7},)"
          R"("started_at":null,"ended_at":null,"pool":"cnn","after":[],"attempts":[{"attempt":1,)"
          R"("state":"failed","started_at":"2026-04-30T23:00:00Z",)"
          R"("ended_at":"2026-04-30T23:00:02Z","message":"HTTP 500","code":"unavailable"},)",
          R"("task":"load.cnn","stage":"load.cnn","state":"upstream_failed")",
          R"("after":["extract.cnn"])",
          R"("stages":[{"stage":"extract.cnn","after":[]},)"
          R"({"stage":"load.cnn","after":["extract.cnn"]}]})"}},
    {.name = "a run of other tasks than its pipeline has",
     .target = "/api/v1/runs/20260429T230000-0001",
     .has = {R"("declared":false)",
             R"("task":"extract.cnn@2026-04-02","stage":"extract.cnn","state":"done")",
             R"("stages":[{"stage":"extract.cnn","after":[]},)"
             R"({"stage":"load.cnn","after":["extract.cnn"]}]})"}},
    {.name = "a run that there is not",
     .target = "/api/v1/runs/x",
     .status = 404,
     .has = {error_with("not_found", R"(there is no run \"x\")")}},
    {.name = "the log of a run",
     .target = "/api/v1/runs/20260430T230000-0001/logs",
     .has = {R"({"data":{"lines":[{"id":1,"task":"","attempt":0,"at":"2026-04-30T23:00:00Z",)"
             R"("level":"info","text":"begun"},)",
             R"({"id":3,"task":"extract.cnn","attempt":2,"at":"2026-04-30T23:00:05Z",)"
             R"("level":"error","text":"<b>HTTP</b> 500"}]})"}},
    {.name = "the log of a run itself",
     .target = "/api/v1/runs/20260430T230000-0001/logs?task=",
     .has = {"begun"},
     .lacks = {"HTTP"}},
    {.name = "the log of a try from a level and a line on",
     .target = "/api/v1/runs/20260430T230000-0001/"
               "logs?task=extract.cnn&attempt=2&level=error&after=1&limit=1",
     .has = {R"({"lines":[{"id":3,)"}},
    {.name = "the log of a run in Korean, as far as it is known",
     .target = "/api/v1/runs/20260430T230000-0001/logs?lang=ko",
     .has = {R"("text":"시작")", R"("text":"<b>HTTP</b> 500")"}},
    {.name = "what tasks came to in Korean, as far as it is known",
     .target = "/api/v1/runs/20260501T230000-0001?lang=ko",
     .has = {R"("state":"running","tries":0,"message":"시작")"}},
    {.name = "the same among the runs",
     .target = "/api/v1/runs?lang=ko",
     .has = {R"("state":"running","tries":0,"message":"시작")", R"("tries":2,"message":"x")"}},
    {.name = "the log of no run", .target = "/api/v1/runs/x/logs", .status = 404},
});

TEST(Pipelines, AnswerEachScenario) {
  ApiFixture api;
  api.runs.runs = three_runs();
  const auto line = [](std::int64_t id, const char* task, int attempt, LogLevel level,
                       const char* time, const char* text) {
    return LogLine{.id = id,
                   .run = "20260430T230000-0001",
                   .task = task,
                   .attempt = attempt,
                   .at = at(time),
                   .level = level,
                   .text = text};
  };
  api.runs.lines = {
      line(1, "", 0, LogLevel::info, "2026-04-30T23:00:00Z", "begun"),
      line(2, "extract.cnn", 1, LogLevel::warning, "2026-04-30T23:00:02Z", "HTTP 500: again"),
      line(3, "extract.cnn", 2, LogLevel::error, "2026-04-30T23:00:05Z", "<b>HTTP</b> 500")};
  const auto timing = api.control.pipelines()[0].timing;
  for (const Due& due : timing->schedule.between(
           MarketCalendar(), {at("2026-05-02T00:00:00Z"), at("2026-05-09T00:00:00Z")}))
    api.control.standing.next.push_back(due);
  expect_scenarios(api, kScenarios);
}

}  // namespace
}  // namespace seohak
