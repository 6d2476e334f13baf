#include "serve/evidence.h"
#include "serve/evidence_raw.h"

namespace seohak {
namespace {

constexpr std::string_view kNewest = R"(
SELECT MAX(market_day) AS newest
FROM analytics.exchange_day
WHERE market_day <= @day)";

constexpr std::string_view kBreadth = R"(
SELECT COUNT(CASE WHEN NOT contradicted AND close > previous_close THEN 1 END) AS advanced,
  COUNT(CASE WHEN NOT contradicted AND close = previous_close THEN 1 END) AS unchanged,
  COUNT(CASE WHEN NOT contradicted AND close < previous_close THEN 1 END) AS declined,
  COUNT(CASE WHEN contradicted OR previous_close IS NULL THEN 1 END) AS unknown,
  COUNT(*) AS symbols
FROM analytics.price_daily
WHERE market_day = @day AND exchange IS NOT NULL)";

/// What the sources told of every stock on the day, the most traded first.
constexpr std::string_view kRawDay = R"(
SELECT market_day, symbol, exchange, close, previous_close, volume, source, fetched_at, load_id,
  record
FROM raw_data.stock_price_daily
WHERE market_day = @day
ORDER BY close * volume DESC NULLS LAST, symbol)";

constexpr std::string_view kMap = R"(
SELECT prices.symbol, COALESCE(listing.sector, 'Unclassified') AS sector, prices.close,
  prices.volume, prices.close * prices.volume AS traded_usd, prices.previous_close,
  CASE WHEN NOT prices.contradicted THEN
    100 * CAST(prices.close - prices.previous_close AS DOUBLE PRECISION)
    / NULLIF(CAST(prices.previous_close AS DOUBLE PRECISION), 0) END AS change_pct,
  listing.market_cap_usd
FROM analytics.price_daily AS prices
LEFT JOIN raw_data.listing_daily AS listing
  ON listing.snapshot_day = prices.market_day AND listing.symbol = prices.symbol
    AND listing.source = 'nasdaq'
WHERE prices.market_day = @day AND prices.exchange IS NOT NULL
ORDER BY traded_usd DESC NULLS LAST, prices.symbol)";

constexpr std::string_view kMovers = R"(
SELECT market_day, direction, rank, symbol, close, previous_close, change_pct, volume, provisional
FROM analytics.top_mover_daily
WHERE market_day = @day AND direction = @direction
ORDER BY rank)";

constexpr std::string_view kRawMovers = R"(
SELECT told.market_day, told.symbol, told.exchange, told.close, told.previous_close, told.volume,
  told.source, told.fetched_at, told.load_id, told.record
FROM raw_data.stock_price_daily AS told
INNER JOIN analytics.top_mover_daily AS moved
  ON moved.market_day = told.market_day AND moved.symbol = told.symbol
WHERE told.market_day = @day AND moved.direction = @direction
ORDER BY moved.rank, told.source)";

constexpr std::string_view kMoverNumbers = R"(
SELECT close, previous_close, close - previous_close AS gained, 100 AS hundred, change_pct
FROM analytics.top_mover_daily
WHERE market_day = @day AND direction = @direction AND rank = 1)";

constexpr std::string_view kUnusual = R"(
WITH compared AS (
  SELECT market_day, symbol, close, volume, contradicted,
    AVG(CAST(volume AS DOUBLE PRECISION)) OVER (PARTITION BY symbol ORDER BY market_day
      ROWS BETWEEN 20 PRECEDING AND 1 PRECEDING) AS usual_volume,
    COUNT(volume) OVER (PARTITION BY symbol ORDER BY market_day
      ROWS BETWEEN 20 PRECEDING AND 1 PRECEDING) AS days
  FROM analytics.price_daily
  WHERE exchange IS NOT NULL AND market_day <= @day AND market_day > @day - INTERVAL '60' DAY
)
SELECT symbol, close, volume, usual_volume, volume / usual_volume AS times_usual, days
FROM compared
WHERE market_day = @day AND days >= 15 AND close >= 1 AND usual_volume > 0
  AND usual_volume * CAST(close AS DOUBLE PRECISION) >= 10000000 AND NOT contradicted
ORDER BY times_usual DESC, symbol)";

constexpr std::string_view kRawSixty = R"(
SELECT market_day, symbol, exchange, close, volume, source, fetched_at, load_id, record
FROM raw_data.stock_price_daily
WHERE market_day <= @day AND market_day > @day - INTERVAL '60' DAY
ORDER BY market_day DESC, close * volume DESC NULLS LAST, symbol)";

constexpr std::string_view kCoverage = R"(
SELECT market_day, exchange, source, symbols, repeated_pct, stale, settled_pct, provisional
FROM analytics.exchange_day
WHERE market_day <= @day
ORDER BY market_day DESC, exchange)";

constexpr std::string_view kKeptOut = R"(
SELECT symbol, close, previous_close, contradiction, source
FROM analytics.price_daily
WHERE market_day = @day AND contradicted
ORDER BY close * volume DESC NULLS LAST, symbol)";

constexpr std::string_view kRawKeptOut = R"(
SELECT told.market_day, told.symbol, told.exchange, told.close, told.previous_close, told.volume,
  told.source, told.fetched_at, told.load_id, told.record
FROM raw_data.stock_price_daily AS told
INNER JOIN analytics.price_daily AS price
  ON price.market_day = told.market_day AND price.symbol = told.symbol AND price.contradicted
WHERE told.market_day = @day
ORDER BY told.close * told.volume DESC NULLS LAST, told.symbol)";

constexpr std::string_view kNewestWeek = R"(
SELECT MAX(week_end) AS newest
FROM analytics.volume_rank_weekly
WHERE week_end <= @day)";

constexpr std::string_view kRank = R"(
SELECT ranked.week_end, ranked.rank, ranked.symbol, names.sector, ranked.volume, ranked.sessions,
  ranked.change_pct
FROM analytics.volume_rank_weekly AS ranked
LEFT JOIN analytics.security AS names ON names.symbol = ranked.symbol
WHERE ranked.week_end = @day
ORDER BY ranked.rank, ranked.symbol)";

constexpr std::string_view kIssues = "day = @day";

constexpr std::string_view kDayIssues = "kind IN ('missing_day', 'stale_day', 'provisional_day')";

constexpr std::string_view kPrices = "raw_data.stock_price_daily";

constexpr Evidence kEvidence[] = {
    {.tile = "market.breadth",
     .how = "market_why_breadth",
     .tables = "analytics.price_daily raw_data.stock_price_daily",
     .parameters = "day",
     .newest = kNewest,
     .rows = kBreadth,
     .raw = {{{kPrices, kRawDay}}},
     .headline = "advanced",
     .arithmetic = "advanced + unchanged + declined + unknown = symbols",
     .issues = kIssues},
    {.tile = "market.map",
     .how = "market_why_map",
     .tables = "analytics.price_daily raw_data.stock_price_daily raw_data.listing_daily",
     .parameters = "day",
     .newest = kNewest,
     .rows = kMap,
     .raw = {{{kPrices, kRawDay}, kListingOfDay}},
     .arithmetic = "close * volume = traded_usd",
     .issues = kIssues},
    {.tile = "market.movers",
     .how = "market_why_movers",
     .tables = "analytics.top_mover_daily analytics.price_daily raw_data.stock_price_daily",
     .parameters = "day direction",
     .newest = kNewest,
     .rows = kMovers,
     .raw = {{{kPrices, kRawMovers}}},
     .numbers = kMoverNumbers,
     .arithmetic =
         "close - previous_close = gained; gained / previous_close * hundred = change_pct",
     .issues = kIssues},
    {.tile = "market.unusual",
     .how = "market_why_unusual",
     .tables = "analytics.price_daily raw_data.stock_price_daily",
     .parameters = "day",
     .newest = kNewest,
     .rows = kUnusual,
     .raw = {{{kPrices, kRawSixty}}},
     .arithmetic = "volume / usual_volume = times_usual",
     .issues = kIssues},
    {.tile = "market.coverage",
     .how = "market_why_coverage",
     .tables = "analytics.exchange_day raw_data.market_session raw_data.stock_price_daily",
     .parameters = "day",
     .newest = kNewest,
     .rows = kCoverage,
     .raw = {{kPricesToDay}},
     .issues = kDayIssues},
    {.tile = "market.kept_out",
     .how = "market_why_movers",
     .tables = "analytics.price_daily raw_data.stock_price_daily",
     .parameters = "day",
     .newest = kNewest,
     .rows = kKeptOut,
     .raw = {{{kPrices, kRawKeptOut}}},
     .issues = kIssues},
    {.tile = "market.rank",
     .how = "market_why_rank",
     .tables = "analytics.volume_rank_weekly analytics.price_daily raw_data.stock_price_daily",
     .parameters = "day",
     .newest = kNewestWeek,
     .rows = kRank,
     .raw = {{kPricesOfWeek}},
     .issues = kIssues},
};

}  // namespace

std::span<const Evidence> market_evidence() { return kEvidence; }

}  // namespace seohak
