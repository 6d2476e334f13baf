#include <array>

#include <fmt/format.h>

#include "serve/ask.h"
#include "serve/market_day.h"
#include "serve/resources.h"

namespace seohak {
namespace {

/// RSI of the day with its listing, and since when its status holds without a break.
constexpr std::string_view kSignals = R"(
WITH present AS (
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
  SELECT present.symbol, MIN(rsi.market_day) AS market_day, COUNT(*) AS days
  FROM present
  INNER JOIN analytics.stock_rsi_daily AS rsi ON rsi.symbol = present.symbol
  LEFT JOIN others ON others.symbol = present.symbol
  WHERE rsi.market_day <= CAST(? AS DATE)
    AND (others.market_day IS NULL OR rsi.market_day > others.market_day)
  GROUP BY present.symbol
),
told AS (
  SELECT present.symbol, names.name, names.name_ko,
    COALESCE(listing.sector, 'Unclassified') AS sector, present.close,
    CASE WHEN NOT prices.contradicted THEN
      100 * CAST(prices.close - prices.previous_close AS DOUBLE PRECISION)
      / NULLIF(CAST(prices.previous_close AS DOUBLE PRECISION), 0) END AS change_pct,
    present.rsi_wilder, present.status, since.market_day AS since, since.days,
    CAST(prices.close * prices.volume AS DOUBLE PRECISION) AS traded_usd,
    CAST(listing.market_cap_usd AS DOUBLE PRECISION) AS market_cap_usd
  FROM present
  INNER JOIN since ON since.symbol = present.symbol
  INNER JOIN analytics.price_daily AS prices
    ON prices.symbol = present.symbol AND prices.market_day = CAST(? AS DATE)
  LEFT JOIN analytics.security AS names ON names.symbol = present.symbol
  LEFT JOIN raw_data.listing_daily AS listing
    ON listing.symbol = present.symbol AND listing.snapshot_day = CAST(? AS DATE)
      AND listing.source = 'nasdaq'
  WHERE prices.exchange IS NOT NULL
),
wide AS (
  SELECT * FROM told
  WHERE COALESCE(market_cap_usd, 0) >= 1000000.0 * {0} AND COALESCE(traded_usd, 0) >= 1000000.0 * {1} {2}
))";

constexpr std::string_view kCounts = R"(
SELECT COUNT(*) AS symbols, COUNT(CASE WHEN status = 'Overbought' THEN 1 END) AS overbought,
  COUNT(CASE WHEN status = 'Neutral' THEN 1 END) AS neutral,
  COUNT(CASE WHEN status = 'Oversold' THEN 1 END) AS oversold
FROM wide)";

/// Twenty bins of 5; 100 belongs to the last.
constexpr std::string_view kBins = R"(
SELECT CAST(CASE WHEN rsi_wilder >= 100 THEN 19 ELSE FLOOR(rsi_wilder / 5) END AS BIGINT) AS bin,
  COUNT(*) AS symbols
FROM wide
GROUP BY 1
ORDER BY 1)";

constexpr std::size_t kBinCount = 20;

struct Order {
  std::string_view name;
  std::string_view by;
};
constexpr std::array kOrders = {Order{"extreme", "ABS(rsi_wilder - 50) DESC"},
                                Order{"rsi", "rsi_wilder"}, Order{"-rsi", "rsi_wilder DESC"},
                                Order{"traded", "traded_usd DESC NULLS LAST"},
                                Order{"cap", "market_cap_usd DESC NULLS LAST"}};

std::string_view order_of(const WebRequest& request) {
  const std::string_view name = request.parameter("sort").value_or("extreme");
  return std::find_if(kOrders.begin(), kOrders.end(),
                      [&](const Order& order) { return order.name == name; })
      ->by;
}

void write_bins(const TableView& bins, JsonWriter& json) {
  std::array<std::string, kBinCount> counts;
  counts.fill("0");
  for (std::size_t row = 0; row < bins.rows(); ++row)
    counts.at(std::stoul(bins.text("bin", row))) = bins.text("symbols", row);
  json.begin_array();
  for (const std::string& count : counts) json.raw(count);
  json.end_array();
}

}  // namespace

Result<ApiAnswer> signals_resource(const ApiContext& context, const WebRequest& request) {
  const int limit = integer_parameter(request, "limit", 100);
  const int offset = integer_parameter(request, "offset", 0);
  const int cap = integer_parameter(request, "least_cap", 0);
  const int traded = integer_parameter(request, "least_traded", 0);
  const std::string_view order = order_of(request);
  const auto status = request.parameter("status");  // one of the three words
  const std::string of_status = status ? fmt::format(" WHERE status = '{}'", *status) : "";
  const std::string day =
      SEOHAK_TRY(newest_day(context, request, "market_day", "analytics.stock_rsi_daily"));
  if (day.empty()) return no_prices(request);
  std::vector<std::string> parameters(5, day);
  const auto sector = request.parameter("sector");
  if (sector) parameters.emplace_back(*sector);
  const std::string with =
      fmt::format(fmt::runtime(kSignals), cap, traded, sector ? "AND sector = ?" : "");
  const auto rows_of = [&](std::string_view tail) {
    return ask(context.warehouse, with + std::string(tail), parameters);
  };
  const TableView counts = SEOHAK_TRY(rows_of(kCounts));
  const TableView bins = SEOHAK_TRY(rows_of(kBins));
  const TableView rows = SEOHAK_TRY(
      rows_of(fmt::format("\nSELECT * FROM wide{} ORDER BY {}, symbol LIMIT {} OFFSET {}",
                          of_status, order, limit, offset)));
  ApiAnswer answer = market_answer();
  JsonWriter& json = answer.data.begin_object();
  json.key("market_day").text(day);
  counts.write_members(0, json);
  write_bins(bins, json.key("bins"));
  rows.write_rows(json.key("rows"));
  json.end_object();
  return answer;
}

}  // namespace seohak
