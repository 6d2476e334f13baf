#include <array>

#include "pipeline/build.h"
#include "pipeline/pipelines.h"

namespace seohak {

PipelinePlan fear_greed_plan() {
  static constexpr std::array<DatasetName, 2> kDatasets{
      {{"cnn", "graphdata"}, {"gsheets", "fear_greed"}}};
  static constexpr std::array<std::string_view, 2> kTables{"raw_data.fear_greed_daily",
                                                           "raw_data.fear_greed_component_daily"};
  static constexpr std::array<std::string_view, 2> kModels{"analytics.fear_greed_trend",
                                                           "analytics.fear_greed_rating_share"};
  return {"fear_greed", kDatasets, kTables, kModels,
          "every 30 min in us session; 20:00 Asia/Seoul daily"};
}

}  // namespace seohak
