#include "pipeline/pipelines.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace seohak {

std::span<const PipelinePlan> pipeline_plans() {
  static const std::array kPlans{fear_greed_plan(), exchange_rate_plan(), listing_plan(),
                                 price_daily_plan(), price_minute_plan()};
  return kPlans;
}

std::span<const PipelineDataset> pipeline_datasets() {
  static const std::vector<PipelineDataset> kDatasets = [] {
    std::vector<PipelineDataset> all;
    for (const PipelinePlan& plan : pipeline_plans())
      for (const DatasetName& one : plan.datasets)
        all.push_back({plan.name, one.source, one.dataset});
    return all;
  }();
  return kDatasets;
}

std::span<const std::string_view> pipeline_names() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    for (const PipelinePlan& plan : pipeline_plans()) names.push_back(plan.name);
    return names;
  }();
  return kNames;
}

Result<void> check_pipeline_names(std::span<const std::string> names) {
  const auto known = pipeline_names();
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string_view near = nearest(name, known);
    return fail(Errc::bad_request,
                fmt::format("there is no pipeline \"{}\"{}", name,
                            near.empty() ? fmt::format("; there are {}", fmt::join(known, ", "))
                                         : fmt::format("; did you mean {}?", near)));
  }
  return {};
}

}  // namespace seohak
