#include "warehouse_owner.h"

#include <fmt/format.h>
#include <simdjson.h>

#include "serve/json_writer.h"
#include "serve/socket_client.h"

namespace seohak {
namespace {

std::string text_member(const simdjson::dom::object& object, std::string_view name) {
  std::string_view text;
  return object[name].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

/// The members that are texts; none when it is no object.
std::map<std::string, std::string> texts_in(
    const simdjson::simdjson_result<simdjson::dom::element>& value) {
  std::map<std::string, std::string> texts;
  simdjson::dom::object object;
  if (value.get(object) != simdjson::SUCCESS) return texts;
  for (const auto& [key, member] : object)
    if (std::string_view text; member.get(text) == simdjson::SUCCESS) texts.emplace(key, text);
  return texts;
}

Errc code_of(int exit) {
  if (exit == 2) return Errc::bad_request;
  return exit == 1 ? Errc::internal : Errc::unavailable;
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
  return Result<int>(fail(code_of(static_cast<int>(code)), message));
}

/// One that listens there gave no answer.
Error silent(const std::string& path, std::int64_t pid) {
  const std::string who = pid == 0 ? fmt::format("the program at {}", path)
                                   : fmt::format("the program that holds this home (pid {})", pid);
  return {Errc::busy, fmt::format("{} does not answer; try again, or end it if it hangs{}", who,
                                  pid == 0 ? "" : fmt::format(" (kill {})", pid))};
}

}  // namespace

Result<std::optional<WarehouseOwner>> WarehouseOwner::find(const Context& context) {
  const std::string path = context.home.socket().string();
  const SocketClient client(path, {.answer = std::chrono::seconds(5)});
  if (!client.is_listening()) return std::nullopt;
  const auto answer = client.post("/owner", "{}", context.stop);
  if (!answer) {
    if (answer.error().code == Errc::cancelled) return fail(answer.error());
    // Gone in the meantime: what it held is free, or soon will be.
    if (!client.is_listening()) return std::nullopt;
    return fail(silent(path, client.listener()));
  }
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(*answer).get(object) != simdjson::SUCCESS ||
      text_member(object, "profile") != context.home.profile)
    return std::nullopt;
  std::int64_t pid = 0;
  if (object["pid"].get(pid) != simdjson::SUCCESS) pid = 0;
  WarehouseOwner owner(path, pid);
  owner.recordings_ = text_member(object, "recordings");
  owner.settings_ = texts_in(object["settings"]);
  return owner;
}

Result<void> WarehouseOwner::query(std::string_view sql, OutputFormat format,
                                   const std::function<void(std::string_view part)>& on_part,
                                   std::stop_token stop) const {
  constexpr std::string_view kNames[] = {"table", "csv", "json", "parquet"};
  JsonWriter json;
  json.begin_object().key("sql").text(sql);
  json.key("format").text(kNames[static_cast<std::size_t>(format)]).end_object();
  return SocketClient(path_).stream("/query", json.view(), on_part, stop);
}

Result<void> WarehouseOwner::control(const ControlWords& words, std::stop_token stop) const {
  SEOHAK_TRY(SocketClient(path_).post("/control", control_words_json(words), stop));
  return {};
}

Result<int> WarehouseOwner::run(const RunWords& words,
                                const std::function<void(std::string_view line)>& on_event,
                                std::stop_token stop) const {
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
  const auto streamed = SocketClient(path_).stream("/run", run_words_json(words), on_part, stop);
  if (finished) return *finished;
  if (!streamed && streamed.error().code != Errc::unavailable) return fail(streamed.error());
  return fail(Errc::unavailable,
              fmt::format("the program that ran it (pid {}) stopped; run again", pid_));
}

}  // namespace seohak
