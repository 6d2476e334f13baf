#pragma once

#include "serve/evidence.h"

namespace seohak {

/// Prices of every stock up to the day: what runs on from the first stored close counts each.
inline constexpr RawRows kPricesToDay{"raw_data.stock_price_daily", R"(
SELECT market_day, symbol, exchange, close, previous_close, volume, source, fetched_at, load_id,
  record
FROM raw_data.stock_price_daily
WHERE market_day <= @day
ORDER BY market_day DESC, close * volume DESC NULLS LAST, symbol)"};

/// Prices of the five sessions that end on the day.
inline constexpr RawRows kPricesOfWeek{"raw_data.stock_price_daily", R"(
SELECT market_day, symbol, exchange, close, volume, source, fetched_at, load_id, record
FROM raw_data.stock_price_daily
WHERE market_day IN (
  SELECT market_day FROM raw_data.market_session
  WHERE exchange = 'XNYS' AND kind <> 'closed' AND market_day <= @day
  ORDER BY market_day DESC LIMIT 5)
ORDER BY market_day DESC, volume DESC NULLS LAST, symbol)"};

/// The exchanges' lists of the day.
inline constexpr RawRows kListingOfDay{"raw_data.listing_daily", R"(
SELECT snapshot_day, symbol, exchange, sector, market_cap_usd, source, fetched_at, load_id, record
FROM raw_data.listing_daily
WHERE snapshot_day = @day
ORDER BY market_cap_usd DESC NULLS LAST, symbol)"};

}  // namespace seohak
