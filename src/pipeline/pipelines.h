#pragma once

#include <vector>

#include "pipeline/build.h"
#include "pipeline/stages.h"

namespace seohak {

/// CNN's Fear & Greed index: cnn.graphdata, gsheets.fear_greed and file drops -> fear_greed_daily,
/// fear_greed_component_daily -> fear_greed_trend, fear_greed_rating_share.
PipelinePlan fear_greed_plan();

/// Won per unit of currency: eximbank.rates, ecb.reference_rates, yahoo.fx_daily, yahoo.fx_intraday
/// and file drops -> fx_rate_daily, fx_rate_intraday -> fx_trend_daily, fx_trend_monthly.
PipelinePlan exchange_rate_plan();

/// The whole market's snapshot and the names of its symbols: nasdaq.screener and file drops ->
/// listing_daily, stock_price_daily -> security.
PipelinePlan listing_plan();

/// Daily prices: yahoo.chart_1d, file drops and what `listing` brought -> stock_price_daily,
/// corporate_action -> the daily and weekly tables of prices, volumes, movers and RSI, and what is
/// wrong in the data.
PipelinePlan price_daily_plan();

/// Minute prices: yahoo.chart_1m and file drops -> stock_price_minute -> price_minute, RSI and its
/// status, and what is wrong in the data.
PipelinePlan price_minute_plan();

/// All of them, in the order of a run without names. They live as long as the program.
std::span<const PipelinePlan> pipeline_plans();

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

}  // namespace seohak
