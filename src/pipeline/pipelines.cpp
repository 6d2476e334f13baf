#include "pipeline/pipelines.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 2> kNames{"fear_greed", "exchange_rate"};

constexpr std::array kDatasets{
    PipelineDataset{"fear_greed", "cnn", "graphdata"},
    PipelineDataset{"fear_greed", "gsheets", "fear_greed"},
    PipelineDataset{"exchange_rate", "eximbank", "rates"},
    PipelineDataset{"exchange_rate", "ecb", "reference_rates"},
};

}  // namespace

std::span<const PipelineDataset> pipeline_datasets() { return kDatasets; }

std::span<const std::string_view> pipeline_names() { return kNames; }

Result<void> check_pipeline_names(std::span<const std::string> names) {
  for (const std::string& name : names) {
    if (std::find(kNames.begin(), kNames.end(), name) != kNames.end()) continue;
    const std::string_view near = nearest(name, kNames);
    return fail(Errc::bad_request,
                fmt::format("there is no pipeline \"{}\"{}", name,
                            near.empty() ? fmt::format("; there are {}", fmt::join(kNames, ", "))
                                         : fmt::format("; did you mean {}?", near)));
  }
  return {};
}

std::vector<Pipeline> all_pipelines(const Stages& stages) {
  std::vector<Pipeline> pipelines;
  pipelines.push_back(fear_greed_pipeline(stages));
  pipelines.push_back(exchange_rate_pipeline(stages));
  return pipelines;
}

}  // namespace seohak
