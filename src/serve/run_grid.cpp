#include <fmt/format.h>

#include "serve/ask.h"
#include "serve/pipeline_lookup.h"
#include "serve/resources.h"
#include "serve/run_json.h"
#include "serve/runs.h"

namespace seohak {
namespace {

/// One letter a state, '-' where the run has no such task.
char letter(TaskState state) {
  switch (state) {
    case TaskState::queued: return 'q';
    case TaskState::running: return 'r';
    case TaskState::done: return 'd';
    case TaskState::failed: return 'f';
    case TaskState::skipped: return 's';
    case TaskState::upstream_failed: return 'u';
    case TaskState::cancelled: return 'c';
    case TaskState::interrupted: return 'i';
  }
  return '-';
}

/// A run's column: a letter for each task of the pipeline, and how many others it has by state, as
/// the parts of a backfill are.
void write_column(const RunRecord& run, const std::map<std::string_view, std::size_t>& rows,
                  JsonWriter& json) {
  std::string states(rows.size(), '-');
  std::map<std::string_view, std::int64_t> others;
  for (const TaskRecord& task : run.tasks) {
    const auto row = rows.find(task.task);
    if (row == rows.end())
      ++others[to_string(task.state)];
    else
      states[row->second] = letter(task.state);
  }
  json.begin_object();
  write_run_head(run, json);
  json.key("states").text(states).key("others").begin_object();
  for (const auto& [state, count] : others) json.key(state).number(count);
  json.end_object().end_object();
}

}  // namespace

Result<ApiAnswer> run_grid_resource(const ApiContext& context, const WebRequest& request) {
  RunControl* control = SEOHAK_TRY(control_of(context, request));
  RunFilter filter = run_filter(request, 60);
  filter.pipeline = std::string(request.path_parameter("pipeline"));
  SEOHAK_TRY(control->status(*filter.pipeline, 0));
  const Pipeline* pipeline = pipeline_named(*control, *filter.pipeline);
  const auto most = static_cast<std::size_t>(filter.limit++);  // one more tells whether there are
  std::vector<RunRecord> runs = SEOHAK_TRY(context.runs.list(filter));
  const bool more = runs.size() > most;
  if (more) runs.pop_back();
  ApiAnswer answer;
  answer.follows.emplace(kRunsTopic);
  JsonWriter& json = answer.data.begin_object().key("tasks").begin_array();
  std::map<std::string_view, std::size_t> rows;
  for (const Task& task : pipeline->tasks) {
    rows.emplace(task.name, rows.size());
    json.text(task.name);
  }
  json.end_array().key("runs").begin_array();
  for (const RunRecord& run : runs) write_column(run, rows, json);
  json.end_array().key("older").text_or_null(more ? std::optional(runs.back().run) : std::nullopt);
  json.end_object();
  return answer;
}

}  // namespace seohak
