#include <array>

#include "pipeline/pipelines.h"

namespace seohak {

Pipeline exchange_rate_pipeline(const Stages& stages) {
  constexpr std::array<std::string_view, 2> kTables{"raw_data.fx_rate_daily",
                                                    "raw_data.fx_rate_intraday"};
  Pipeline pipeline{.name = "exchange_rate", .tasks = {}};
  std::vector<std::string> loads;
  loads.push_back(add_dataset(pipeline, stages, "eximbank", "rates"));
  loads.push_back(add_dataset(pipeline, stages, "ecb", "reference_rates"));
  for (std::string& load : add_file_drops(pipeline, stages, kTables)) loads.push_back(load);
  pipeline.tasks.push_back(model_task(stages, "analytics.fx_trend_daily", loads));
  pipeline.tasks.push_back(
      model_task(stages, "analytics.fx_trend_monthly", {"model:analytics.fx_trend_daily"}));
  return pipeline;
}

std::vector<Pipeline> all_pipelines(const Stages& stages) {
  std::vector<Pipeline> pipelines;
  pipelines.push_back(fear_greed_pipeline(stages));
  pipelines.push_back(exchange_rate_pipeline(stages));
  return pipelines;
}

}  // namespace seohak
