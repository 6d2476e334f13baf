#include "home_socket.h"

#include <unistd.h>

#include <fmt/format.h>
#include <simdjson.h>

#include "observers.h"
#include "serve/json_writer.h"
#include "serve/query_socket.h"
#include "serve/socket_client.h"

namespace seohak {
namespace {

/// What POST /run asks for.
struct RunWords {
  std::vector<std::string> pipelines;
  DayInterval days;
};

std::string text_member(const simdjson::dom::object& object, std::string_view name) {
  std::string_view text;
  return object[name].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

Result<RunWords> parse_run_words(const std::string& body) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(body).get(object) != simdjson::SUCCESS)
    return fail(Errc::bad_request, "the body is not a JSON object");
  RunWords words;
  simdjson::dom::array names;
  if (object["pipelines"].get(names) == simdjson::SUCCESS)
    for (const simdjson::dom::element name : names) {
      std::string_view text;
      if (name.get(text) == simdjson::SUCCESS) words.pipelines.emplace_back(text);
    }
  if (const std::string from = text_member(object, "from"); !from.empty())
    words.days = {SEOHAK_TRY(parse_day(from)), SEOHAK_TRY(parse_day(text_member(object, "to")))};
  return words;
}

/// Streams the events of a run; the last line tells the exit code or the error.
void stream_run(Engine& engine, const RunWords& words, BodyWriter& writer, std::stop_token stop) {
  std::stop_source source;
  const std::stop_callback forward(stop, [&] { source.request_stop(); });
  JsonObserver observer([&](std::string_view line) {
    // A reader that went away (Ctrl-C at the command) stops the run it asked for.
    if (!writer.write(std::string(line) + "\n")) source.request_stop();
  });
  const auto code = engine.run(words.pipelines, words.days, observer, source.get_token());
  JsonWriter json;
  json.begin_object().key("event").text("finished");
  json.key("exit_code")
      .number(static_cast<std::int64_t>(code ? *code : exit_code(code.error().code)));
  if (!code)
    json.key("code").text(to_string(code.error().code)).key("message").text(code.error().message);
  (void)writer.write(json.end_object().take() + "\n");
}

WebResponse answer_owner(const Engine& engine) {
  JsonWriter json;
  json.begin_object().key("profile").text(engine.context().home.profile);
  json.key("pid").number(static_cast<std::int64_t>(getpid())).end_object();
  return text_response(200, "application/json", json.take());
}

std::string run_words_json(const Arguments& arguments, DayInterval days) {
  JsonWriter json;
  json.begin_object().key("pipelines").begin_array();
  for (const std::string& name : arguments.words) json.text(name);
  json.end_array();
  if (!days.empty()) json.key("from").text(format(days.from)).key("to").text(format(days.to));
  return json.end_object().take();
}

/// The closing line of a streamed run, if `line` is it.
std::optional<Result<int>> parse_finished(std::string_view line) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(simdjson::padded_string(line)).get(object) != simdjson::SUCCESS ||
      text_member(object, "event") != "finished")
    return std::nullopt;
  const std::string message = text_member(object, "message");
  std::int64_t code = 75;
  if (object["exit_code"].get(code) != simdjson::SUCCESS) code = 75;
  if (message.empty()) return Result<int>(static_cast<int>(code));
  const Errc kind = code == 2 ? Errc::bad_request : code == 1 ? Errc::internal : Errc::unavailable;
  return Result<int>(fail(kind, message));
}

}  // namespace

Handler socket_handler(Engine& engine) {
  auto router = std::make_shared<Router>();
  router->add("POST", "/owner", [&engine](const WebRequest&) { return answer_owner(engine); });
  add_query(*router, engine.warehouse());
  router->add("POST", "/run", [&engine](const WebRequest& request) {
    const auto words = parse_run_words(request.body);
    if (!words) return error_response(words.error());
    WebResponse response;
    response.headers.push_back({"Content-Type", "application/x-ndjson"});
    response.stream = [&engine, words = *words, stop = request.stop](BodyWriter& writer) {
      stream_run(engine, words, writer, stop);
    };
    return response;
  });
  return [router](const WebRequest& request) { return router->handle(request); };
}

void share_warehouse(const Context& context, Engine& engine, HttpServer& server) {
  const auto listening = server.listen_unix(context.home.socket(), socket_handler(engine));
  if (!listening && context.arguments.verbose)
    note(context, "not shared with other commands: " + listening.error().message);
}

std::optional<WarehouseOwner> WarehouseOwner::find(const Context& context) {
  const std::string path = context.home.socket().string();
  const SocketClient client(path);
  if (!client.is_listening()) return std::nullopt;
  const auto answer = client.post("/owner", "{}");
  if (!answer) return std::nullopt;
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(*answer).get(object) != simdjson::SUCCESS ||
      text_member(object, "profile") != context.home.profile)
    return std::nullopt;
  std::int64_t pid = 0;
  if (object["pid"].get(pid) != simdjson::SUCCESS) pid = 0;
  return WarehouseOwner(path, pid);
}

Result<std::string> WarehouseOwner::query(std::string_view sql, OutputFormat format) const {
  constexpr std::string_view kNames[] = {"table", "csv", "json", "parquet"};
  JsonWriter json;
  json.begin_object().key("sql").text(sql);
  json.key("format").text(kNames[static_cast<std::size_t>(format)]).end_object();
  return SocketClient(path_).post("/query", json.view());
}

Result<int> WarehouseOwner::run(const Arguments& arguments,
                                const std::function<void(std::string_view line)>& on_event,
                                std::stop_token stop) const {
  const DayInterval days = SEOHAK_TRY(arguments.days());
  std::string rest;
  std::optional<Result<int>> finished;
  const auto on_part = [&](std::string_view part) {
    rest += part;
    for (std::size_t end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
      const std::string line = rest.substr(0, end);
      rest.erase(0, end + 1);
      if (auto last = parse_finished(line))
        finished = std::move(last);
      else
        on_event(line);
    }
  };
  SEOHAK_TRY(SocketClient(path_).stream("/run", run_words_json(arguments, days), on_part, stop));
  if (!finished) return fail(Errc::unavailable, "the program that runs it stopped; run again");
  return *finished;
}

}  // namespace seohak
