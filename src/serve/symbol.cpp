#include "serve/ask.h"
#include "serve/known_symbol.h"
#include "serve/market_day.h"
#include "serve/resources.h"

namespace seohak {
namespace {

constexpr std::string_view kFacts = R"(
WITH days AS (
  SELECT market_day, source AS price_source, close, previous_close, volume, provisional,
    contradicted, ROW_NUMBER() OVER (ORDER BY market_day DESC) AS age,
    AVG(CAST(volume AS DOUBLE PRECISION)) OVER (ORDER BY market_day
      ROWS BETWEEN 20 PRECEDING AND 1 PRECEDING) AS usual_volume
  FROM analytics.price_daily
  WHERE symbol = ?
)
SELECT names.symbol, names.name, names.name_ko, names.exchange, names.sector, names.industry,
  names.listed, days.market_day, days.price_source, days.close, days.previous_close,
  100 * CAST(days.close - days.previous_close AS DOUBLE PRECISION)
    / NULLIF(CAST(days.previous_close AS DOUBLE PRECISION), 0) AS change_pct,
  days.volume, days.usual_volume, CAST(days.close * days.volume AS DOUBLE PRECISION) AS traded_usd,
  days.provisional, days.contradicted, CAST(listing.market_cap_usd AS DOUBLE PRECISION)
    AS market_cap_usd, rsi.rsi_wilder, rsi.status,
  won.rate, won.source AS rate_source, won.quote_day AS rate_day,
  CAST(days.close * won.rate AS DECIMAL(18, 0)) AS close_krw
FROM analytics.security AS names
LEFT JOIN days ON days.age = 1
LEFT JOIN analytics.stock_rsi_daily AS rsi
  ON rsi.symbol = names.symbol AND rsi.market_day = days.market_day
LEFT JOIN raw_data.listing_daily AS listing
  ON listing.symbol = names.symbol AND listing.snapshot_day = days.market_day
    AND listing.source = 'nasdaq'
LEFT JOIN analytics.fx_trend_daily AS won
  ON won.currency = 'USD' AND won.quote_day = (
    SELECT MAX(rates.quote_day) FROM analytics.fx_trend_daily AS rates
    WHERE rates.currency = 'USD'
      AND rates.quote_day <= (SELECT MAX(market_day) FROM analytics.price_daily WHERE symbol = ?))
WHERE names.symbol = ?)";

/// Every stored day, and whether bars within it are stored.
constexpr std::string_view kDaily = R"(
WITH within AS (
  SELECT DISTINCT market_day FROM analytics.price_minute WHERE symbol = ?
)
SELECT prices.market_day, prices."open", prices.high, prices.low, prices.close, prices.volume,
  rsi.rsi_wilder, prices.contradicted, prices.source, within.market_day IS NOT NULL AS has_minutes
FROM analytics.price_daily AS prices
LEFT JOIN within ON within.market_day = prices.market_day
LEFT JOIN analytics.stock_rsi_daily AS rsi
  ON rsi.symbol = prices.symbol AND rsi.market_day = prices.market_day
WHERE prices.symbol = ?
ORDER BY prices.market_day)";

/// A share held from the first day of the list to the newest, in won: what the price made of it at
/// the first rate, what the rate made of the first price, and what both made together. Nothing for
/// a symbol whose days contradict each other or that was split.
constexpr std::string_view kWon = R"(
WITH ends AS (
  SELECT MIN(market_day) AS first_day, MAX(market_day) AS last_day,
    SUM(CASE WHEN contradicted THEN 1 ELSE 0 END) AS contradictions
  FROM analytics.price_daily
  WHERE symbol = ? AND exchange IS NOT NULL
),
told AS (
  SELECT ends.first_day, ends.last_day, opening.close AS first_close, closing.close AS last_close,
    (SELECT MAX(quote_day) FROM analytics.fx_trend_daily
      WHERE currency = 'USD' AND quote_day <= ends.first_day) AS first_rate_day,
    (SELECT MAX(quote_day) FROM analytics.fx_trend_daily
      WHERE currency = 'USD' AND quote_day <= ends.last_day) AS last_rate_day
  FROM ends
  INNER JOIN analytics.price_daily AS opening
    ON opening.symbol = ? AND opening.market_day = ends.first_day
  INNER JOIN analytics.price_daily AS closing
    ON closing.symbol = ? AND closing.market_day = ends.last_day
  WHERE ends.contradictions = 0 AND ends.first_day < ends.last_day AND NOT EXISTS (
    SELECT 1 FROM raw_data.corporate_action AS action
    WHERE action.symbol = ? AND action.kind = 'split' AND action.ex_day > ends.first_day
      AND action.ex_day <= ends.last_day)
)
SELECT told.first_day, told.last_day, told.first_close, told.last_close,
  before.rate AS first_rate, after.rate AS last_rate, after.source AS rate_source,
  told.first_rate_day, told.last_rate_day,
  (told.last_close - told.first_close) * before.rate AS price_krw,
  told.first_close * (after.rate - before.rate) AS rate_krw,
  (told.last_close - told.first_close) * (after.rate - before.rate) AS cross_krw,
  told.last_close * after.rate - told.first_close * before.rate AS total_krw,
  told.first_close * before.rate AS first_krw
FROM told
INNER JOIN analytics.fx_trend_daily AS before
  ON before.currency = 'USD' AND before.quote_day = told.first_rate_day
INNER JOIN analytics.fx_trend_daily AS after
  ON after.currency = 'USD' AND after.quote_day = told.last_rate_day)";

constexpr std::string_view kActions = R"(
SELECT ex_day, kind, numerator, denominator, amount_usd, source
FROM raw_data.corporate_action
WHERE symbol = ?
ORDER BY ex_day DESC, kind
LIMIT 50)";

constexpr std::string_view kIssues = R"(
SELECT day, source, kind, detail
FROM analytics.data_issue
WHERE scope = ?
ORDER BY day DESC, kind
LIMIT 50)";

}  // namespace

Result<ApiAnswer> symbol_resource(const ApiContext& context, const WebRequest& request) {
  const std::string symbol = SEOHAK_TRY(known_symbol(context, request));
  const auto rows = [&](std::string_view sql, std::size_t times) {
    return ask(context.warehouse, sql, std::vector<std::string>(times, symbol));
  };
  const TableView facts = SEOHAK_TRY(rows(kFacts, 3));
  const TableView won = SEOHAK_TRY(rows(kWon, 4));
  const TableView daily = SEOHAK_TRY(rows(kDaily, 2));
  const TableView actions = SEOHAK_TRY(rows(kActions, 1));
  const TableView issues = SEOHAK_TRY(rows(kIssues, 1));
  ApiAnswer answer = market_answer();
  JsonWriter& json = answer.data.begin_object();
  facts.write_members(0, json);
  json.key("won");
  if (won.rows() == 0) {
    json.null();
  } else {
    json.begin_object();
    won.write_members(0, json);
    json.end_object();
  }
  daily.write_rows(json.key("daily"));
  actions.write_rows(json.key("actions"));
  issues.write_rows(json.key("issues"));
  json.end_object();
  return answer;
}

}  // namespace seohak
