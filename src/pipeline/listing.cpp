#include <array>

#include "pipeline/build.h"
#include "pipeline/pipelines.h"

namespace seohak {

PipelinePlan listing_plan() {
  static constexpr std::array<DatasetName, 1> kDatasets{{{"nasdaq", "screener"}}};
  static constexpr std::array<std::string_view, 1> kTables{"raw_data.listing_daily"};
  static constexpr std::array<std::string_view, 1> kModels{"analytics.security"};
  return {"listing", kDatasets, kTables, kModels, "us close + 10 min; us open - 1 h"};
}

}  // namespace seohak
