#include "live_events.h"

#include "observers.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

constexpr Duration kBetweenTellings = std::chrono::milliseconds(200);

bool is_of_run(RunEvent::Kind kind) {
  return kind == RunEvent::Kind::run_started || kind == RunEvent::Kind::run_ended;
}

}  // namespace

void LiveEvents::on_event(const RunEvent& event) {
  if (!is_due(event)) return;
  if (event.kind != RunEvent::Kind::log)
    return hub_.publish(is_of_run(event.kind) ? "run" : "task", event_json(event));
  RunEvent without_line = event;
  without_line.text.clear();
  hub_.publish("log", event_json(without_line));
}

void LiveEvents::on_change(const WarehouseChange& change) {
  JsonWriter json;
  json.begin_object().key("version").number(change.version).key("tables").begin_array();
  for (const std::string& table : change.tables) json.text(table);
  hub_.publish("data", json.end_array().end_object().take());
}

bool LiveEvents::is_due(const RunEvent& event) {
  const std::string of_task = event.run + " " + event.task;
  const std::lock_guard lock(mutex_);
  if (event.kind == RunEvent::Kind::progress) return is_due(of_task, event.at);
  if (event.kind == RunEvent::Kind::log) return is_due(event.run, event.at);
  told_.erase(of_task);
  if (event.kind == RunEvent::Kind::run_ended) told_.erase(event.run);
  return true;
}

bool LiveEvents::is_due(const std::string& key, Instant at) {
  const auto [place, first] = told_.try_emplace(key, at);
  if (!first && at - place->second < kBetweenTellings) return false;
  place->second = at;
  return true;
}

}  // namespace seohak
