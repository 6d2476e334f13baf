#include "live_events.h"

#include "observers.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

constexpr Duration kBetweenProgress = std::chrono::milliseconds(200);

bool is_of_run(RunEvent::Kind kind) {
  return kind == RunEvent::Kind::run_started || kind == RunEvent::Kind::run_ended;
}

}  // namespace

void LiveEvents::on_event(const RunEvent& event) {
  if (event.kind == RunEvent::Kind::log || !is_due(event)) return;
  hub_.publish(is_of_run(event.kind) ? "run" : "task", event_json(event));
}

void LiveEvents::on_change(const WarehouseChange& change) {
  JsonWriter json;
  json.begin_object().key("version").number(change.version).key("tables").begin_array();
  for (const std::string& table : change.tables) json.text(table);
  hub_.publish("data", json.end_array().end_object().take());
}

bool LiveEvents::is_due(const RunEvent& event) {
  const std::string key = event.run + " " + event.task;
  const std::lock_guard lock(mutex_);
  if (event.kind != RunEvent::Kind::progress) {
    told_.erase(key);
    return true;
  }
  const auto [place, first] = told_.try_emplace(key, event.at);
  if (!first && event.at - place->second < kBetweenProgress) return false;
  place->second = event.at;
  return true;
}

}  // namespace seohak
