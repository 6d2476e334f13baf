#include <array>

#include "pipeline/pipelines.h"

namespace seohak {

Pipeline fear_greed_pipeline(const Stages& stages) {
  constexpr std::array<std::string_view, 2> kTables{"raw_data.fear_greed_daily",
                                                    "raw_data.fear_greed_component_daily"};
  Pipeline pipeline{.name = "fear_greed", .tasks = {}};
  std::vector<std::string> loads;
  for (const PipelineDataset& one : pipeline_datasets())
    if (one.pipeline == pipeline.name)
      loads.push_back(add_dataset(pipeline, stages, one.source, one.dataset));
  for (std::string& load : add_file_drops(pipeline, stages, kTables)) loads.push_back(load);
  pipeline.tasks.push_back(model_task(stages, "analytics.fear_greed_trend", loads));
  pipeline.tasks.push_back(model_task(stages, "analytics.fear_greed_rating_share",
                                      {"model:analytics.fear_greed_trend"}));
  return pipeline;
}

}  // namespace seohak
