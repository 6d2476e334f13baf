#pragma once

#include <string_view>

#include "serve/api.h"
#include "serve/run_control.h"

namespace seohak {

/// Who runs pipelines here. Errors: unavailable, saying what to do, when nobody does.
Result<RunControl*> control_of(const ApiContext& context, const WebRequest& request);
/// The pipeline of that name; null when there is none.
const Pipeline* pipeline_named(const RunControl& control, std::string_view name);

/// How a pipeline is started by itself, as members of an object: schedule {text, ko, en} (null:
/// only when asked for), enabled, scheduled, paused, catch_up, deadline_s.
void write_timing(const Pipeline& pipeline, const PipelineStatus& status, JsonWriter& json);

}  // namespace seohak
