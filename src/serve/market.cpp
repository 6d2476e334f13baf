#include <fmt/format.h>

#include "base/time.h"
#include "serve/ask.h"
#include "serve/market_day.h"
#include "serve/resources.h"

namespace seohak {
namespace {

constexpr std::string_view kSessions = R"(
SELECT market_day, kind, open_at, close_at
FROM raw_data.market_session
WHERE exchange = 'XNYS' AND market_day >= CAST(? AS DATE) - INTERVAL '7' DAY
  AND market_day <= CAST(? AS DATE) + INTERVAL '12' DAY
ORDER BY market_day)";

/// Contradicted rows count as unknown: whether they rose is what is contradicted.
constexpr std::string_view kBreadth = R"(
WITH moved AS (
  SELECT CASE WHEN contradicted OR previous_close IS NULL THEN 'unknown'
    WHEN close > previous_close THEN 'up' WHEN close < previous_close THEN 'down'
    ELSE 'flat' END AS direction, provisional
  FROM analytics.price_daily
  WHERE market_day = CAST(? AS DATE) AND exchange IS NOT NULL
)
SELECT COUNT(*) AS symbols,
  COUNT(CASE WHEN direction = 'up' THEN 1 END) AS advanced,
  COUNT(CASE WHEN direction = 'flat' THEN 1 END) AS unchanged,
  COUNT(CASE WHEN direction = 'down' THEN 1 END) AS declined,
  COUNT(CASE WHEN direction = 'unknown' THEN 1 END) AS unknown,
  COALESCE(MAX(CASE WHEN provisional THEN 1 ELSE 0 END), 0) = 1 AS provisional
FROM moved)";

/// Rows of the day with their listing: the parts of the map.
constexpr std::string_view kParts = R"(
WITH parts AS (
  SELECT prices.symbol, COALESCE(listing.sector, 'Unclassified') AS sector, listing.industry,
    prices.close, prices.volume,
    CAST(prices.close * prices.volume AS DECIMAL(38, 2)) AS traded_usd,
    listing.market_cap_usd,
    CASE WHEN NOT prices.contradicted THEN prices.previous_close END AS previous_close
  FROM analytics.price_daily AS prices
  LEFT JOIN raw_data.listing_daily AS listing
    ON listing.snapshot_day = prices.market_day AND listing.symbol = prices.symbol
      AND listing.source = 'nasdaq'
  WHERE prices.market_day = CAST(? AS DATE) AND prices.exchange IS NOT NULL
))";

/// A sector's change: what its market caps come to against what they were at the day before's
/// closes; of the rows that have all three numbers and are not contradicted.
constexpr std::string_view kMapSectors = R"(
, capped AS (
  SELECT sector, symbol, traded_usd, volume, market_cap_usd,
    CASE WHEN previous_close IS NOT NULL AND market_cap_usd > 0 THEN market_cap_usd END AS cap,
    CASE WHEN previous_close IS NOT NULL AND market_cap_usd > 0 THEN
      CAST(ROUND(CAST(market_cap_usd AS DOUBLE PRECISION) * CAST(previous_close AS DOUBLE PRECISION)
        / CAST(close AS DOUBLE PRECISION)) AS BIGINT) END AS cap_before
  FROM parts
)
SELECT sector, COUNT(*) AS symbols, CAST(SUM(traded_usd) AS DOUBLE PRECISION) AS traded_usd,
  CAST(SUM(volume) AS DOUBLE PRECISION) AS volume,
  CAST(SUM(market_cap_usd) AS DOUBLE PRECISION) AS market_cap_usd,
  100 * (CAST(SUM(cap) AS DOUBLE PRECISION)
    / NULLIF(CAST(SUM(cap_before) AS DOUBLE PRECISION), 0) - 1) AS change_pct
FROM capped
GROUP BY sector
ORDER BY traded_usd DESC NULLS LAST, sector)";

constexpr std::string_view kMapRows = R"(
SELECT parts.symbol, names.name, names.name_ko, parts.sector, parts.industry, parts.close,
  100 * CAST(parts.close - parts.previous_close AS DOUBLE PRECISION)
    / NULLIF(CAST(parts.previous_close AS DOUBLE PRECISION), 0) AS change_pct,
  parts.volume, CAST(parts.traded_usd AS DOUBLE PRECISION) AS traded_usd,
  CAST(parts.market_cap_usd AS DOUBLE PRECISION) AS market_cap_usd
FROM parts
LEFT JOIN analytics.security AS names ON names.symbol = parts.symbol
WHERE parts.{0} > 0
ORDER BY parts.{0} DESC, parts.symbol
LIMIT {1})";

/// Sessions from the first stored day to the newest, and what is stored of each.
constexpr std::string_view kCoverage = R"(
WITH days AS (
  SELECT market_day, COUNT(*) AS exchanges, SUM(symbols) AS symbols,
    SUM(CASE WHEN stale THEN 1 ELSE 0 END) AS stale,
    SUM(CASE WHEN provisional THEN 1 ELSE 0 END) AS provisional
  FROM analytics.exchange_day
  WHERE source = 'nasdaq'
  GROUP BY market_day
)
SELECT sessions.market_day,
  CASE WHEN days.market_day IS NULL THEN 'missing' WHEN days.stale > 0 THEN 'stale'
    WHEN days.provisional > 0 THEN 'provisional' WHEN days.exchanges < 3 THEN 'part'
    ELSE 'stored' END AS state,
  CAST(COALESCE(days.symbols, 0) AS BIGINT) AS symbols
FROM raw_data.market_session AS sessions
LEFT JOIN days ON days.market_day = sessions.market_day
WHERE sessions.exchange = 'XNYS' AND sessions.kind <> 'closed'
  AND sessions.market_day >= (SELECT MIN(market_day) FROM days)
  AND sessions.market_day <= (SELECT MAX(market_day) FROM days)
ORDER BY sessions.market_day)";

}  // namespace

Result<ApiAnswer> sessions_resource(const ApiContext& context, const WebRequest&) {
  const Instant now = context.recorded_clock.value_or(context.clock.now());
  const std::string day = format(now).substr(0, 10);
  const TableView rows = SEOHAK_TRY(ask(context.warehouse, std::string(kSessions), {day, day}));
  ApiAnswer answer;
  JsonWriter& json = answer.data.begin_object();
  json.key("now").text(format(now));
  rows.write_rows(json.key("rows"));
  json.end_object();
  return answer;
}

Result<ApiAnswer> breadth_resource(const ApiContext& context, const WebRequest& request) {
  const std::string day = SEOHAK_TRY(newest_priced_day(context, request));
  const TableView view = SEOHAK_TRY(ask(context.warehouse, std::string(kBreadth), {day}));
  ApiAnswer answer = market_answer();
  JsonWriter& json = answer.data.begin_object();
  json.key("market_day").text(day);
  view.write_members(0, json);
  json.end_object();
  return answer;
}

Result<ApiAnswer> market_map_resource(const ApiContext& context, const WebRequest& request) {
  const int limit = integer_parameter(request, "limit", 330);
  const std::string day = SEOHAK_TRY(newest_priced_day(context, request));
  const std::string_view by = request.parameter("by").value_or("traded");
  const std::string_view column = by == "volume" ? "volume"
                                  : by == "cap"  ? "market_cap_usd"
                                                 : "traded_usd";
  const std::string parts(kParts);
  const TableView sectors =
      SEOHAK_TRY(ask(context.warehouse, parts + std::string(kMapSectors), {day}));
  const TableView rows = SEOHAK_TRY(
      ask(context.warehouse, parts + fmt::format(fmt::runtime(kMapRows), column, limit), {day}));
  ApiAnswer answer = market_answer();
  JsonWriter& json = answer.data.begin_object();
  json.key("market_day").text(day).key("by").text(by);
  sectors.write_rows(json.key("sectors"));
  rows.write_rows(json.key("rows"));
  json.end_object();
  return answer;
}

Result<ApiAnswer> coverage_resource(const ApiContext& context, const WebRequest& request) {
  const TableView rows = SEOHAK_TRY(ask(context.warehouse, std::string(kCoverage)));
  if (rows.rows() == 0) return no_prices(request);
  ApiAnswer answer = market_answer();
  rows.write_rows(answer.data);
  return answer;
}

}  // namespace seohak
