#include <array>

#include "pipeline/build.h"
#include "pipeline/pipelines.h"

namespace seohak {

PipelinePlan exchange_rate_plan() {
  static constexpr std::string_view kDaily = "kr business days 09:05, 11:10";
  static constexpr std::string_view kIntraday = "every 5 min in kr session";
  static constexpr std::array<DatasetName, 4> kDatasets{{{"eximbank", "rates", kDaily},
                                                         {"ecb", "reference_rates", kDaily},
                                                         {"yahoo", "fx_daily", kDaily},
                                                         {"yahoo", "fx_intraday", kIntraday}}};
  static constexpr std::array<std::string_view, 2> kTables{"raw_data.fx_rate_daily",
                                                           "raw_data.fx_rate_intraday"};
  static constexpr std::array<std::string_view, 2> kModels{"analytics.fx_trend_daily",
                                                           "analytics.fx_trend_monthly"};
  return {"exchange_rate", kDatasets, kTables, kModels,
          "kr business days 09:05, 11:10; every 5 min in kr session"};
}

}  // namespace seohak
