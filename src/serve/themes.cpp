#include <fmt/format.h>

#include "serve/ask.h"
#include "serve/market_day.h"
#include "serve/resources.h"

namespace seohak {
namespace {

/// Weeks that do not overlap: every fifth session back from the newest stored one.
constexpr std::string_view kThemes = R"(
WITH sessions AS (
  SELECT market_day, ROW_NUMBER() OVER (ORDER BY market_day DESC) AS age
  FROM raw_data.market_session
  WHERE exchange = 'XNYS' AND kind <> 'closed'
    AND market_day <= (SELECT MAX(week_end) FROM analytics.sector_volume_weekly)
)
SELECT weekly.week_end, weekly.sector, weekly.volume, weekly.symbols, weekly.sessions,
  weekly.change_pct, weekly.rank
FROM analytics.sector_volume_weekly AS weekly
INNER JOIN sessions ON sessions.market_day = weekly.week_end
WHERE sessions.age % 5 = 1 AND sessions.age <= 5 * {}
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
