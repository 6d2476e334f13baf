#include <algorithm>

#include <fmt/format.h>

#include "serve/ask.h"
#include "serve/resources.h"

namespace seohak {
namespace {

constexpr std::string_view kRaw = "raw_data.fx_rate_daily";

constexpr std::string_view kCurrencies = R"(
WITH ranked AS (
  SELECT currency, quote_day, rate, source,
    MIN(quote_day) OVER (PARTITION BY currency) AS first_day,
    ROW_NUMBER() OVER (PARTITION BY currency ORDER BY quote_day DESC) AS age
  FROM analytics.fx_trend_daily
)
SELECT currency, first_day, quote_day AS last_day, rate, source
FROM ranked WHERE age = 1 ORDER BY currency)";

/// Averages are rates too: six decimals, as text. 60 rows are of the source's own series.
constexpr std::string_view kTrend = R"(
WITH series AS (
  SELECT quote_day, source, fetched_at,
    COUNT(*) OVER (PARTITION BY source ORDER BY quote_day
      ROWS BETWEEN 59 PRECEDING AND CURRENT ROW) AS rows_60,
    SUM(deal_base_rate) OVER (PARTITION BY source ORDER BY quote_day
      ROWS BETWEEN 59 PRECEDING AND CURRENT ROW) AS sum_60
  FROM raw_data.fx_rate_daily WHERE currency = ?
), newest AS (
  SELECT MAX(quote_day) AS quote_day FROM analytics.fx_trend_daily WHERE currency = ?
)
SELECT trend.quote_day, trend.rate, trend.source, trend.change, trend.change_pct, trend.direction,
  CAST(trend.average_5d AS DECIMAL(18, 6)) AS average_5d,
  CAST(trend.average_20d AS DECIMAL(18, 6)) AS average_20d,
  CASE WHEN rows_60 = 60 THEN
    CAST(CAST(sum_60 AS DOUBLE PRECISION) / 60 AS DECIMAL(18, 6)) END AS average_60d,
  trend.volatility_20d_pct, trend.percentile_1y, series.fetched_at
FROM analytics.fx_trend_daily AS trend
CROSS JOIN newest
LEFT JOIN series ON series.quote_day = trend.quote_day AND series.source = trend.source
WHERE trend.currency = ? {}
ORDER BY trend.quote_day)";

/// Where the rates of the last month, year and five years lie, and where today's lies among them.
constexpr std::string_view kRanges = R"(
WITH daily AS (
  SELECT quote_day, CAST(rate AS DOUBLE PRECISION) AS rate,
    MAX(quote_day) OVER () AS newest_day,
    FIRST_VALUE(CAST(rate AS DOUBLE PRECISION)) OVER (ORDER BY quote_day DESC) AS newest_rate
  FROM analytics.fx_trend_daily WHERE currency = ?
), ranged AS (
  SELECT 1 AS place, '1m' AS label, rate, newest_rate FROM daily
    WHERE quote_day > newest_day - INTERVAL '1' MONTH
  UNION ALL SELECT 2, '1y', rate, newest_rate FROM daily
    WHERE quote_day > newest_day - INTERVAL '1' YEAR
  UNION ALL SELECT 3, '5y', rate, newest_rate FROM daily
    WHERE quote_day > newest_day - INTERVAL '5' YEAR
)
SELECT label AS "range", CAST(MIN(rate) AS DECIMAL(18, 6)) AS low,
  CAST(PERCENTILE_CONT(0.1) WITHIN GROUP (ORDER BY rate) AS DECIMAL(18, 6)) AS p10,
  CAST(PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY rate) AS DECIMAL(18, 6)) AS p25,
  CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY rate) AS DECIMAL(18, 6)) AS median,
  CAST(PERCENTILE_CONT(0.75) WITHIN GROUP (ORDER BY rate) AS DECIMAL(18, 6)) AS p75,
  CAST(PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY rate) AS DECIMAL(18, 6)) AS p90,
  CAST(MAX(rate) AS DECIMAL(18, 6)) AS high,
  100 * CAST(SUM(CASE WHEN rate <= newest_rate THEN 1 ELSE 0 END) AS DOUBLE PRECISION)
    / COUNT(*) AS percentile,
  COUNT(*) AS n
FROM ranged GROUP BY place, label ORDER BY place)";

constexpr std::string_view kMonthly = R"(
WITH ranked AS (
  SELECT month, average, low, high, close, source, mixed, days,
    ROW_NUMBER() OVER (ORDER BY month DESC) AS age
  FROM analytics.fx_trend_monthly WHERE currency = ?
)
SELECT SUBSTRING(CAST(month AS VARCHAR), 1, 7) AS month,
  CAST(average AS DECIMAL(18, 6)) AS average, low, high, close, source, mixed, days
FROM ranked WHERE age <= {} ORDER BY month)";

constexpr std::string_view kSources = R"(
SELECT source, MIN(quote_day) AS first_day, MAX(quote_day) AS last_day, COUNT(*) AS "rows"
FROM raw_data.fx_rate_daily WHERE currency = ?
GROUP BY source
ORDER BY CASE source WHEN 'eximbank' THEN 1 WHEN 'ecb' THEN 2 WHEN 'yahoo' THEN 3
  WHEN 'fred' THEN 4 ELSE 5 END, source)";

/// The first two sources on the days that both have.
constexpr std::string_view kDifference = R"(
WITH both_days AS (
  SELECT a.quote_day, CAST(a.deal_base_rate - b.deal_base_rate AS DECIMAL(18, 6)) AS difference
  FROM raw_data.fx_rate_daily AS a
  INNER JOIN raw_data.fx_rate_daily AS b
    ON b.quote_day = a.quote_day AND b.currency = a.currency
  WHERE a.currency = ? AND a.source = ? AND b.source = ?
), middle AS (
  SELECT CAST(PERCENTILE_CONT(0.5) WITHIN GROUP (
    ORDER BY ABS(CAST(difference AS DOUBLE PRECISION))) AS DECIMAL(18, 6)) AS median_abs
  FROM both_days
)
SELECT quote_day, difference, median_abs FROM both_days CROSS JOIN middle ORDER BY quote_day)";

std::string currency_of(const WebRequest& request) {
  return std::string(request.path_parameter("currency"));
}

tl::unexpected<Error> no_rates(const WebRequest& request) {
  return fail(
      Errc::not_found,
      fmt::format(fmt::runtime(in_language(
                      request, "there are no rates of {} yet; run: seohak run exchange_rate",
                      "{} 환율 데이터가 아직 없습니다. 실행: seohak run exchange_rate")),
                  currency_of(request)));
}

ApiAnswer answer_of(std::vector<std::string> sources) {
  ApiAnswer answer;
  answer.sources = std::move(sources);
  answer.as_of_table = std::string(kRaw);
  return answer;
}

void write_latest(const TableView& trend, JsonWriter& json) {
  json.begin_object();
  trend.write_members(
      trend.rows() - 1, json,
      {"quote_day", "rate", "source", "change", "change_pct", "direction", "average_5d",
       "average_20d", "average_60d", "volatility_20d_pct", "percentile_1y", "fetched_at"});
  json.end_object();
}

void write_trend_rows(const TableView& trend, JsonWriter& json) {
  json.begin_array();
  for (std::size_t row = 0; row < trend.rows(); ++row) {
    json.begin_object();
    trend.write_members(
        row, json,
        {"quote_day", "rate", "source", "change", "change_pct", "direction", "average_5d",
         "average_20d", "average_60d", "volatility_20d_pct", "percentile_1y"});
    json.end_object();
  }
  json.end_array();
}

}  // namespace

Result<ApiAnswer> currencies_resource(const ApiContext& context, const WebRequest&) {
  const TableView view = SEOHAK_TRY(ask(context.warehouse, kCurrencies));
  ApiAnswer answer = answer_of(view.distinct("source"));
  view.write_rows(answer.data);
  return answer;
}

Result<ApiAnswer> currency_resource(const ApiContext& context, const WebRequest& request) {
  const std::string interval = range_interval(request, "1y");
  const std::string limit =
      interval.empty() ? "" : fmt::format("AND trend.quote_day > newest.quote_day - {}", interval);
  const std::string currency = currency_of(request);
  const TableView trend = SEOHAK_TRY(ask(
      context.warehouse, fmt::format(fmt::runtime(kTrend), limit), {currency, currency, currency}));
  if (trend.rows() == 0) return no_rates(request);
  const TableView ranges = SEOHAK_TRY(ask(context.warehouse, kRanges, {currency}));
  ApiAnswer answer = answer_of(trend.distinct("source"));
  JsonWriter& json = answer.data.begin_object();
  json.key("currency").text(currency);
  write_latest(trend, json.key("latest"));
  write_trend_rows(trend, json.key("rows"));
  ranges.write_rows(json.key("ranges"));
  json.end_object();
  return answer;
}

Result<ApiAnswer> currency_monthly_resource(const ApiContext& context, const WebRequest& request) {
  const int months = integer_parameter(request, "months", 13);
  const TableView view = SEOHAK_TRY(
      ask(context.warehouse, fmt::format(fmt::runtime(kMonthly), months), {currency_of(request)}));
  if (view.rows() == 0) return no_rates(request);
  ApiAnswer answer = answer_of(view.distinct("source"));
  view.write_rows(answer.data);
  return answer;
}

Result<ApiAnswer> currency_sources_resource(const ApiContext& context, const WebRequest& request) {
  const std::string currency = currency_of(request);
  const TableView view = SEOHAK_TRY(ask(context.warehouse, kSources, {currency}));
  if (view.rows() == 0) return no_rates(request);
  ApiAnswer answer = answer_of(view.distinct("source"));
  JsonWriter& json = answer.data.begin_object();
  view.write_rows(json.key("sources"));
  json.key("difference");
  if (view.rows() < 2) {
    json.null().end_object();
    return answer;
  }
  const std::string a = view.text("source", 0);
  const std::string b = view.text("source", 1);
  const TableView days = SEOHAK_TRY(ask(context.warehouse, kDifference, {currency, a, b}));
  json.begin_object().key("a").text(a).key("b").text(b).key("median_abs");
  if (days.rows() == 0) {
    json.null();
  } else {
    days.write_json("median_abs", 0, json);
  }
  json.key("n").number(static_cast<std::int64_t>(days.rows())).key("rows").begin_array();
  for (std::size_t row = 0; row < days.rows(); ++row) {
    json.begin_object();
    days.write_members(row, json, {"quote_day", "difference"});
    json.end_object();
  }
  json.end_array().end_object().end_object();
  return answer;
}

}  // namespace seohak
