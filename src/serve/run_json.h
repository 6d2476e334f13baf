#pragma once

#include <optional>

#include "base/time.h"
#include "dag/records.h"
#include "dag/schedule.h"
#include "serve/json_writer.h"

// Runs as JSON, for several resources. `write_run` stands in run_history.h.

namespace seohak {

/// An instant, or null.
void write_instant(const std::optional<Instant>& instant, JsonWriter& json);
/// {run, kind, state, due_at, started_at, ended_at}: one of many.
void write_run_brief(const RunRecord& run, JsonWriter& json);
/// The members of an object that tell all of a run but its tasks: run, pipeline, kind, profile,
/// state, from, to (market days; null when it names none), due_at, started_at, ended_at, exit_code.
void write_run_head(const RunRecord& run, JsonWriter& json);
/// {name: number}.
void write_counts(const TaskRecord& task, JsonWriter& json);
/// {at, day, data_from, data_to}.
void write_due(const Due& due, JsonWriter& json);

}  // namespace seohak
