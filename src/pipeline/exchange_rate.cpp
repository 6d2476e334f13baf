#include <array>

#include "pipeline/pipelines.h"

namespace seohak {

Pipeline exchange_rate_pipeline(const Stages& stages) {
  constexpr std::array<std::string_view, 2> kTables{"raw_data.fx_rate_daily",
                                                    "raw_data.fx_rate_intraday"};
  Pipeline pipeline{.name = "exchange_rate", .tasks = {}};
  std::vector<std::string> loads;
  for (const PipelineDataset& one : pipeline_datasets())
    if (one.pipeline == pipeline.name)
      loads.push_back(add_dataset(pipeline, stages, one.source, one.dataset));
  for (std::string& load : add_file_drops(pipeline, stages, kTables)) loads.push_back(load);
  pipeline.tasks.push_back(model_task(stages, "analytics.fx_trend_daily", loads));
  pipeline.tasks.push_back(
      model_task(stages, "analytics.fx_trend_monthly", {"model:analytics.fx_trend_daily"}));
  return pipeline;
}

}  // namespace seohak
