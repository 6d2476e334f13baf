#include "history.h"

#include <map>

#include <fmt/format.h>

#include "serve/json_writer.h"
#include "task_text.h"

namespace seohak {
namespace {

void write_run(JsonWriter& json, const RunRecord& run) {
  json.begin_object().key("run").text(run.run).key("pipeline").text(run.pipeline);
  json.key("profile").text(run.profile).key("state").text(to_string(run.state));
  json.key("started_at").text(format(run.started_at)).key("ended_at");
  run.ended_at ? json.text(format(*run.ended_at)) : json.null();
  json.key("exit_code");
  run.exit_code ? json.number(static_cast<std::int64_t>(*run.exit_code)) : json.null();
  json.key("tasks").begin_array();
  for (const TaskRecord& task : run.tasks) {
    json.begin_object().key("task").text(task.task).key("state").text(to_string(task.state));
    json.key("tries").number(static_cast<std::int64_t>(task.tries));
    json.key("message").text(task.message).key("counts").begin_object();
    for (const auto& [name, value] : task.counts) json.key(name).number(value);
    json.end_object().end_object();
  }
  json.end_array().end_object();
}

class StoreHistory final : public RunHistory {
 public:
  explicit StoreHistory(RunStore& store) : store_(store) {}

  Result<std::vector<RunSummary>> list(int limit) const override {
    std::vector<RunSummary> summaries;
    for (const RunRecord& run : SEOHAK_TRY(store_.list({.limit = limit}))) {
      RunSummary summary{.run = run.run,
                         .pipeline = run.pipeline,
                         .state = std::string(to_string(run.state)),
                         .started_at = run.started_at,
                         .ended_at = run.ended_at,
                         .tasks = {}};
      for (const TaskRecord& task : run.tasks)
        summary.tasks.push_back(
            TaskSummary{task.task, std::string(to_string(task.state)), task.tries, task.message});
      summaries.push_back(std::move(summary));
    }
    return summaries;
  }

 private:
  RunStore& store_;
};

}  // namespace

Result<std::unique_ptr<RunStore>> open_history(const Context& context, const Clock& clock,
                                               const Redactor& redactor) {
  SEOHAK_TRY(context.home.create());
  return RunStore::open(context.home.state(), clock, redactor);
}

std::string tasks_text(Lang lang, const RunRecord& run) {
  std::map<TaskState, int> states;
  for (const TaskRecord& task : run.tasks) ++states[task.state];
  std::string text;
  for (const auto& [state, count] : states)
    text += (text.empty() ? "" : ", ") +
            say(lang, {"{} {}", "{1} {0}개"}, count, state_text(state).in(lang));
  return text;
}

std::string runs_json(std::span<const RunRecord> runs) {
  JsonWriter json;
  json.begin_array();
  for (const RunRecord& run : runs) write_run(json, run);
  return json.end_array().take();
}

std::string log_json(const LogLine& line) {
  JsonWriter json;
  json.begin_object().key("id").number(line.id).key("run").text(line.run);
  json.key("task").text(line.task).key("try").number(static_cast<std::int64_t>(line.attempt));
  json.key("at").text(format(line.at)).key("level").text(to_string(line.level));
  return json.key("message").text(line.text).end_object().take();
}

std::unique_ptr<RunHistory> history_of(RunStore& store) {
  return std::make_unique<StoreHistory>(store);
}

}  // namespace seohak
