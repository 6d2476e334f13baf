#include <array>

#include "pipeline/build.h"
#include "pipeline/pipelines.h"

namespace seohak {

PipelinePlan price_minute_plan() {
  static constexpr std::array<DatasetName, 1> kDatasets{{{"yahoo", "chart_1m"}}};
  static constexpr std::array<std::string_view, 1> kTables{"raw_data.stock_price_minute"};
  static constexpr std::array<std::string_view, 5> kModels{
      "analytics.price_minute", "analytics.stock_rsi_minute", "analytics.stock_rsi_status",
      "analytics.minute_issue_daily", "analytics.data_issue"};
  return {"price_minute", kDatasets, kTables, kModels,
          "every 15 min in us session; us close + 1 h"};
}

}  // namespace seohak
