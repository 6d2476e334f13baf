#include <fmt/format.h>

#include "serve/ask.h"
#include "serve/signal_board.h"
#include "serve/usual_volume.h"

namespace seohak {
namespace {

/// Behind kUsualVolume: RSI of the day, and since when its status holds without a break.
constexpr std::string_view kPresent = R"(
, present AS (
  SELECT symbol, close, rsi_wilder, status
  FROM analytics.stock_rsi_daily
  WHERE market_day = CAST(? AS DATE) AND status IS NOT NULL
),
others AS (
  SELECT present.symbol, MAX(rsi.market_day) AS market_day
  FROM present
  INNER JOIN analytics.stock_rsi_daily AS rsi ON rsi.symbol = present.symbol
  WHERE rsi.market_day < CAST(? AS DATE) AND (rsi.status IS NULL OR rsi.status <> present.status)
  GROUP BY present.symbol
),
since AS (
  SELECT present.symbol, MIN(rsi.market_day) AS market_day, COUNT(*) AS bars
  FROM present
  INNER JOIN analytics.stock_rsi_daily AS rsi ON rsi.symbol = present.symbol
  LEFT JOIN others ON others.symbol = present.symbol
  WHERE rsi.market_day <= CAST(? AS DATE)
    AND (others.market_day IS NULL OR rsi.market_day > others.market_day)
  GROUP BY present.symbol
))";

/// Closes of the {1} sessions to the day, one column each: {0} are these, the newest c0.
constexpr std::string_view kCloses = R"(
, sessions AS (
  SELECT market_day, ROW_NUMBER() OVER (ORDER BY market_day DESC) - 1 AS age
  FROM raw_data.market_session
  WHERE exchange = 'XNYS' AND kind <> 'closed' AND market_day <= CAST(? AS DATE)
),
closes AS (
  SELECT prices.symbol{0}
  FROM analytics.price_daily AS prices
  INNER JOIN sessions ON sessions.market_day = prices.market_day
  WHERE sessions.age < {1}
  GROUP BY prices.symbol
))";

constexpr std::string_view kRows = R"(
SELECT present.symbol, names.name, names.name_ko,
  COALESCE(listing.sector, 'Unclassified') AS sector, present.close,
  CASE WHEN NOT compared.contradicted THEN
    100 * CAST(compared.close - compared.previous_close AS DOUBLE PRECISION)
    / NULLIF(CAST(compared.previous_close AS DOUBLE PRECISION), 0) END AS change_pct,
  present.rsi_wilder, present.status, since.market_day AS since, since.bars,
  CAST(compared.close * compared.volume AS DOUBLE PRECISION) AS traded_usd,
  CAST(listing.market_cap_usd AS DOUBLE PRECISION) AS market_cap_usd,
  CASE WHEN compared.days >= {} AND compared.usual > 0 THEN compared.volume / compared.usual END
    AS times_usual, closes.*
FROM present
INNER JOIN since ON since.symbol = present.symbol
INNER JOIN compared
  ON compared.symbol = present.symbol AND compared.market_day = CAST(? AS DATE)
INNER JOIN closes ON closes.symbol = present.symbol
LEFT JOIN analytics.security AS names ON names.symbol = present.symbol
LEFT JOIN raw_data.listing_daily AS listing
  ON listing.symbol = present.symbol AND listing.snapshot_day = CAST(? AS DATE)
    AND listing.source = 'nasdaq'
ORDER BY present.symbol)";

constexpr std::string_view kListed = R"(
SELECT COUNT(*) AS listed
FROM analytics.price_daily
WHERE market_day = CAST(? AS DATE) AND exchange IS NOT NULL)";

std::string statement() {
  std::string columns;
  for (std::size_t age = 0; age < kSignalBars; ++age)
    columns += fmt::format(
        ",\n    MAX(CASE WHEN age = {0} THEN CAST(close AS DOUBLE PRECISION) END) AS c{0}", age);
  return std::string(kUsualVolume)
      .append(kPresent)
      .append(fmt::format(fmt::runtime(kCloses), columns, kSignalBars))
      .append(fmt::format(fmt::runtime(kRows), kLeastUsualDays));
}

}  // namespace

Result<SignalBoard> daily_signals(WarehouseReader& warehouse, const std::string& day) {
  const TableView view = SEOHAK_TRY(ask(warehouse, statement(), std::vector<std::string>(8, day)));
  const TableView listed = SEOHAK_TRY(ask(warehouse, kListed, {day}));
  SignalBoard board;
  board.market_day = day;
  board.listed = std::stoll(listed.text("listed", 0));
  board.sources = {"nasdaq"};
  board.as_of_table = "raw_data.stock_price_daily";
  board.rows.reserve(view.rows());
  const std::size_t newest = view.find("c0");
  for (std::size_t row = 0; row < view.rows(); ++row) {
    Signal one = told_signal(view, row);
    one.rsi = view.number("rsi_wilder", row);
    one.status = view.text("status", row);
    one.since = view.text("since", row);
    one.close = view.text("close", row);
    one.bars = std::stoll(view.text("bars", row));
    one.times_usual = view.number("times_usual", row);
    for (std::size_t age = 0; age < kSignalBars; ++age)
      one.closes[kSignalBars - 1 - age] = view.number(newest + age, row);
    board.rows.push_back(std::move(one));
  }
  return board;
}

}  // namespace seohak
