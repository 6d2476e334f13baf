#include "serve/evidence.h"
#include "serve/evidence_raw.h"
#include "serve/joined_sql.h"
#include "serve/minute_stocks.h"

namespace seohak {
namespace {

constexpr std::string_view kNewest = R"(
SELECT MAX(market_day) AS newest
FROM analytics.stock_rsi_daily
WHERE market_day <= @day)";

/// The rated stocks of the day.
constexpr std::string_view kRated = R"(
WITH told AS (
  SELECT rsi.market_day, rsi.symbol, COALESCE(listing.sector, 'Unclassified') AS sector, rsi.close,
    rsi.rsi_wilder, rsi.status, CAST(prices.close * prices.volume AS DOUBLE PRECISION) AS traded_usd,
    CAST(listing.market_cap_usd AS DOUBLE PRECISION) AS market_cap_usd
  FROM analytics.stock_rsi_daily AS rsi
  INNER JOIN analytics.price_daily AS prices
    ON prices.symbol = rsi.symbol AND prices.market_day = rsi.market_day
      AND prices.exchange IS NOT NULL
  LEFT JOIN raw_data.listing_daily AS listing
    ON listing.symbol = rsi.symbol AND listing.snapshot_day = rsi.market_day
      AND listing.source = 'nasdaq'
  WHERE rsi.market_day = @day AND rsi.status IS NOT NULL
))";

/// Of those told the ones that the page's filter leaves.
constexpr std::string_view kChosen = R"(
FROM told
WHERE COALESCE(market_cap_usd, 0) >= 1000000.0 * CAST(@least_cap AS BIGINT)
  AND COALESCE(traded_usd, 0) >= 1000000.0 * CAST(@least_traded AS BIGINT)
  AND (@sector = '%' OR POSITION(',' || sector || ',' IN ',' || @sector || ',') > 0))";
constexpr std::string_view kInRange = R"(
  AND rsi_wilder >= CAST(@rsi_from AS BIGINT) AND rsi_wilder <= CAST(@rsi_to AS BIGINT))";

constexpr std::string_view kCounted = R"(
SELECT COUNT(CASE WHEN status = 'Overbought' THEN 1 END) AS overbought,
  COUNT(CASE WHEN status = 'Neutral' THEN 1 END) AS neutral,
  COUNT(CASE WHEN status = 'Oversold' THEN 1 END) AS oversold, COUNT(*) AS symbols)";

constexpr std::string_view kListed = R"(
SELECT market_day, symbol, sector, close, rsi_wilder, status, traded_usd, market_cap_usd)";
constexpr std::string_view kOfStatus = R"(
  AND (@status = '%' OR POSITION(status IN @status) > 0)
ORDER BY ABS(rsi_wilder - 50) DESC, symbol)";

constexpr std::string_view kNewestMinute = R"(
SELECT MAX(market_day) AS newest
FROM analytics.stock_rsi_minute
WHERE market_day <= @day)";

constexpr std::string_view kMinute = R"(
SELECT bar_start, market_day, symbol, sector, close, rsi_wilder, status, traded_usd, market_cap_usd)";
constexpr std::string_view kExtremeFirst = R"(
ORDER BY ABS(rsi_wilder - 50) DESC NULLS LAST, symbol)";

constexpr std::string_view kRawMinutes = R"(
SELECT bar_start, market_day, symbol, close, volume, kind, source, fetched_at, load_id, record
FROM raw_data.stock_price_minute
WHERE market_day <= @day
ORDER BY bar_start DESC, symbol, source)";

constexpr std::string_view kTables =
    "analytics.stock_rsi_daily analytics.price_daily raw_data.stock_price_daily";

constexpr Evidence kEvidence[] = {
    {.tile = "market.rsi",
     .how = "signals_why_rsi",
     .tables = kTables,
     .parameters = "day sector rsi_from rsi_to least_cap least_traded",
     .newest = kNewest,
     .rows = JoinedSql<kRated, kCounted, kChosen, kInRange>::kText,
     .raw = {{kPricesToDay}},
     .headline = "overbought",
     .arithmetic = "overbought + neutral + oversold = symbols",
     .issues = "day = @day"},
    {.tile = "market.signals",
     .how = "signals_why_rsi",
     .tables = kTables,
     .parameters = "day sector rsi_from rsi_to least_cap least_traded status",
     .newest = kNewest,
     .rows = JoinedSql<kRated, kListed, kChosen, kInRange, kOfStatus>::kText,
     .raw = {{kPricesToDay}},
     .issues = "day = @day"},
    {.tile = "market.minute_signals",
     .how = "signals_why_minutes",
     .tables = "analytics.stock_rsi_minute analytics.price_minute raw_data.stock_price_minute",
     .parameters = "day sector least_cap least_traded",
     .newest = kNewestMinute,
     .rows = JoinedSql<kMinuteStocks, kMinute, kChosen, kExtremeFirst>::kText,
     .raw = {{{"raw_data.stock_price_minute", kRawMinutes}}},
     .issues = "day = @day"},
};

}  // namespace

std::span<const Evidence> signals_evidence() { return kEvidence; }

}  // namespace seohak
