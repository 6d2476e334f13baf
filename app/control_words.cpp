#include "control_words.h"

#include <array>

#include <fmt/format.h>
#include <simdjson.h>

#include "json_words.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 4> kActions{"pause", "resume", "cancel", "mark"};

Result<ControlWords::Action> parse_action(std::string_view text) {
  for (std::size_t i = 0; i < kActions.size(); ++i)
    if (kActions[i] == text) return static_cast<ControlWords::Action>(i);
  return fail(Errc::bad_request, "\"action\" must be pause, resume, cancel or mark");
}

void write_list(JsonWriter& json, std::string_view key, const std::vector<std::string>& list) {
  json.key(key).begin_array();
  for (const std::string& each : list) json.text(each);
  json.end_array();
}

}  // namespace

Result<ControlWords> parse_control_words(std::string_view body) {
  ControlWords words;
  SEOHAK_TRY(each_word(body, [&](std::string_view key, const auto& value) -> Result<void> {
    if (key == "action")
      words.action = SEOHAK_TRY(parse_action(SEOHAK_TRY(text_word(key, value))));
    else if (key == "pipelines")
      words.pipelines = SEOHAK_TRY(name_words(key, value));
    else if (key == "tasks")
      words.tasks = SEOHAK_TRY(name_words(key, value));
    else if (key == "run")
      words.run = SEOHAK_TRY(text_word(key, value));
    else if (key == "state")
      words.state = SEOHAK_TRY(parse_task_state(SEOHAK_TRY(text_word(key, value))));
    else
      return fail(
          Errc::bad_request,
          fmt::format("unknown member \"{}\"; use action, pipelines, run, tasks and state", key));
    return {};
  }));
  return words;
}

std::string control_words_json(const ControlWords& words) {
  JsonWriter json;
  json.begin_object().key("action").text(kActions[static_cast<std::size_t>(words.action)]);
  write_list(json, "pipelines", words.pipelines);
  json.key("run").text(words.run);
  write_list(json, "tasks", words.tasks);
  return json.key("state").text(to_string(words.state)).end_object().take();
}

Result<void> carry_out(const ControlWords& words, RunChanges& control) {
  switch (words.action) {
    case ControlWords::Action::cancel: return control.cancel(words.run, words.tasks);
    case ControlWords::Action::mark: return control.mark(words.run, words.tasks, words.state);
    case ControlWords::Action::pause:
    case ControlWords::Action::resume: break;
  }
  for (const std::string& pipeline : words.pipelines)
    SEOHAK_TRY(control.set_paused(pipeline, words.action == ControlWords::Action::pause));
  return {};
}

}  // namespace seohak
