#include "serve/evidence.h"

namespace seohak {
namespace {

constexpr std::string_view kNewest = R"(
SELECT MAX(market_day) AS newest
FROM analytics.stock_rsi_daily
WHERE market_day <= @day)";

constexpr std::string_view kCounts = R"(
WITH told AS (
  SELECT rsi.market_day, rsi.symbol, COALESCE(listing.sector, 'Unclassified') AS sector, rsi.close,
    rsi.rsi_wilder, rsi.status,
    COALESCE(CAST(prices.close * prices.volume AS DOUBLE PRECISION), 0) AS traded_usd,
    COALESCE(CAST(listing.market_cap_usd AS DOUBLE PRECISION), 0) AS market_cap_usd
  FROM analytics.stock_rsi_daily AS rsi
  INNER JOIN analytics.price_daily AS prices
    ON prices.symbol = rsi.symbol AND prices.market_day = rsi.market_day
      AND prices.exchange IS NOT NULL
  LEFT JOIN raw_data.listing_daily AS listing
    ON listing.symbol = rsi.symbol AND listing.snapshot_day = rsi.market_day
      AND listing.source = 'nasdaq'
  WHERE rsi.market_day = @day AND rsi.status IS NOT NULL
)
SELECT COUNT(CASE WHEN status = 'Overbought' THEN 1 END) AS overbought,
  COUNT(CASE WHEN status = 'Neutral' THEN 1 END) AS neutral,
  COUNT(CASE WHEN status = 'Oversold' THEN 1 END) AS oversold, COUNT(*) AS symbols
FROM told
WHERE market_cap_usd >= 1000000.0 * CAST(@least_cap AS BIGINT)
  AND traded_usd >= 1000000.0 * CAST(@least_traded AS BIGINT) AND rsi_wilder >= CAST(@rsi_from AS BIGINT)
  AND rsi_wilder <= CAST(@rsi_to AS BIGINT)
  AND (@sector = '%' OR POSITION(',' || sector || ',' IN ',' || @sector || ',') > 0))";

constexpr std::string_view kList = R"(
WITH told AS (
  SELECT rsi.market_day, rsi.symbol, COALESCE(listing.sector, 'Unclassified') AS sector, rsi.close,
    rsi.rsi_wilder, rsi.status,
    COALESCE(CAST(prices.close * prices.volume AS DOUBLE PRECISION), 0) AS traded_usd,
    COALESCE(CAST(listing.market_cap_usd AS DOUBLE PRECISION), 0) AS market_cap_usd
  FROM analytics.stock_rsi_daily AS rsi
  INNER JOIN analytics.price_daily AS prices
    ON prices.symbol = rsi.symbol AND prices.market_day = rsi.market_day
      AND prices.exchange IS NOT NULL
  LEFT JOIN raw_data.listing_daily AS listing
    ON listing.symbol = rsi.symbol AND listing.snapshot_day = rsi.market_day
      AND listing.source = 'nasdaq'
  WHERE rsi.market_day = @day AND rsi.status IS NOT NULL
)
SELECT market_day, symbol, sector, close, rsi_wilder, status, traded_usd, market_cap_usd
FROM told
WHERE market_cap_usd >= 1000000.0 * CAST(@least_cap AS BIGINT)
  AND traded_usd >= 1000000.0 * CAST(@least_traded AS BIGINT) AND rsi_wilder >= CAST(@rsi_from AS BIGINT)
  AND rsi_wilder <= CAST(@rsi_to AS BIGINT)
  AND (@sector = '%' OR POSITION(',' || sector || ',' IN ',' || @sector || ',') > 0)
  AND (@status = '%' OR POSITION(status IN @status) > 0)
ORDER BY ABS(rsi_wilder - 50) DESC, symbol)";

constexpr std::string_view kNewestMinute = R"(
SELECT MAX(market_day) AS newest
FROM analytics.stock_rsi_minute
WHERE market_day <= @day)";

/// The newest rated minute of each stock that has one in the 30 sessions to the newest of all.
constexpr std::string_view kMinutes = R"(
WITH newest AS (
  SELECT symbol, MAX(bar_start) AS bar_start, MAX(market_day) AS market_day
  FROM analytics.stock_rsi_minute
  WHERE market_day <= @day
  GROUP BY symbol
),
sessions AS (
  SELECT market_day, ROW_NUMBER() OVER (ORDER BY market_day DESC) - 1 AS age
  FROM raw_data.market_session
  WHERE exchange = 'XNYS' AND kind <> 'closed' AND market_day <= @day
),
told AS (
  SELECT rated.symbol, COALESCE(names.sector, 'Unclassified') AS sector, rated.market_day,
    rated.bar_start, rated.close, rated.rsi_wilder, rated.status,
    COALESCE(CAST(prices.close * prices.volume AS DOUBLE PRECISION), 0) AS traded_usd,
    COALESCE(CAST(listing.market_cap_usd AS DOUBLE PRECISION), 0) AS market_cap_usd
  FROM newest
  INNER JOIN sessions ON sessions.market_day = newest.market_day AND sessions.age < 30
  INNER JOIN analytics.stock_rsi_minute AS rated
    ON rated.symbol = newest.symbol AND rated.bar_start = newest.bar_start
  LEFT JOIN analytics.security AS names ON names.symbol = newest.symbol
  LEFT JOIN analytics.price_daily AS prices
    ON prices.symbol = newest.symbol AND prices.market_day = newest.market_day
  LEFT JOIN raw_data.listing_daily AS listing
    ON listing.symbol = newest.symbol AND listing.snapshot_day = newest.market_day
      AND listing.source = 'nasdaq'
)
SELECT bar_start, market_day, symbol, sector, close, rsi_wilder, status, traded_usd, market_cap_usd
FROM told
WHERE market_cap_usd >= 1000000.0 * CAST(@least_cap AS BIGINT)
  AND traded_usd >= 1000000.0 * CAST(@least_traded AS BIGINT)
  AND (@sector = '%' OR POSITION(',' || sector || ',' IN ',' || @sector || ',') > 0)
ORDER BY ABS(rsi_wilder - 50) DESC NULLS LAST, symbol)";

constexpr std::string_view kRawMinutes = R"(
SELECT bar_start, market_day, symbol, close, volume, kind, source, fetched_at, load_id, record
FROM raw_data.stock_price_minute
WHERE market_day <= @day
ORDER BY bar_start DESC, symbol, source)";

/// An RSI runs from the first stored close: every day counts.
constexpr std::string_view kRawAll = R"(
SELECT market_day, symbol, exchange, close, previous_close, volume, source, fetched_at, load_id,
  record
FROM raw_data.stock_price_daily
WHERE market_day <= @day
ORDER BY market_day DESC, close * volume DESC NULLS LAST, symbol)";

constexpr std::string_view kTables =
    "analytics.stock_rsi_daily analytics.price_daily raw_data.stock_price_daily";

constexpr Evidence kEvidence[] = {
    {.tile = "market.rsi",
     .how = "signals_why_rsi",
     .tables = kTables,
     .parameters = "day sector rsi_from rsi_to least_cap least_traded",
     .newest = kNewest,
     .rows = kCounts,
     .raw = {{{"raw_data.stock_price_daily", kRawAll}}},
     .numbers = {},
     .headline = "overbought",
     .arithmetic = "overbought + neutral + oversold = symbols",
     .issues = "day = @day"},
    {.tile = "market.signals",
     .how = "signals_why_rsi",
     .tables = kTables,
     .parameters = "day sector rsi_from rsi_to least_cap least_traded status",
     .newest = kNewest,
     .rows = kList,
     .raw = {{{"raw_data.stock_price_daily", kRawAll}}},
     .numbers = {},
     .headline = {},
     .arithmetic = {},
     .issues = "day = @day"},
    {.tile = "market.minute_signals",
     .how = "signals_why_minutes",
     .tables = "analytics.stock_rsi_minute analytics.price_minute raw_data.stock_price_minute",
     .parameters = "day sector least_cap least_traded",
     .newest = kNewestMinute,
     .rows = kMinutes,
     .raw = {{{"raw_data.stock_price_minute", kRawMinutes}}},
     .numbers = {},
     .headline = {},
     .arithmetic = {},
     .issues = "day = @day"},
};

}  // namespace

std::span<const Evidence> signals_evidence() { return kEvidence; }

}  // namespace seohak
