#include "serve/runs.h"
#include "serve/ask.h"
#include "serve/resources.h"
#include "serve/run_json.h"

namespace seohak {

RunFilter run_filter(const WebRequest& request, int limit) {
  RunFilter filter{.limit = integer_parameter(request, "limit", limit)};
  if (const auto pipeline = request.parameter("pipeline")) filter.pipeline = *pipeline;
  if (const auto kind = request.parameter("kind")) filter.kind = *kind;
  if (const auto before = request.parameter("before")) filter.before = *before;
  if (const auto state = request.parameter("state")) filter.state = parse_run_state(*state).value();
  return filter;
}

Result<ApiAnswer> runs_resource(const ApiContext& context, const WebRequest& request) {
  ApiAnswer answer;
  answer.follows.emplace(kRunsTopic);
  const Told in_words = teller(context, request);
  answer.data.begin_array();
  for (const RunRecord& run : SEOHAK_TRY(context.runs.list(run_filter(request, 50))))
    write_run(run, in_words, answer.data);
  answer.data.end_array();
  return answer;
}

Result<ApiAnswer> run_logs_resource(const ApiContext& context, const WebRequest& request) {
  LogFilter filter{.run = std::string(request.path_parameter("run")),
                   .after = integer_parameter(request, "after", 0),
                   .limit = integer_parameter(request, "limit", 1000)};
  if (const auto task = request.parameter("task")) filter.task = *task;
  if (request.parameter("attempt")) filter.attempt = integer_parameter(request, "attempt", 1);
  for (const LogLevel level : {LogLevel::info, LogLevel::warning, LogLevel::error})
    if (request.parameter("level") == to_string(level)) filter.least = level;
  SEOHAK_TRY(context.runs.get(filter.run));
  ApiAnswer answer;
  answer.follows.emplace(kRunsTopic);
  const Told in_words = teller(context, request);
  JsonWriter& json = answer.data.begin_object().key("lines").begin_array();
  for (const LogLine& line : SEOHAK_TRY(context.runs.logs(filter))) {
    json.begin_object().key("id").number(line.id).key("task").text(line.task);
    json.key("attempt").number(std::int64_t{line.attempt}).key("at").text(format(line.at));
    json.key("level")
        .text(to_string(line.level))
        .key("text")
        .text(in_words(line.text))
        .end_object();
  }
  json.end_array().end_object();
  return answer;
}

}  // namespace seohak
