#include "serve/run_json.h"

#include "serve/run_history.h"

namespace seohak {
namespace {

/// The members "from" and "to".
void write_days(const DayInterval& days, JsonWriter& json) {
  const bool none = days.empty();
  json.key("from").text_or_null(none ? std::nullopt : std::optional(format(days.from)));
  json.key("to").text_or_null(none ? std::nullopt : std::optional(format(days.to)));
}

}  // namespace

void write_instant(const std::optional<Instant>& instant, JsonWriter& json) {
  json.text_or_null(instant ? std::optional(format(*instant)) : std::nullopt);
}

void write_run_brief(const RunRecord& run, JsonWriter& json) {
  json.begin_object().key("run").text(run.run).key("kind").text(run.kind);
  json.key("state").text(to_string(run.state)).key("due_at");
  write_instant(run.due_at, json);
  json.key("started_at").text(format(run.started_at)).key("ended_at");
  write_instant(run.ended_at, json);
  json.end_object();
}

void write_run_head(const RunRecord& run, JsonWriter& json) {
  json.key("run").text(run.run).key("pipeline").text(run.pipeline);
  json.key("kind").text(run.kind).key("profile").text(run.profile);
  json.key("state").text(to_string(run.state));
  write_days(run.days, json);
  json.key("due_at");
  write_instant(run.due_at, json);
  json.key("started_at").text(format(run.started_at)).key("ended_at");
  write_instant(run.ended_at, json);
  json.key("exit_code");
  run.exit_code ? json.number(std::int64_t{*run.exit_code}) : json.null();
}

void write_counts(const TaskRecord& task, JsonWriter& json) {
  json.begin_object();
  for (const auto& [name, value] : task.counts) json.key(name).number(value);
  json.end_object();
}

void write_due(const Due& due, JsonWriter& json) {
  json.begin_object().key("at").text(format(due.at)).key("day").text(format(due.day));
  json.key("data_from").text(format(due.data.from));
  json.key("data_to").text(format(due.data.to)).end_object();
}

void write_run(const RunRecord& run, const Told& told, JsonWriter& json) {
  write_run_head(run, json.begin_object());
  json.key("tasks").begin_array();
  for (const TaskRecord& task : run.tasks) {
    json.begin_object().key("task").text(task.task).key("state").text(to_string(task.state));
    json.key("tries").number(std::int64_t{task.tries}).key("message").text(told(task.message));
    write_counts(task, json.key("counts"));
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace seohak
