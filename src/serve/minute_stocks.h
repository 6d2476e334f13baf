#pragma once

#include <string_view>

#include "serve/signal_board.h"

namespace seohak {

/// The start of a statement: `told` holds the newest rated minute up to @day of each stock that has
/// one in the 30 sessions to the newest of all. With it symbol, market_day, name, name_ko, sector;
/// and of the minute's day change_pct (to the minute's close; null where contradicted), traded_usd
/// and market_cap_usd, null where nothing is told.
inline constexpr std::string_view kMinuteStocks = R"(
WITH newest AS (
  SELECT symbol, MAX(bar_start) AS bar_start, MAX(market_day) AS market_day
  FROM analytics.stock_rsi_minute
  WHERE market_day <= @day
  GROUP BY symbol
),
sessions AS (
  SELECT market_day, ROW_NUMBER() OVER (ORDER BY market_day DESC) - 1 AS age
  FROM raw_data.market_session
  WHERE exchange = 'XNYS' AND kind <> 'closed'
    AND market_day <= (SELECT MAX(market_day) FROM newest)
),
told AS (
  SELECT rated.symbol, rated.market_day, rated.bar_start, rated.close, rated.rsi_wilder,
    rated.status, names.name, names.name_ko, COALESCE(names.sector, 'Unclassified') AS sector,
    CASE WHEN NOT prices.contradicted THEN
      100 * CAST(rated.close - prices.previous_close AS DOUBLE PRECISION)
      / NULLIF(CAST(prices.previous_close AS DOUBLE PRECISION), 0) END AS change_pct,
    CAST(prices.close * prices.volume AS DOUBLE PRECISION) AS traded_usd,
    CAST(listing.market_cap_usd AS DOUBLE PRECISION) AS market_cap_usd
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
))";
static_assert(kSignalBars == 30, "the sessions that the statement above counts");

}  // namespace seohak
