#pragma once

#include <vector>

#include "pipeline/stages.h"

namespace seohak {

/// A dataset that a pipeline collects.
struct PipelineDataset {
  std::string_view pipeline;
  std::string_view source;
  std::string_view dataset;
};
/// Every dataset of every pipeline but file drops, in the order of a run.
std::span<const PipelineDataset> pipeline_datasets();
/// The pipelines' names, in the order of a run.
std::span<const std::string_view> pipeline_names();
/// Whether all are names of pipelines. Errors: bad_request, with the nearest name.
Result<void> check_pipeline_names(std::span<const std::string> names);

/// CNN's Fear & Greed index: cnn.graphdata, gsheets.fear_greed and file drops -> fear_greed_daily,
/// fear_greed_component_daily -> fear_greed_trend, fear_greed_rating_share.
Pipeline fear_greed_pipeline(const Stages& stages);

/// Won per unit of currency: eximbank.rates, ecb.reference_rates and file drops -> fx_rate_daily,
/// fx_rate_intraday -> fx_trend_daily, fx_trend_monthly.
Pipeline exchange_rate_pipeline(const Stages& stages);

/// All of them, in the order of a run without names.
std::vector<Pipeline> all_pipelines(const Stages& stages);

}  // namespace seohak
