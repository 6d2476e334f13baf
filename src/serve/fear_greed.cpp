#include <fmt/format.h>

#include "serve/ask.h"
#include "serve/resources.h"

namespace seohak {
namespace {

constexpr std::string_view kRaw = "raw_data.fear_greed_daily";

/// One row a day of the whole history: cnn before gsheets before others.
constexpr std::string_view kHistory = R"(
WITH ranked AS (
  SELECT market_day, score, rating, source, fetched_at,
    ROW_NUMBER() OVER (PARTITION BY market_day ORDER BY
      CASE source WHEN 'cnn' THEN 1 WHEN 'gsheets' THEN 2 ELSE 3 END, source) AS choice
  FROM raw_data.fear_greed_daily
), history AS (
  SELECT market_day, score, rating, source, fetched_at,
    score - LAG(score) OVER (ORDER BY market_day) AS change_1d,
    AVG(score) OVER (ORDER BY market_day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS average_7d,
    ROW_NUMBER() OVER (ORDER BY market_day DESC) AS age,
    MAX(market_day) OVER () AS newest_day
  FROM ranked WHERE choice = 1
)
)";

constexpr std::string_view kRatingOrder = R"(
CASE rating WHEN 'extreme fear' THEN 1 WHEN 'fear' THEN 2 WHEN 'neutral' THEN 3
  WHEN 'greed' THEN 4 ELSE 5 END)";

/// The newest row, then the row before it and the newest ones at least a week, month, year older.
constexpr std::string_view kNow = R"(
, wanted AS (
  SELECT 0 AS place, 'now' AS label, MAX(market_day) AS market_day FROM history
  UNION ALL SELECT 1, 'close', MAX(market_day) FROM history WHERE age = 2
  UNION ALL SELECT 2, 'week', MAX(market_day) FROM history
    WHERE market_day <= newest_day - INTERVAL '7' DAY
  UNION ALL SELECT 3, 'month', MAX(market_day) FROM history
    WHERE market_day <= newest_day - INTERVAL '1' MONTH
  UNION ALL SELECT 4, 'year', MAX(market_day) FROM history
    WHERE market_day <= newest_day - INTERVAL '1' YEAR
)
SELECT wanted.label, history.market_day, score, rating, source, fetched_at
FROM wanted INNER JOIN history ON history.market_day = wanted.market_day
ORDER BY place)";

constexpr std::string_view kComponents = R"(
WITH ranked AS (
  SELECT component, market_day, score, rating, value, source,
    ROW_NUMBER() OVER (PARTITION BY component, market_day ORDER BY
      CASE source WHEN 'cnn' THEN 1 ELSE 2 END, source) AS choice,
    MAX(market_day) OVER (PARTITION BY component) AS newest_day
  FROM raw_data.fear_greed_component_daily
  WHERE component IN ('market_momentum', 'stock_price_strength', 'stock_price_breadth',
    'put_call_options', 'market_volatility', 'junk_bond_demand', 'safe_haven_demand')
)
SELECT component, market_day, score, rating, value, source
FROM ranked
WHERE choice = 1 AND market_day > newest_day - INTERVAL '365' DAY
ORDER BY CASE component WHEN 'market_momentum' THEN 1 WHEN 'stock_price_strength' THEN 2
  WHEN 'stock_price_breadth' THEN 3 WHEN 'put_call_options' THEN 4 WHEN 'market_volatility' THEN 5
  WHEN 'junk_bond_demand' THEN 6 ELSE 7 END, market_day)";

/// Gains of the S&P 500 (the value behind market_momentum) after days of each rating.
constexpr std::string_view kAfter = R"(
, prices AS (
  SELECT market_day, value,
    LEAD(value, 1) OVER (ORDER BY market_day) AS value_1,
    LEAD(value, 5) OVER (ORDER BY market_day) AS value_5,
    LEAD(value, 20) OVER (ORDER BY market_day) AS value_20
  FROM raw_data.fear_greed_component_daily
  WHERE component = 'market_momentum' AND source = 'cnn' AND value > 0
), gains AS (
  SELECT rating, 1 AS sessions, 100 * (value_1 / value - 1) AS gain
  FROM history INNER JOIN prices ON prices.market_day = history.market_day
  UNION ALL
  SELECT rating, 5, 100 * (value_5 / value - 1)
  FROM history INNER JOIN prices ON prices.market_day = history.market_day
  UNION ALL
  SELECT rating, 20, 100 * (value_20 / value - 1)
  FROM history INNER JOIN prices ON prices.market_day = history.market_day
)
SELECT rating, COUNT(*) AS days, sessions, COUNT(gain) AS n,
  PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY gain) AS median_pct,
  PERCENTILE_CONT(0.1) WITHIN GROUP (ORDER BY gain) AS p10,
  PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY gain) AS p25,
  PERCENTILE_CONT(0.75) WITHIN GROUP (ORDER BY gain) AS p75,
  PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY gain) AS p90,
  100 * CAST(SUM(CASE WHEN gain > 0 THEN 1 ELSE 0 END) AS DOUBLE PRECISION)
    / NULLIF(COUNT(gain), 0) AS up_share_pct
FROM gains GROUP BY rating, sessions ORDER BY {}, sessions)";

ApiAnswer answer_of(std::vector<std::string> sources, std::string_view table = kRaw) {
  ApiAnswer answer;
  answer.sources = std::move(sources);
  answer.as_of_table = std::string(table);
  return answer;
}

/// One component object: its newest row, then the whole series. `row` moves behind it.
void write_component(const TableView& view, std::size_t& row, JsonWriter& json) {
  const std::string component = view.text("component", row);
  const std::size_t first = row;
  while (row < view.rows() && view.text("component", row) == component) ++row;
  json.begin_object();
  view.write_members(row - 1, json,
                     {"component", "score", "rating", "value", "market_day", "source"});
  json.key("series").begin_array();
  for (std::size_t at = first; at < row; ++at) {
    json.begin_object();
    view.write_members(at, json, {"market_day", "value"});
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace

Result<ApiAnswer> fear_greed_resource(const ApiContext& context, const WebRequest& request) {
  const TableView view = SEOHAK_TRY(ask(context.warehouse, std::string(kHistory).append(kNow)));
  if (view.rows() == 0) {
    return fail(
        Errc::not_found,
        in_language(request, "there are no Fear & Greed rows yet; run: seohak run fear_greed",
                    "공포·탐욕 지수 데이터가 아직 없습니다. 실행: seohak run fear_greed"));
  }
  ApiAnswer answer = answer_of({view.text("source", 0)});
  JsonWriter& json = answer.data.begin_object();
  view.write_members(0, json, {"market_day", "score", "rating", "source"});
  view.write_json("fetched_at", 0, json.key("as_of"));
  json.key("previous").begin_array();
  for (std::size_t row = 1; row < view.rows(); ++row) {
    json.begin_object();
    view.write_members(row, json, {"label", "market_day", "score", "rating"});
    json.end_object();
  }
  json.end_array().end_object();
  return answer;
}

Result<ApiAnswer> fear_greed_trend_resource(const ApiContext& context, const WebRequest& request) {
  const std::string interval = range_interval(request, "1m");
  constexpr std::string_view kColumns =
      "SELECT market_day, score, rating, change_1d, average_7d, source FROM ";
  std::string sql = fmt::format("{}analytics.fear_greed_trend ORDER BY market_day", kColumns);
  if (request.parameter("range").value_or("1m") != "1m") {
    sql = fmt::format(
        "{}{}history {} ORDER BY market_day", kHistory, kColumns,
        interval.empty() ? "" : fmt::format("WHERE market_day > newest_day - {}", interval));
  }
  const TableView view = SEOHAK_TRY(ask(context.warehouse, sql));
  ApiAnswer answer = answer_of(view.distinct("source"));
  view.write_rows(answer.data);
  return answer;
}

Result<ApiAnswer> rating_share_resource(const ApiContext& context, const WebRequest&) {
  const TableView view = SEOHAK_TRY(
      ask(context.warehouse,
          fmt::format(
              "SELECT rating, days, share_pct FROM analytics.fear_greed_rating_share ORDER BY {}",
              kRatingOrder)));
  const TableView trend = SEOHAK_TRY(
      ask(context.warehouse, "SELECT DISTINCT source FROM analytics.fear_greed_trend ORDER BY 1"));
  ApiAnswer answer = answer_of(trend.distinct("source"));
  view.write_rows(answer.data);
  return answer;
}

Result<ApiAnswer> components_resource(const ApiContext& context, const WebRequest&) {
  const TableView view = SEOHAK_TRY(ask(context.warehouse, kComponents));
  ApiAnswer answer = answer_of(view.distinct("source"), "raw_data.fear_greed_component_daily");
  answer.data.begin_array();
  for (std::size_t row = 0; row < view.rows();) write_component(view, row, answer.data);
  answer.data.end_array();
  return answer;
}

Result<ApiAnswer> fear_greed_monthly_resource(const ApiContext& context, const WebRequest&) {
  const TableView view = SEOHAK_TRY(
      ask(context.warehouse,
          std::string(kHistory) +
              "SELECT SUBSTRING(CAST(market_day AS VARCHAR), 1, 7) AS month, "
              "AVG(score) AS average, COUNT(*) AS days FROM history GROUP BY 1 ORDER BY 1"));
  ApiAnswer answer = answer_of({});
  view.write_rows(answer.data);
  return answer;
}

Result<ApiAnswer> after_rating_resource(const ApiContext& context, const WebRequest&) {
  const TableView view = SEOHAK_TRY(ask(
      context.warehouse, std::string(kHistory) + fmt::format(fmt::runtime(kAfter), kRatingOrder)));
  ApiAnswer answer = answer_of({"cnn"}, "raw_data.fear_greed_component_daily");
  JsonWriter& json = answer.data.begin_array();
  constexpr std::size_t kHorizons = 3;
  for (std::size_t row = 0; row + kHorizons <= view.rows(); row += kHorizons) {
    json.begin_object();
    view.write_members(row, json, {"rating", "days"});
    json.key("horizons").begin_array();
    for (std::size_t at = row; at < row + kHorizons; ++at) {
      json.begin_object();
      view.write_members(
          at, json, {"sessions", "n", "median_pct", "p10", "p25", "p75", "p90", "up_share_pct"});
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
  return answer;
}

}  // namespace seohak
