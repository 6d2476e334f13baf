#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "dag/records.h"
#include "language.h"

namespace seohak {

/// A description as an item of a list: without its full stop.
std::string_view as_item(std::string_view description);

/// "done", "failed", …
Text state_text(TaskState state);
Text state_text(RunState state);
Text level_text(LogLevel level);
/// How a run came about, by RunRecord::kind: "by hand", "scheduled", …
Text kind_text(std::string_view kind);

/// "1 task", "8 tasks", "작업 8개"; `what`: tasks, calls, or a count
/// of a task: rows, answers, …
std::string count_text(Lang lang, std::string_view what, std::int64_t value);

/// What a task has done, by its counts: "239 answers, 41,196 bytes". `message` (in the reader's
/// language as far as it is known) when the counts say nothing that is known here.
std::string outcome_text(Lang lang, const std::map<std::string, std::int64_t>& counts,
                         std::string_view message);

}  // namespace seohak
