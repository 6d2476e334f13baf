#include "serve/ask.h"
#include "serve/resources.h"

namespace seohak {
namespace {

void write_run(const RunSummary& run, JsonWriter& json) {
  json.begin_object();
  json.key("run").text(run.run).key("pipeline").text(run.pipeline).key("state").text(run.state);
  json.key("started_at").text(format(run.started_at)).key("ended_at");
  if (run.ended_at) {
    json.text(format(*run.ended_at));
  } else {
    json.null();
  }
  json.key("tasks").begin_array();
  for (const TaskSummary& task : run.tasks) {
    json.begin_object();
    json.key("task").text(task.task).key("state").text(task.state);
    json.key("tries").number(std::int64_t{task.tries}).key("message").text(task.message);
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace

Result<ApiAnswer> runs_resource(const ApiContext& context, const WebRequest& request) {
  const int limit = SEOHAK_TRY(integer_parameter(request, "limit", 50, 1, 1000));
  ApiAnswer answer;
  answer.data.begin_array();
  for (const RunSummary& run : SEOHAK_TRY(context.runs.list(limit))) write_run(run, answer.data);
  answer.data.end_array();
  return answer;
}

}  // namespace seohak
