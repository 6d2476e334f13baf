#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "serve/ask.h"
#include "serve/market_day.h"
#include "serve/resources.h"

namespace seohak {
namespace {

/// Rows of the ten sessions to a day, with the day's own listing; and what the five newest made of
/// each symbol. The change of a symbol that a row of these five contradicts is unknown.
constexpr std::string_view kWeek = R"(
WITH sessions AS (
  SELECT market_day, ROW_NUMBER() OVER (ORDER BY market_day DESC) AS age
  FROM raw_data.market_session
  WHERE exchange = 'XNYS' AND kind <> 'closed' AND market_day <= CAST(? AS DATE)
),
listed AS (
  SELECT listing.snapshot_day, listing.symbol, listing.sector, listing.industry,
    listing.market_cap_usd
  FROM sessions
  INNER JOIN raw_data.listing_daily AS listing ON listing.snapshot_day = sessions.market_day
  WHERE sessions.age <= 10 AND listing.source = 'nasdaq'
),
traded AS (
  SELECT sessions.age, prices.symbol, prices.close, prices.volume, prices.contradicted,
    CASE WHEN sessions.age <= 5 THEN CAST(prices.close * prices.volume AS DECIMAL(38, 2)) END
      AS traded_usd, listed.market_cap_usd,
    COALESCE(listed.sector, 'Unclassified') AS sector,
    COALESCE(listed.industry, 'Unclassified') AS industry
  FROM sessions
  INNER JOIN analytics.price_daily AS prices ON prices.market_day = sessions.market_day
  LEFT JOIN listed
    ON listed.snapshot_day = prices.market_day AND listed.symbol = prices.symbol
  WHERE sessions.age <= 10 AND prices.exchange IS NOT NULL
),
ends AS (
  SELECT symbol, MAX(CASE WHEN age = 1 THEN sector END) AS sector,
    MAX(CASE WHEN age = 1 THEN industry END) AS industry,
    MAX(CASE WHEN age = 1 THEN close END) AS close, MAX(CASE WHEN age = 6 THEN close END) AS before,
    MAX(CASE WHEN age = 1 THEN market_cap_usd END) AS market_cap_usd,
    MAX(CASE WHEN age <= 5 AND contradicted THEN 1 ELSE 0 END) AS contradicted,
    SUM(CASE WHEN age <= 5 THEN volume END) AS volume,
    CAST(SUM(traded_usd) AS DOUBLE PRECISION) AS traded_usd
  FROM traded
  GROUP BY symbol
),
moved AS (
  SELECT symbol, sector, industry, close, volume, traded_usd, market_cap_usd,
    CASE WHEN contradicted = 0 THEN
      CAST(close AS DOUBLE PRECISION) / NULLIF(CAST(before AS DOUBLE PRECISION), 0) END AS times
  FROM ends
  WHERE close IS NOT NULL
))";

/// Sectors (whose industry is null) and industries: shares and dollars traded, how many rose and
/// fell, and what their summed market caps come to against five sessions before, as on the map of
/// a day.
constexpr std::string_view kGroups = R"(
, whole AS (
  SELECT SUM(CASE WHEN sessions.age <= 5 THEN 1 ELSE 0 END) AS sessions,
    SUM(CASE WHEN sessions.age > 5 THEN 1 ELSE 0 END) AS sessions_before
  FROM sessions
  INNER JOIN (
    SELECT market_day FROM analytics.exchange_day
    WHERE fresh AND exchange IN ('NASDAQ', 'NYSE', 'AMEX')
    GROUP BY market_day HAVING COUNT(DISTINCT exchange) = 3) AS days
    ON days.market_day = sessions.market_day
  WHERE sessions.age <= 10
),
sums AS (
  SELECT sector, industry, CAST(SUM(CASE WHEN age <= 5 THEN volume END) AS BIGINT) AS volume,
    CAST(SUM(CASE WHEN age > 5 THEN volume END) AS DOUBLE PRECISION) AS volume_before,
    CAST(SUM(traded_usd) AS DOUBLE PRECISION) AS traded_usd
  FROM traded
  GROUP BY GROUPING SETS ((sector), (sector, industry))
),
moves AS (
  SELECT sector, industry, COUNT(*) AS symbols, COUNT(CASE WHEN times > 1 THEN 1 END) AS rose,
    COUNT(CASE WHEN times = 1 THEN 1 END) AS unchanged, COUNT(CASE WHEN times < 1 THEN 1 END) AS fell,
    100 * (CAST(SUM(CASE WHEN times > 0 THEN market_cap_usd END) AS DOUBLE PRECISION)
      / NULLIF(CAST(SUM(CAST(ROUND(market_cap_usd / NULLIF(times, 0)) AS BIGINT))
        AS DOUBLE PRECISION), 0) - 1) AS price_change_pct
  FROM moved
  GROUP BY GROUPING SETS ((sector), (sector, industry))
)
SELECT sums.sector, sums.industry, moves.symbols, sums.volume, sums.traded_usd,
  CASE WHEN whole.sessions = 5 AND whole.sessions_before = 5 THEN
    100 * (sums.volume / NULLIF(sums.volume_before, 0) - 1) END AS change_pct,
  moves.price_change_pct, moves.rose, moves.unchanged, moves.fell,
  moves.symbols - moves.rose - moves.unchanged - moves.fell AS unknown
FROM sums
INNER JOIN moves
  ON moves.sector = sums.sector AND COALESCE(moves.industry, '') = COALESCE(sums.industry, '')
CROSS JOIN whole
WHERE sums.volume > 0
ORDER BY sums.volume DESC, sums.sector, sums.industry)";

constexpr std::string_view kStocks = R"(
SELECT moved.symbol, names.name, names.name_ko, moved.sector, moved.industry, moved.close,
  100 * (moved.times - 1) AS price_change_pct, CAST(moved.volume AS BIGINT) AS volume,
  moved.traded_usd, ranked.change_pct
FROM moved
LEFT JOIN analytics.security AS names ON names.symbol = moved.symbol
LEFT JOIN analytics.volume_rank_weekly AS ranked
  ON ranked.symbol = moved.symbol AND ranked.week_end = CAST(? AS DATE)
WHERE moved.traded_usd > 0{}
ORDER BY moved.traded_usd DESC, moved.symbol)";

constexpr int kCloses = 30;

/// The closes of the newest sessions, by age from 0.
constexpr std::string_view kClosesOf = R"(
WITH sessions AS (
  SELECT market_day, ROW_NUMBER() OVER (ORDER BY market_day DESC) - 1 AS age
  FROM raw_data.market_session
  WHERE exchange = 'XNYS' AND kind <> 'closed' AND market_day <= CAST(? AS DATE)
)
SELECT prices.symbol, sessions.age, prices.close
FROM sessions
INNER JOIN analytics.price_daily AS prices ON prices.market_day = sessions.market_day
WHERE sessions.age < {} AND prices.exchange IS NOT NULL AND prices.symbol IN ({}))";

constexpr std::string_view kRate = R"(
SELECT rate, source AS rate_source, quote_day AS rate_day
FROM analytics.fx_trend_daily
WHERE currency = 'USD' AND quote_day <= CAST(? AS DATE)
ORDER BY quote_day DESC
LIMIT 1)";

Result<std::string> newest_week(const ApiContext& context, const WebRequest& request) {
  std::string day =
      SEOHAK_TRY(newest_day(context, request, "week_end", "analytics.volume_rank_weekly"));
  if (day.empty()) return no_prices(request);
  return day;
}

/// Rows of closes by symbol: a place a session, oldest first, SIZE_MAX where there is none.
using ClosesOf = std::unordered_map<std::string, std::vector<std::size_t>>;

ClosesOf place_closes(const TableView& closes) {
  ClosesOf places;
  for (std::size_t row = 0; row < closes.rows(); ++row) {
    auto& line = places[closes.text("symbol", row)];
    line.resize(kCloses, SIZE_MAX);
    line[kCloses - 1 - std::stoul(closes.text("age", row))] = row;
  }
  return places;
}

/// Places in a list of stocks: [first, end).
struct Page {
  std::size_t first;
  std::size_t end;
};

Result<TableView> closes_of(const ApiContext& context, const std::string& day,
                            const TableView& stocks, Page page) {
  std::vector<std::string> parameters{day};
  std::string marks;
  for (std::size_t row = page.first; row < page.end; ++row) {
    marks += row == page.first ? "?" : ", ?";
    parameters.push_back(stocks.text("symbol", row));
  }
  return ask(context.warehouse,
             fmt::format(fmt::runtime(kClosesOf), kCloses, marks.empty() ? "NULL" : marks),
             parameters);
}

/// The sectors or the industries among the groups, as an array.
void write_groups(const TableView& groups, bool industries, JsonWriter& json) {
  const std::size_t industry = groups.find("industry");
  json.begin_array();
  for (std::size_t row = 0; row < groups.rows(); ++row) {
    if (groups.is_null(industry, row) == industries) continue;
    json.begin_object();
    for (std::size_t column = 0; column < groups.columns(); ++column)
      if (industries || column != industry)
        groups.write_json(column, row, json.key(groups.name(column)));
    json.end_object();
  }
  json.end_array();
}

void write_stocks(const TableView& stocks, const TableView& closes, Page page, JsonWriter& json) {
  const ClosesOf places = place_closes(closes);
  json.begin_array();
  for (std::size_t row = page.first; row < page.end; ++row) {
    json.begin_object();
    stocks.write_members(row, json);
    json.key("closes").begin_array();
    const auto line = places.find(stocks.text("symbol", row));
    for (int at = 0; line != places.end() && at < kCloses; ++at) {
      const std::size_t place = line->second[static_cast<std::size_t>(at)];
      if (place == SIZE_MAX)
        json.null();
      else
        closes.write_json("close", place, json);
    }
    json.end_array().end_object();
  }
  json.end_array();
}

}  // namespace

Result<ApiAnswer> theme_week_resource(const ApiContext& context, const WebRequest& request) {
  const std::string day = SEOHAK_TRY(newest_week(context, request));
  const TableView groups =
      SEOHAK_TRY(ask(context.warehouse, std::string(kWeek) + std::string(kGroups), {day}));
  ApiAnswer answer = market_answer();
  JsonWriter& json = answer.data.begin_object();
  json.key("week_end").text(day);
  write_groups(groups, false, json.key("sectors"));
  write_groups(groups, true, json.key("industries"));
  json.end_object();
  return answer;
}

Result<ApiAnswer> theme_stocks_resource(const ApiContext& context, const WebRequest& request) {
  const int limit = integer_parameter(request, "limit", 12);
  const int offset = integer_parameter(request, "offset", 0);
  const std::string day = SEOHAK_TRY(newest_week(context, request));
  std::string only;
  std::vector<std::string> parameters{day, day};
  for (const char* name : {"sector", "industry"}) {
    const auto value = request.parameter(name);
    if (!value) continue;
    only += fmt::format(" AND moved.{} = ?", name);
    parameters.emplace_back(*value);
  }
  const TableView stocks =
      SEOHAK_TRY(ask(context.warehouse,
                     std::string(kWeek) + fmt::format(fmt::runtime(kStocks), only), parameters));
  const std::size_t first = std::min(stocks.rows(), static_cast<std::size_t>(offset));
  const Page page{first, std::min(stocks.rows(), first + static_cast<std::size_t>(limit))};
  const TableView closes = SEOHAK_TRY(closes_of(context, day, stocks, page));
  const TableView rate = SEOHAK_TRY(ask(context.warehouse, kRate, {day}));
  ApiAnswer answer = market_answer();
  JsonWriter& json = answer.data.begin_object();
  json.key("week_end").text(day);
  json.key("total").number(static_cast<std::int64_t>(stocks.rows()));
  for (const char* name : {"rate", "rate_source", "rate_day"}) {
    json.key(name);
    if (rate.rows() == 0)
      json.null();
    else
      rate.write_json(name, 0, json);
  }
  write_stocks(stocks, closes, page, json.key("rows"));
  json.end_object();
  return answer;
}

}  // namespace seohak
