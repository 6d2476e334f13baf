#include <simdjson.h>

#include "observers.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

struct KindName {
  RunEvent::Kind kind;
  std::string_view name;
};
constexpr KindName kKinds[] = {{RunEvent::Kind::run_started, "run_started"},
                               {RunEvent::Kind::task_changed, "task"},
                               {RunEvent::Kind::progress, "progress"},
                               {RunEvent::Kind::log, "log"},
                               {RunEvent::Kind::run_ended, "run_ended"}};

std::string_view kind_name(RunEvent::Kind kind) {
  for (const KindName& known : kKinds)
    if (known.kind == kind) return known.name;
  return "log";
}

std::string text(const simdjson::dom::object& object, std::string_view name) {
  std::string_view value;
  return object[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
}

std::int64_t number(const simdjson::dom::object& object, std::string_view name) {
  std::int64_t value = 0;
  return object[name].get(value) == simdjson::SUCCESS ? value : 0;
}

LogLevel level_of(std::string_view name) {
  for (LogLevel level : {LogLevel::debug, LogLevel::warning, LogLevel::error})
    if (to_string(level) == name) return level;
  return LogLevel::info;
}

}  // namespace

std::string event_json(const RunEvent& event) {
  JsonWriter json;
  json.begin_object().key("event").text(kind_name(event.kind));
  json.key("run").text(event.run).key("pipeline").text(event.pipeline);
  json.key("at").text(format(event.at));
  if (!event.task.empty())
    json.key("task").text(event.task).key("try").number(static_cast<std::int64_t>(event.attempt));
  switch (event.kind) {
    case RunEvent::Kind::task_changed:
      json.key("state").text(to_string(event.state)).key("message").text(event.text);
      json.key("counts").begin_object();
      for (const auto& [name, value] : event.counts) json.key(name).number(value);
      json.end_object();
      if (event.retry_in) json.key("retry_in_ms").number(event.retry_in->count() / 1000);
      break;
    case RunEvent::Kind::progress:
      json.key("done").number(event.done).key("total").number(event.total);
      json.key("message").text(event.text);
      break;
    case RunEvent::Kind::log:
      json.key("level").text(to_string(event.level)).key("message").text(event.text);
      break;
    case RunEvent::Kind::run_ended:
      json.key("state").text(to_string(event.run_state));
      json.key("exit_code").number(static_cast<std::int64_t>(event.exit_code));
      break;
    case RunEvent::Kind::run_started:
      json.key("done").number(event.done).key("total").number(event.total);
      break;
  }
  return json.end_object().take();
}

std::optional<RunEvent> parse_event(std::string_view line) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(simdjson::padded_string(line)).get(object) != simdjson::SUCCESS)
    return std::nullopt;
  RunEvent event;
  const std::string kind = text(object, "event");
  bool known = false;
  for (const KindName& candidate : kKinds)
    if (candidate.name == kind) {
      event.kind = candidate.kind;
      known = true;
    }
  if (!known) return std::nullopt;
  event.run = text(object, "run");
  event.pipeline = text(object, "pipeline");
  event.at = parse_instant(text(object, "at")).value_or(Instant{});
  event.task = text(object, "task");
  event.attempt = static_cast<int>(number(object, "try"));
  event.text = text(object, "message");
  event.done = number(object, "done");
  event.total = number(object, "total");
  event.exit_code = static_cast<int>(number(object, "exit_code"));
  event.level = level_of(text(object, "level"));
  if (event.kind == RunEvent::Kind::task_changed)
    event.state = parse_task_state(text(object, "state")).value_or(TaskState::queued);
  if (event.kind == RunEvent::Kind::run_ended)
    event.run_state = parse_run_state(text(object, "state")).value_or(RunState::running);
  if (std::int64_t wait = 0; object["retry_in_ms"].get(wait) == simdjson::SUCCESS)
    event.retry_in = std::chrono::milliseconds(wait);
  simdjson::dom::object counts;
  if (object["counts"].get(counts) == simdjson::SUCCESS)
    for (const auto entry : counts) {
      std::int64_t value = 0;
      if (entry.value.get(value) == simdjson::SUCCESS) event.counts[std::string(entry.key)] = value;
    }
  return event;
}

}  // namespace seohak
