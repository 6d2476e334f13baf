#pragma once

#include "serve/api.h"

// The resources of /api/v1, one file per subject. Each finds its data in the warehouse (or the run
// history) on every call; what they answer is told in `api_routes()`.

namespace seohak {

Result<ApiAnswer> status_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> runs_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> run_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> run_logs_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> pipelines_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> pipeline_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> run_grid_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> sources_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> recordings_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> quarantine_resource(const ApiContext& context, const WebRequest& request);

Result<ApiAnswer> fear_greed_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> fear_greed_trend_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> rating_share_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> components_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> fear_greed_monthly_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> after_rating_resource(const ApiContext& context, const WebRequest& request);

Result<ApiAnswer> currencies_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> currency_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> currency_monthly_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> currency_sources_resource(const ApiContext& context, const WebRequest& request);

Result<ApiAnswer> sessions_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> breadth_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> market_map_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> coverage_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> movers_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> unusual_volume_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> volume_rank_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> themes_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> theme_week_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> theme_stocks_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> issues_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> search_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> signals_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> symbol_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> symbol_bars_resource(const ApiContext& context, const WebRequest& request);

Result<ApiAnswer> evidence_list_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> evidence_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> model_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> landed_resource(const ApiContext& context, const WebRequest& request);
Result<ApiAnswer> landed_body_resource(const ApiContext& context, const WebRequest& request);

}  // namespace seohak
