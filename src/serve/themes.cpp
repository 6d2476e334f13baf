#include <fmt/format.h>

#include "serve/ask.h"
#include "serve/market_day.h"
#include "serve/resources.h"

namespace seohak {
namespace {

/// Weeks that do not overlap: every fifth session back from the newest stored one. A week that is
/// not whole, or follows one, is compared by the mean of its whole days, of which it needs four.
constexpr std::string_view kThemes = R"(
WITH sessions AS (
  SELECT market_day, ROW_NUMBER() OVER (ORDER BY market_day DESC) - 1 AS age
  FROM raw_data.market_session
  WHERE exchange = 'XNYS' AND kind <> 'closed'
    AND market_day <= (SELECT MAX(week_end) FROM analytics.sector_volume_weekly)
),
whole AS (
  SELECT market_day
  FROM analytics.exchange_day
  WHERE fresh AND exchange IN ('NASDAQ', 'NYSE', 'AMEX')
  GROUP BY market_day
  HAVING COUNT(DISTINCT exchange) = 3
),
days AS (
  SELECT sessions.market_day, CAST(FLOOR(sessions.age / 5.0) AS BIGINT) AS week
  FROM sessions
  INNER JOIN whole ON whole.market_day = sessions.market_day
  WHERE sessions.age < 5 * ({0} + 1)
),
counts AS (
  SELECT week, COUNT(*) AS days FROM days GROUP BY week HAVING COUNT(*) >= 4
),
means AS (
  SELECT counts.week, daily.sector,
    CAST(SUM(daily.volume) AS DOUBLE PRECISION) / MAX(counts.days) AS volume
  FROM counts
  INNER JOIN days ON days.week = counts.week
  INNER JOIN analytics.sector_volume_daily AS daily ON daily.market_day = days.market_day
  GROUP BY counts.week, daily.sector
)
SELECT weekly.week_end, weekly.sector, weekly.volume, weekly.symbols, weekly.sessions,
  weekly.change_pct, 100 * (mean.volume / NULLIF(before.volume, 0) - 1) AS mean_change_pct,
  weekly.rank
FROM analytics.sector_volume_weekly AS weekly
INNER JOIN sessions ON sessions.market_day = weekly.week_end
LEFT JOIN means AS mean ON 5 * mean.week = sessions.age AND mean.sector = weekly.sector
LEFT JOIN means AS before ON 5 * before.week = sessions.age + 5 AND before.sector = weekly.sector
WHERE sessions.age % 5 = 0 AND sessions.age < 5 * {0}
ORDER BY weekly.week_end DESC, weekly.rank, weekly.sector)";

}  // namespace

Result<ApiAnswer> themes_resource(const ApiContext& context, const WebRequest& request) {
  const int weeks = integer_parameter(request, "weeks", 12);
  const TableView view =
      SEOHAK_TRY(ask(context.warehouse, fmt::format(fmt::runtime(kThemes), weeks)));
  if (view.rows() == 0) return no_prices(request);
  ApiAnswer answer = market_answer();
  view.write_rows(answer.data);
  return answer;
}

}  // namespace seohak
