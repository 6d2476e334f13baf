#include <array>

#include "pipeline/build.h"
#include "pipeline/pipelines.h"

namespace seohak {

PipelinePlan price_daily_plan() {
  static constexpr std::array<DatasetName, 1> kDatasets{{{"yahoo", "chart_1d"}}};
  static constexpr std::array<std::string_view, 2> kTables{"raw_data.stock_price_daily",
                                                           "raw_data.corporate_action"};
  static constexpr std::array<std::string_view, 9> kModels{
      "analytics.exchange_day",        "analytics.price_daily",
      "analytics.sector_volume_daily", "analytics.sector_volume_weekly",
      "analytics.volume_rank_weekly",  "analytics.top_mover_daily",
      "analytics.stock_rsi_daily",     "analytics.price_issue_daily",
      "analytics.data_issue"};
  return {"price_daily", kDatasets, kTables, kModels, "us close + 20 min"};
}

}  // namespace seohak
