#include "serve/minute_bars.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "serve/ask.h"

namespace seohak {
namespace {

constexpr std::array kSizes = {BarSize{"1m", 1}, BarSize{"5m", 5}, BarSize{"15m", 15},
                               BarSize{"1h", 60}};

/// Bars of {0} minutes of the symbols {1}.
constexpr std::string_view kBars = R"(
WITH minutes AS (
  SELECT bar.*, CAST(EXTRACT(EPOCH FROM sessions.open_at) AS BIGINT) AS opens,
    CAST(FLOOR((EXTRACT(EPOCH FROM bar.bar_start) - EXTRACT(EPOCH FROM sessions.open_at))
      / (60 * {0})) AS BIGINT) AS part
  FROM analytics.price_minute AS bar
  INNER JOIN raw_data.market_session AS sessions
    ON sessions.exchange = 'XNYS' AND sessions.market_day = bar.market_day
  WHERE bar.symbol IN ({1})
),
placed AS (
  SELECT *,
    ROW_NUMBER() OVER (PARTITION BY symbol, market_day, part ORDER BY bar_start) AS from_start,
    ROW_NUMBER() OVER (PARTITION BY symbol, market_day, part ORDER BY bar_start DESC) AS from_end
  FROM minutes
)
SELECT symbol, MIN(opens) + 60 * {0} * part AS bar_start, market_day,
  MAX(CASE WHEN from_start = 1 THEN "open" END) AS "open", MAX(high) AS high, MIN(low) AS low,
  MAX(CASE WHEN from_end = 1 THEN close END) AS close, CAST(SUM(volume) AS BIGINT) AS volume,
  MAX(source) AS source
FROM placed
GROUP BY symbol, market_day, part
ORDER BY 1, 2)";

}  // namespace

const BarSize* find_bar_size(std::string_view name) {
  const auto found = std::find_if(kSizes.begin(), kSizes.end(),
                                  [&](const BarSize& one) { return one.name == name; });
  return found == kSizes.end() ? nullptr : &*found;
}

Result<TableView> minute_bars(WarehouseReader& warehouse, const BarSize& size,
                              const std::vector<std::string>& symbols) {
  const std::vector<std::string_view> marks(symbols.size(), "?");
  return ask(warehouse, fmt::format(fmt::runtime(kBars), size.minutes, fmt::join(marks, ", ")),
             symbols);
}

}  // namespace seohak
