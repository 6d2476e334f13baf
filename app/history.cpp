#include "history.h"

#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "serve/json_writer.h"
#include "task_text.h"

namespace seohak {
namespace {

class StoreHistory final : public RunHistory {
 public:
  explicit StoreHistory(RunStore& store) : store_(store) {}

  Result<std::vector<RunRecord>> list(const RunFilter& filter) const override {
    return store_.list(filter);
  }
  Result<RunRecord> get(const std::string& run) const override { return store_.get(run); }
  Result<std::vector<LogLine>> logs(const LogFilter& filter) const override {
    return store_.logs(filter);
  }

 private:
  RunStore& store_;
};

constexpr std::string_view kLast = "last";

/// The failure of a word that names nothing.
Error as_usage(Error error) {
  if (error.code == Errc::not_found) error.code = Errc::bad_request;
  return error;
}

Result<RunRecord> last_run(RunStore& store) {
  const std::vector<RunRecord> runs = SEOHAK_TRY(store.list({.limit = 1}));
  if (runs.empty())
    return fail(Errc::not_found, "there are no runs yet; start one with `seohak run`");
  return store.get(runs.front().run);
}

Result<RunRecord> run_of_id(RunStore& store, const std::string& word) {
  auto run = store.get(word);
  if (run) return run;
  if (run.error().code == Errc::not_found && !nearest(word, std::span(&kLast, 1)).empty())
    return fail(Errc::bad_request,
                fmt::format("there is no run \"{}\"; did you mean {}?", word, kLast));
  return fail(as_usage(run.error()));
}

}  // namespace

Result<std::unique_ptr<RunStore>> open_history(const Context& context, const Clock& clock,
                                               const Redactor& redactor) {
  SEOHAK_TRY(context.home.create());
  return RunStore::open(context.home.state(), clock, redactor);
}

Result<RunRecord> find_run(RunStore& store, const std::string& word,
                           std::span<const std::string> tasks) {
  const RunRecord run = SEOHAK_TRY(word == kLast ? last_run(store) : run_of_id(store, word));
  const Result<void> known = check_tasks(run, tasks);
  if (!known) return fail(as_usage(known.error()));
  return run;
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

namespace {

/// Programs read the words as they are said.
std::string as_said(std::string_view message) { return std::string(message); }

}  // namespace

std::string runs_json(std::span<const RunRecord> runs) {
  JsonWriter json;
  json.begin_array();
  for (const RunRecord& run : runs) write_run(run, as_said, json);
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
