#include "serve/api.h"

#include <algorithm>

#include <fmt/format.h>

#include "serve/actions.h"
#include "serve/answer_cache.h"
#include "serve/ask.h"
#include "serve/noted_reads.h"
#include "serve/openapi.h"
#include "serve/parameters.h"

namespace seohak {
namespace {

constexpr std::string_view kPrefix = "/api/v1";
constexpr std::string_view kJson = "application/json";

/// JSON of `meta.as_of`.
Result<std::string> as_of(const ApiContext& context, const ApiAnswer& answer) {
  if (answer.as_of_table.empty()) return fmt::format("\"{}\"", format(context.clock.now()));
  const TableView view = SEOHAK_TRY(
      ask(context.warehouse, fmt::format("SELECT source, MAX(fetched_at) AS fetched_at FROM {} "
                                         "GROUP BY source ORDER BY 2 DESC",
                                         answer.as_of_table)));
  for (std::size_t row = 0; row < view.rows(); ++row) {
    const bool counts =
        answer.sources.empty() || std::find(answer.sources.begin(), answer.sources.end(),
                                            view.text("source", row)) != answer.sources.end();
    if (!counts) continue;
    JsonWriter json;
    view.write_json("fetched_at", row, json);
    return json.take();
  }
  return "null";
}

Result<WebResponse> envelope(const ApiContext& context, const ApiRoute& route,
                             const WebRequest& request) {
  NotedReads reads(context.warehouse);
  const ApiContext noting = through(context, reads);
  ApiAnswer answer = SEOHAK_TRY(route.resource(noting, request));
  if (answer.file) return *std::move(answer.file);
  const std::string newest = SEOHAK_TRY(as_of(noting, answer));
  JsonWriter json;
  json.begin_object().key("data").raw(answer.data.take());
  json.key("meta").begin_object().key("as_of").raw(newest);
  json.key("profile").text(context.profile).key("sources").begin_array();
  for (const std::string& source : answer.sources) json.text(source);
  json.end_array().key("follows").begin_array();
  answer.follows.insert(reads.tables().begin(), reads.tables().end());
  for (const std::string& topic : answer.follows) json.text(topic);
  json.end_array().end_object().end_object();
  return text_response(200, kJson, json.take());
}

WebResponse respond(const ApiContext& context, const ApiRoute& route,
                    std::span<const ParameterRule> rules, const WebRequest& request) {
  const Result<void> checked = check_parameters(rules, request);
  if (!checked) return error_response(checked.error());
  Result<WebResponse> found = envelope(context, route, request).context(route.path.substr(1));
  if (!found) {
    Error error = found.error();
    const bool asked_wrongly = error.code == Errc::bad_request || error.code == Errc::not_found;
    if (asked_wrongly) error.message.erase(0, route.path.size() + 1);  // it explains itself
    error.message = told(context, request, error.message);
    return error_response(error);
  }
  return *std::move(found);
}

Handler resource_handler(const ApiContext& context, const ApiRoute& route,
                         std::shared_ptr<AnswerCache> cache) {
  return [&context, &route, cache = std::move(cache),
          rules = parameter_rules(route.parameters)](const WebRequest& request) {
    const auto make = [&] { return respond(context, route, rules, request); };
    if (!route.warehouse_only) return AnswerCache::tagged(request, make());
    return cache->answer(request, context.warehouse.version(), make);
  };
}

/// `next` with its requests counted and timed by route, by the machine's clock: that of a recorded
/// profile stands still.
Handler measured(const ApiContext& context, std::string route, Handler next) {
  return [&context, route = std::move(route), next = std::move(next)](const WebRequest& request) {
    const SystemClock machine;
    const auto began = machine.steady_now();
    WebResponse response = next(request);
    if (is_later(response)) return response;
    const std::chrono::duration<double> taken = machine.steady_now() - began;
    context.metrics.count("seohak_http_requests_total",
                          {{"route", route}, {"status", std::to_string(response.status)}});
    context.metrics.observe_seconds("seohak_http_request_seconds", {{"route", route}},
                                    taken.count());
    return response;
  };
}

WebResponse ready(const ApiContext& context) {
  const auto answer = ask(context.warehouse, "SELECT 1 AS one");
  if (answer) return text_response(200, kJson, R"({"ready":true})");
  return error_response(
      {Errc::unavailable, "the warehouse does not answer: " + answer.error().message});
}

void add_operations(Router& router, const ApiContext& context) {
  router.add("GET", "/healthz",
             [](const WebRequest&) { return text_response(200, "text/plain", "ok\n"); });
  router.add("GET", "/readyz", [&context](const WebRequest&) { return ready(context); });
  router.add("GET", "/metrics", [&context](const WebRequest&) {
    return text_response(200, "text/plain; version=0.0.4", context.metrics.expose());
  });
}

}  // namespace

ApiContext through(const ApiContext& context, WarehouseReader& reader) {
  return {.warehouse = reader,
          .runs = context.runs,
          .metrics = context.metrics,
          .events = context.events,
          .clock = context.clock,
          .version = context.version,
          .profile = context.profile,
          .recorded_clock = context.recorded_clock,
          .sources = context.sources,
          .landing = context.landing,
          .recordings = context.recordings,
          .signal_boards = context.signal_boards,
          .login = context.login,
          .in_korean = context.in_korean,
          .control = context.control};
}

Told teller(const ApiContext& context, const WebRequest& request) {
  return [&](std::string_view message) { return told(context, request, message); };
}

std::string told(const ApiContext& context, const WebRequest& request, std::string_view message) {
  if (context.in_korean == nullptr || request.parameter("lang") != "ko")
    return std::string(message);
  return context.in_korean(message);
}

void add_api(Router& router, const ApiContext& context) {
  // Shared by the handlers of all routes, which are copied.
  const auto cache = std::make_shared<AnswerCache>(context.events.boot());
  for (const ApiRoute& route : api_routes()) {
    const std::string pattern = std::string(kPrefix).append(route.path);
    router.add("GET", pattern, measured(context, pattern, resource_handler(context, route, cache)),
               route.warehouse_only ? AtOnce::when_it_can : AtOnce::no);
  }
  for (const ActionRoute& route : action_routes()) {
    const std::string pattern = std::string(kPrefix).append(route.path);
    router.add("POST", pattern, measured(context, pattern, action_handler(context, route)));
  }
  router.add("GET", "/api/v1/openapi.json",
             [document = text_response(200, kJson, openapi_document(context.version))](
                 const WebRequest& request) { return AnswerCache::tagged(request, document); });
  router.add("GET", kEventsPath, measured(context, kEventsPath, event_stream(context.events)));
  add_operations(router, context);
}

}  // namespace seohak
