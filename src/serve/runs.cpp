#include "serve/ask.h"
#include "serve/resources.h"

namespace seohak {
void write_run(const RunRecord& run, JsonWriter& json) {
  json.begin_object().key("run").text(run.run).key("pipeline").text(run.pipeline);
  json.key("kind").text(run.kind).key("profile").text(run.profile);
  json.key("state").text(to_string(run.state));
  json.key("started_at").text(format(run.started_at)).key("ended_at");
  run.ended_at ? json.text(format(*run.ended_at)) : json.null();
  json.key("exit_code");
  run.exit_code ? json.number(std::int64_t{*run.exit_code}) : json.null();
  json.key("tasks").begin_array();
  for (const TaskRecord& task : run.tasks) {
    json.begin_object().key("task").text(task.task).key("state").text(to_string(task.state));
    json.key("tries").number(std::int64_t{task.tries}).key("message").text(task.message);
    json.key("counts").begin_object();
    for (const auto& [name, value] : task.counts) json.key(name).number(value);
    json.end_object().end_object();
  }
  json.end_array().end_object();
}

Result<ApiAnswer> runs_resource(const ApiContext& context, const WebRequest& request) {
  const int limit = integer_parameter(request, "limit", 50);
  ApiAnswer answer;
  answer.follows.emplace(kRunsTopic);
  answer.data.begin_array();
  for (const RunRecord& run : SEOHAK_TRY(context.runs.list({.limit = limit})))
    write_run(run, answer.data);
  answer.data.end_array();
  return answer;
}

}  // namespace seohak
