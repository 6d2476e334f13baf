#include <algorithm>

#include "pipeline/run_stages.h"
#include "serve/ask.h"
#include "serve/pipeline_lookup.h"
#include "serve/resources.h"
#include "serve/run_history.h"
#include "serve/run_json.h"

namespace seohak {
namespace {

/// The task as its pipeline declares it now; null when it does not, as for a part of a backfill.
const Task* declared(const Pipeline* pipeline, const std::string& name) {
  if (pipeline == nullptr) return nullptr;
  const auto found = std::find_if(pipeline->tasks.begin(), pipeline->tasks.end(),
                                  [&](const Task& task) { return task.name == name; });
  return found == pipeline->tasks.end() ? nullptr : &*found;
}

void write_try(const TryRecord& attempt, const Told& told, JsonWriter& json) {
  json.begin_object().key("attempt").number(std::int64_t{attempt.attempt});
  json.key("state").text(to_string(attempt.state));
  json.key("started_at").text(format(attempt.started_at)).key("ended_at");
  write_instant(attempt.ended_at, json);
  json.key("message").text(told(attempt.message)).key("code").text(attempt.code).end_object();
}

void write_task(const TaskRecord& task, const Task* as_declared, const Told& told,
                JsonWriter& json) {
  json.begin_object().key("task").text(task.task).key("stage").text(stage_of(task.task));
  json.key("state").text(to_string(task.state)).key("tries").number(std::int64_t{task.tries});
  json.key("message").text(told(task.message)).key("code").text(task.code);
  json.key("retryable").boolean(task.retryable);
  write_counts(task, json.key("counts"));
  json.key("started_at");
  write_instant(task.started_at, json);
  json.key("ended_at");
  write_instant(task.ended_at, json);
  json.key("pool").text(as_declared ? as_declared->pool : "").key("after").begin_array();
  if (as_declared)
    for (const std::string& before : as_declared->after) json.text(before);
  json.end_array().key("attempts").begin_array();
  for (const TryRecord& attempt : task.attempts) write_try(attempt, told, json);
  json.end_array().end_object();
}

void write_stage(const RunStage& stage, JsonWriter& json) {
  json.begin_object().key("stage").text(stage.name).key("after").begin_array();
  for (const std::string& before : stage.after) json.text(before);
  json.end_array().end_object();
}

}  // namespace

Result<ApiAnswer> run_resource(const ApiContext& context, const WebRequest& request) {
  const RunRecord run = SEOHAK_TRY(context.runs.get(std::string(request.path_parameter("run"))));
  const Pipeline* pipeline =
      context.control == nullptr ? nullptr : pipeline_named(*context.control, run.pipeline);
  const bool same = std::all_of(run.tasks.begin(), run.tasks.end(), [&](const TaskRecord& task) {
    return declared(pipeline, task.task) != nullptr;
  });
  ApiAnswer answer;
  answer.follows.emplace(kRunsTopic);
  const Told in_words = teller(context, request);
  JsonWriter& json = answer.data.begin_object();
  write_run_head(run, json);
  json.key("declared").boolean(same).key("tasks").begin_array();
  for (const TaskRecord& task : run.tasks)
    write_task(task, declared(pipeline, task.task), in_words, json);
  json.end_array().key("stages").begin_array();
  for (const RunStage& stage : stages_of(run, pipeline)) write_stage(stage, json);
  json.end_array().end_object();
  return answer;
}

}  // namespace seohak
