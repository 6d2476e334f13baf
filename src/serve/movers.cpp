#include <fmt/format.h>

#include "serve/ask.h"
#include "serve/market_day.h"
#include "serve/resources.h"
#include "serve/usual_volume.h"

namespace seohak {
namespace {

constexpr std::string_view kMovers = R"(
SELECT moved.direction, moved.rank, moved.symbol, names.name, names.name_ko, names.sector,
  moved.close, moved.previous_close, moved.change_pct, moved.volume,
  CAST(moved.close * moved.volume AS DOUBLE PRECISION) AS traded_usd, moved.provisional
FROM analytics.top_mover_daily AS moved
LEFT JOIN analytics.security AS names ON names.symbol = moved.symbol
WHERE moved.market_day = CAST(? AS DATE) AND moved.rank <= {}
ORDER BY moved.direction DESC, moved.rank)";

/// What the stored rows contradict: kept out of the movers, with the reason.
constexpr std::string_view kKeptOut = R"(
SELECT prices.symbol, names.name, names.name_ko, prices.close, prices.previous_close,
  prices.contradiction
FROM analytics.price_daily AS prices
LEFT JOIN analytics.security AS names ON names.symbol = prices.symbol
WHERE prices.market_day = CAST(? AS DATE) AND prices.contradicted
ORDER BY CAST(prices.close * prices.volume AS DOUBLE PRECISION) DESC NULLS LAST, prices.symbol)";

constexpr std::string_view kVolumeRank = R"(
SELECT ranked.rank, ranked.symbol, names.name, names.name_ko, names.sector, ranked.volume,
  ranked.sessions, ranked.change_pct
FROM analytics.volume_rank_weekly AS ranked
LEFT JOIN analytics.security AS names ON names.symbol = ranked.symbol
WHERE ranked.week_end = CAST(? AS DATE) {}
ORDER BY ranked.rank, ranked.symbol
LIMIT {} OFFSET {})";

/// Shares of the day against the usual, of stocks whose usual day trades a sum that matters, so
/// that a quiet one's odd day stays out.
constexpr std::string_view kUnusual = R"(
SELECT compared.symbol, names.name, names.name_ko, names.sector, compared.close, compared.volume,
  compared.usual AS usual_volume, compared.volume / compared.usual AS times_usual,
  100 * CAST(compared.close - compared.previous_close AS DOUBLE PRECISION)
    / CAST(compared.previous_close AS DOUBLE PRECISION) AS change_pct,
  CAST(compared.close * compared.volume AS DOUBLE PRECISION) AS traded_usd
FROM compared
LEFT JOIN analytics.security AS names ON names.symbol = compared.symbol
WHERE compared.market_day = CAST(? AS DATE) AND compared.days >= {} AND compared.close >= 1
  AND compared.usual > 0 AND compared.usual * CAST(compared.close AS DOUBLE PRECISION) >= {}
  AND NOT compared.contradicted
ORDER BY times_usual DESC, compared.symbol
LIMIT {})";

}  // namespace

Result<ApiAnswer> movers_resource(const ApiContext& context, const WebRequest& request) {
  const int limit = integer_parameter(request, "limit", 10);
  const std::string day = SEOHAK_TRY(newest_priced_day(context, request));
  const TableView movers =
      SEOHAK_TRY(ask(context.warehouse, fmt::format(fmt::runtime(kMovers), limit), {day}));
  const TableView kept_out = SEOHAK_TRY(ask(context.warehouse, std::string(kKeptOut), {day}));
  ApiAnswer answer = market_answer();
  JsonWriter& json = answer.data.begin_object();
  json.key("market_day").text(day);
  movers.write_rows(json.key("rows"));
  kept_out.write_rows(json.key("kept_out"));
  json.end_object();
  return answer;
}

Result<ApiAnswer> volume_rank_resource(const ApiContext& context, const WebRequest& request) {
  const int limit = integer_parameter(request, "limit", 50);
  const int offset = integer_parameter(request, "offset", 0);
  const std::string day =
      SEOHAK_TRY(newest_day(context, request, "week_end", "analytics.volume_rank_weekly"));
  if (day.empty()) return no_prices(request);
  const std::string sector(request.parameter("sector").value_or(""));
  std::vector<std::string> parameters{day};
  if (!sector.empty()) parameters.push_back(sector);
  const std::string_view only =
      sector.empty() ? "" : "AND COALESCE(names.sector, 'Unclassified') = ?";
  const TableView rows = SEOHAK_TRY(ask(
      context.warehouse, fmt::format(fmt::runtime(kVolumeRank), only, limit, offset), parameters));
  ApiAnswer answer = market_answer();
  JsonWriter& json = answer.data.begin_object();
  json.key("week_end").text(day);
  rows.write_rows(json.key("rows"));
  json.end_object();
  return answer;
}

Result<ApiAnswer> unusual_volume_resource(const ApiContext& context, const WebRequest& request) {
  constexpr int kLeastUsualUsd = 10'000'000;
  const int limit = integer_parameter(request, "limit", 6);
  const std::string day = SEOHAK_TRY(newest_priced_day(context, request));
  const std::string tail =
      fmt::format(fmt::runtime(kUnusual), kLeastUsualDays, kLeastUsualUsd, limit);
  const TableView rows =
      SEOHAK_TRY(ask(context.warehouse, std::string(kUsualVolume).append(tail), {day, day, day}));
  ApiAnswer answer = market_answer();
  JsonWriter& json = answer.data.begin_object();
  json.key("market_day").text(day);
  rows.write_rows(json.key("rows"));
  json.end_object();
  return answer;
}

}  // namespace seohak
