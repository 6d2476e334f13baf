#include "serve/resources.h"

namespace seohak {
namespace {

constexpr std::string_view kRange = "range=1m|3m|1y|5y|all";

constexpr ApiRoute kRoutes[] = {
    {"/status", status_resource, false, "Version, profile and how far the data reaches.", "",
     "{version:text profile:text clock:instant? as_of:{fear_greed:day? exchange_rate:day?} "
     "running:boolean}"},
    {"/fear-greed", fear_greed_resource, true,
     "The newest Fear & Greed index and where it stood before.", "",
     "{market_day:day score:number rating:text source:text as_of:instant "
     "previous:[{label:text market_day:day score:number rating:text}]}"},
    {"/fear-greed/trend", fear_greed_trend_resource, true,
     "The index of each market day, oldest first.", kRange,
     "[{market_day:day score:number rating:text change_1d:number? average_7d:number? "
     "source:text}]"},
    {"/fear-greed/rating-share", rating_share_resource, true,
     "How many days of the last month had each rating.", "",
     "[{rating:text days:integer share_pct:number?}]"},
    {"/fear-greed/components", components_resource, true,
     "The seven components: newest values and the raw values of the last 365 days.", "",
     "[{component:text score:number? rating:text? value:number? market_day:day source:text "
     "series:[{market_day:day value:number?}]}]"},
    {"/fear-greed/monthly", fear_greed_monthly_resource, true,
     "Mean index of each month of the whole history.", "",
     "[{month:text average:number days:integer}]"},
    {"/fear-greed/after", after_rating_resource, true,
     "What the S&P 500 did 1, 5 and 20 sessions after days of each rating.", "",
     "[{rating:text days:integer horizons:[{sessions:integer n:integer median_pct:number? "
     "p10:number? p25:number? p75:number? p90:number? up_share_pct:number?}]}]"},
    {"/fx/currencies", currencies_resource, true, "Currencies with their newest rate.", "",
     "[{currency:text first_day:day last_day:day rate:decimal source:text}]"},
    {"/fx/{currency}", currency_resource, true,
     "Won per unit of a currency: newest, trend, and where it lies in its ranges.", kRange,
     "{currency:text latest:{quote_day:day rate:decimal source:text change:decimal? "
     "change_pct:number? direction:text? average_5d:decimal? average_20d:decimal? "
     "average_60d:decimal? volatility_20d_pct:number? percentile_1y:number? fetched_at:instant?} "
     "rows:[{quote_day:day rate:decimal source:text change:decimal? change_pct:number? "
     "direction:text? average_5d:decimal? average_20d:decimal? average_60d:decimal? "
     "volatility_20d_pct:number? percentile_1y:number?}] "
     "ranges:[{range:text low:decimal p10:decimal p25:decimal median:decimal p75:decimal "
     "p90:decimal high:decimal percentile:number n:integer}]}"},
    {"/fx/{currency}/monthly", currency_monthly_resource, true,
     "Average, low, high and close of each month, oldest first.", "months:integer",
     "[{month:text average:decimal low:decimal high:decimal close:decimal source:text "
     "mixed:boolean days:integer}]"},
    {"/fx/{currency}/sources", currency_sources_resource, true,
     "Which sources tell this currency, and how far the first two differ.", "",
     "{sources:[{source:text first_day:day last_day:day rows:integer}] "
     "difference:{a:text b:text median_abs:decimal? n:integer "
     "rows:[{quote_day:day difference:decimal}]}?}"},
    {"/runs", runs_resource, false, "Runs and their tasks, newest first.", "limit:integer",
     "[{run:text pipeline:text kind:text profile:text state:text started_at:instant "
     "ended_at:instant? exit_code:integer? "
     "tasks:[{task:text state:text tries:integer message:text counts:counts}]}]"},
    {"/sources", sources_resource, true, "Sources, the tables they fill and how fresh these are.",
     "",
     "[{source:text dataset:text table:text needs_key:boolean has_key:boolean "
     "last_fetched_at:instant? rows:integer}]"},
    {"/quarantine", quarantine_resource, true, "Rows that did not fit their table, newest first.",
     "limit:integer",
     "[{table_name:text source:text fetched_at:instant reason:text row_text:text load_id:text "
     "record:integer}]"},
};

}  // namespace

std::span<const ApiRoute> api_routes() { return kRoutes; }

}  // namespace seohak
