#include <fmt/format.h>

#include "serve/pipeline_lookup.h"
#include "serve/resources.h"
#include "serve/run_json.h"

namespace seohak {
namespace {

constexpr int kNewestRuns = 30;
constexpr std::size_t kNextTold = 3;
/// Every five minutes of a day, and some.
constexpr int kMostDue = 320;
constexpr Duration kDay = std::chrono::hours(24);

Result<void> write_runs(const RunHistory& history, const RunFilter& filter, JsonWriter& json) {
  for (const RunRecord& run : SEOHAK_TRY(history.list(filter))) write_run_brief(run, json);
  return {};
}

/// Those under way, which may be older than the newest.
Result<void> write_under_way(const ApiContext& context, const std::string& pipeline,
                             JsonWriter& json) {
  json.key("under_way").begin_array();
  for (const RunState state : {RunState::running, RunState::queued})
    SEOHAK_TRY(write_runs(context.runs,
                          {.pipeline = pipeline, .state = state, .limit = kNewestRuns}, json));
  json.end_array();
  return {};
}

void write_next(const PipelineStatus& status, Instant now, JsonWriter& json) {
  json.key("next").begin_array();
  for (std::size_t at = 0; at < std::min(kNextTold, status.next.size()); ++at)
    write_due(status.next[at], json);
  json.end_array().key("due_today").begin_array();
  for (const Due& due : status.next)
    if (due.at < now + kDay) json.text(format(due.at));
  json.end_array();
}

Result<void> write_pipeline(const ApiContext& context, const Pipeline& pipeline, Instant now,
                            JsonWriter& json) {
  const PipelineStatus status = SEOHAK_TRY(context.control->status(pipeline.name, kMostDue));
  json.begin_object().key("pipeline").text(pipeline.name);
  write_timing(pipeline, status, json);
  write_next(status, now, json);
  SEOHAK_TRY(write_under_way(context, pipeline.name, json));
  json.key("runs").begin_array();
  SEOHAK_TRY(write_runs(context.runs, {.pipeline = pipeline.name, .limit = kNewestRuns}, json));
  json.end_array().end_object();
  return {};
}

void write_declared(const Task& task, JsonWriter& json) {
  json.begin_object().key("task").text(task.name).key("after").begin_array();
  for (const std::string& before : task.after) json.text(before);
  json.end_array().key("needs");
  json.text(task.needs == Needs::all ? "all" : task.needs == Needs::any ? "any" : "ended");
  json.key("pool").text(task.pool).key("tries").number(std::int64_t{task.retry.tries});
  json.key("timeout_s")
      .number(std::int64_t{std::chrono::floor<std::chrono::seconds>(task.timeout).count()})
      .end_object();
}

}  // namespace

Result<ApiAnswer> pipelines_resource(const ApiContext& context, const WebRequest& request) {
  const RunControl* control = SEOHAK_TRY(control_of(context, request));
  const Instant now = control->now();
  ApiAnswer answer;
  answer.follows.emplace(kRunsTopic);
  JsonWriter& json = answer.data.begin_object().key("now").text(format(now));
  json.key("rows").begin_array();
  for (const Pipeline& pipeline : control->pipelines())
    SEOHAK_TRY(write_pipeline(context, pipeline, now, json));
  json.end_array().end_object();
  return answer;
}

Result<ApiAnswer> pipeline_resource(const ApiContext& context, const WebRequest& request) {
  constexpr int kNextDue = 10;
  RunControl* control = SEOHAK_TRY(control_of(context, request));
  const std::string name(request.path_parameter("pipeline"));
  const PipelineStatus status = SEOHAK_TRY(control->status(name, kNextDue));
  const Pipeline* pipeline = pipeline_named(*control, name);
  if (pipeline == nullptr)
    return fail(Errc::not_found, fmt::format("there is no pipeline \"{}\"", name));
  ApiAnswer answer;
  answer.follows.emplace(kRunsTopic);
  JsonWriter& json = answer.data.begin_object().key("now").text(format(control->now()));
  json.key("pipeline").text(name);
  write_timing(*pipeline, status, json);
  json.key("next").begin_array();
  for (const Due& due : status.next) write_due(due, json);
  json.end_array();
  SEOHAK_TRY(write_under_way(context, name, json));
  json.key("tasks").begin_array();
  for (const Task& task : pipeline->tasks) write_declared(task, json);
  json.end_array().key("pools").begin_array();
  for (const auto& [pool, slots] : control->pools())
    json.begin_object()
        .key("pool")
        .text(pool)
        .key("slots")
        .number(std::int64_t{slots})
        .end_object();
  json.end_array().end_object();
  return answer;
}

}  // namespace seohak
