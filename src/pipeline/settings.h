#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/config.h"
#include "dag/pipeline.h"
#include "pipeline/build.h"

namespace seohak {

/// What a plan declares and `[pipelines.NAME]` may overrule.
struct PipelineSettings {
  Timing timing;
  std::optional<int> tries;         ///< of a task that is tried more than once; as declared
  std::optional<Duration> timeout;  ///< of one try of each task; as declared
  bool own_schedule = false;        ///< the settings' own, which every dataset follows
};

/// The settings of one pipeline. Errors: bad_config, naming the setting, for a schedule that cannot
/// be read.
Result<PipelineSettings> pipeline_settings(const PipelinePlan& plan, const Config& config);

/// Gives a built pipeline its settings.
void apply(const PipelineSettings& settings, Pipeline& pipeline);

/// Whether `[pipelines]` and `[pools]` name only what there is, and every schedule can be read.
/// Cheap when they set nothing. Errors: bad_config, with the nearest name.
Result<void> check_pipeline_settings(const Config& config);

/// Slots of each pool: the warehouse's and one a source.
std::map<std::string, int> pool_slots(const Config& config);

}  // namespace seohak
