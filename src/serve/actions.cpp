#include "serve/actions.h"

#include <fmt/format.h>

#include "serve/ask.h"
#include "serve/guard.h"
#include "serve/pipeline_lookup.h"

namespace seohak {
namespace {

constexpr std::string_view kJson = "application/json";

JsonWriter run_answer(std::string_view run) {
  JsonWriter json;
  json.begin_object().key("run").text(run).end_object();
  return json;
}

std::string run_of(const WebRequest& request) { return std::string(request.path_parameter("run")); }

Result<JsonWriter> pause(RunControl& control, const WebRequest& request, const RequestBody& body) {
  const std::string pipeline(request.path_parameter("pipeline"));
  const bool paused = body.boolean("paused");
  SEOHAK_TRY(control.set_paused(pipeline, paused));
  JsonWriter json;
  json.begin_object().key("pipeline").text(pipeline).key("paused").boolean(paused).end_object();
  return json;
}

/// Members that only a backfill has, of a run.
Result<void> check_kind(const WebRequest& request, const RequestBody& body) {
  if (body.text("kind", "run") == "backfill") return {};
  for (const std::string_view name : {"parallel", "oldest_first", "restart"})
    if (body.has(name))
      return fail(Errc::bad_request,
                  fmt::format(fmt::runtime(in_language(
                                  request, "{} is of a backfill: set kind to \"backfill\"",
                                  "{} 값은 백필에만 씁니다. kind를 \"backfill\"로 하세요")),
                              name));
  return {};
}

Result<DayInterval> days_of(const WebRequest& request, const RequestBody& body) {
  const auto from = body.day("from");
  const auto to = body.day("to");
  if (!from && !to) return DayInterval{};
  if (from && to && *from < *to) return DayInterval{*from, *to};
  return fail(Errc::bad_request,
              in_language(request, "from and to stand together, and to is a day after from",
                          "from과 to는 함께 쓰고, to는 from보다 뒤의 날이어야 합니다"));
}

Result<JsonWriter> start(RunControl& control, const WebRequest& request, const RequestBody& body) {
  const std::string pipeline(request.path_parameter("pipeline"));
  SEOHAK_TRY(control.status(pipeline, 0));
  SEOHAK_TRY(check_kind(request, body));
  RunOrder order{.pipeline = pipeline,
                 .kind = body.text("kind", "run"),
                 .days = SEOHAK_TRY(days_of(request, body))};
  order.parallel = body.integer("parallel", order.parallel);
  order.oldest_first = body.boolean("oldest_first");
  order.restart = body.boolean("restart");
  return run_answer(SEOHAK_TRY(control.start(order)));
}

Result<JsonWriter> cancel(RunControl& control, const WebRequest& request, const RequestBody& body) {
  SEOHAK_TRY(control.cancel(run_of(request), body.texts("tasks")));
  return run_answer(run_of(request));
}

Result<JsonWriter> again(RunControl& control, const WebRequest& request, const RequestBody& body) {
  SEOHAK_TRY(control.again(run_of(request), body.texts("tasks"), body.boolean("only")));
  return run_answer(run_of(request));
}

Result<JsonWriter> mark(RunControl& control, const WebRequest& request, const RequestBody& body) {
  const TaskState state = parse_task_state(body.text("state")).value();
  SEOHAK_TRY(control.mark(run_of(request), body.texts("tasks"), state));
  return run_answer(run_of(request));
}

constexpr ActionRoute kRoutes[] = {
    {"/pipelines/{pipeline}/pause", pause, 200,
     "Starts nothing of a pipeline by its schedule until it is resumed; runs under way go on, and "
     "what is due in a pause is not made up for.",
     "paused!:boolean", "{pipeline:text paused:boolean}"},
    {"/pipelines/{pipeline}/runs", start, 202,
     "Queues a run, or a backfill, of the market days from, until before to; without days as the "
     "command does. The other members are of a backfill: tasks at once, the oldest days first, "
     "begin anew instead of going on with the last one.",
     "kind=run|backfill from:day to:day parallel:integer(1..64) oldest_first:boolean "
     "restart:boolean",
     "{run:text}"},
    {"/runs/{run}/cancel", cancel, 200,
     "Stops a run, or these tasks of it: those that run are asked to stop, others do not start.",
     "tasks:texts(0..1000)", "{run:text}"},
    {"/runs/{run}/again", again, 202,
     "Runs these tasks of a run again and, unless only, all that follow them; without tasks those "
     "that are not done and what follows them.",
     "tasks:texts(0..1000) only:boolean", "{run:text}"},
    {"/runs/{run}/mark", mark, 200, "Says by hand how tasks ended; those that run are stopped.",
     "tasks!:texts(1..1000) state!=done|failed|skipped", "{run:text}"},
};

struct Rules {
  std::vector<ParameterRule> query;
  std::vector<ParameterRule> members;
};

Result<JsonWriter> take(const ApiContext& context, const ActionRoute& route, const Rules& rules,
                        const WebRequest& request) {
  SEOHAK_TRY(check_parameters(rules.query, request));
  const RequestBody body = SEOHAK_TRY(RequestBody::read(rules.members, request));
  RunControl* control = SEOHAK_TRY(control_of(context, request));
  return route.act(*control, request, body);
}

}  // namespace

std::span<const ActionRoute> action_routes() { return kRoutes; }

Handler action_handler(const ApiContext& context, const ActionRoute& route) {
  return json_only(
      [&context, &route,
       rules = Rules{parameter_rules(""), member_rules(route.takes)}](const WebRequest& request) {
        Result<JsonWriter> done = take(context, route, rules, request);
        if (!done) {
          Error error = done.error();
          error.message = told(context, request, error.message);
          return error_response(error);
        }
        context.events.publish(kRunsTopic, "{}");
        WebResponse response =
            text_response(route.status, kJson, fmt::format(R"({{"data":{}}})", done->view()));
        response.headers.push_back({"Cache-Control", "no-store"});
        return response;
      });
}

}  // namespace seohak
