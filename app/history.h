#pragma once

#include <memory>
#include <span>
#include <string>

#include "context.h"
#include "dag/run_store.h"
#include "serve/run_history.h"

namespace seohak {

/// Opens the home's run history; marks runs of dead processes interrupted. `clock` and `redactor`
/// outlive it.
Result<std::unique_ptr<RunStore>> open_history(const Context& context, const Clock& clock,
                                               const Redactor& redactor);

/// The run that a word of the command line names, an id or "last"; the run has `tasks`. Errors:
/// bad_request where a word names nothing; not_found for "last" before the first run.
Result<RunRecord> find_run(RunStore& store, const std::string& word,
                           std::span<const std::string> tasks);

/// "6 done, 1 failed".
std::string tasks_text(Lang lang, const RunRecord& run);
/// A JSON array of runs with their tasks.
std::string runs_json(std::span<const RunRecord> runs);
/// One log line as a JSON object.
std::string log_json(const LogLine& line);

/// What the API reads of the run store, which outlives it.
std::unique_ptr<RunHistory> history_of(RunStore& store);

}  // namespace seohak
