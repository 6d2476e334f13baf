#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "serve/run_control.h"

namespace seohak {

/// What POST /control of the home's socket asks for.
struct ControlWords {
  enum class Action { pause, resume, cancel, mark };
  Action action = Action::pause;
  std::vector<std::string> pipelines = {};  ///< of pause and resume
  std::string run = "";                     ///< of cancel and mark
  std::vector<std::string> tasks = {};      ///< of cancel and mark
  TaskState state = TaskState::done;        ///< of mark
};

/// {"action": "pause", "pipelines": ["listing"]}; {"action": "mark", "run": "…", "tasks": ["…"],
/// "state": "done"}. Errors: bad_request.
Result<ControlWords> parse_control_words(std::string_view body);
/// The same words as JSON.
std::string control_words_json(const ControlWords& words);

/// Does it. Errors: those of RunChanges.
Result<void> carry_out(const ControlWords& words, RunChanges& control);

}  // namespace seohak
