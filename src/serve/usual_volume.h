#pragma once

#include <string_view>

namespace seohak {

/// Days that must be stored of the 20 before for a usual volume.
inline constexpr int kLeastUsualDays = 15;

/// The start of a statement: `compared` holds symbol, market_day, close, previous_close, volume and
/// contradicted of the listed stocks' last 60 days to a day (given twice), with `usual`, the mean
/// volume of the 20 stored days before, and `days`, how many of these tell a volume.
inline constexpr std::string_view kUsualVolume = R"(
WITH compared AS (
  SELECT market_day, symbol, close, previous_close, volume, contradicted,
    AVG(CAST(volume AS DOUBLE PRECISION)) OVER (PARTITION BY symbol ORDER BY market_day
      ROWS BETWEEN 20 PRECEDING AND 1 PRECEDING) AS usual,
    COUNT(volume) OVER (PARTITION BY symbol ORDER BY market_day
      ROWS BETWEEN 20 PRECEDING AND 1 PRECEDING) AS days
  FROM analytics.price_daily
  WHERE exchange IS NOT NULL AND market_day <= CAST(? AS DATE)
    AND market_day > CAST(? AS DATE) - INTERVAL '60' DAY
))";

}  // namespace seohak
