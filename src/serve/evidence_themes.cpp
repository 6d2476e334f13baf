#include "serve/evidence.h"
#include "serve/evidence_raw.h"
#include "serve/joined_sql.h"

namespace seohak {
namespace {

constexpr std::string_view kNewestSectors = R"(
SELECT MAX(week_end) AS newest
FROM analytics.sector_volume_weekly
WHERE week_end <= @day)";

constexpr std::string_view kWeek = R"(
SELECT week_end, sector, volume, symbols, sessions, change_pct, rank
FROM analytics.sector_volume_weekly
WHERE week_end = @day
ORDER BY rank, sector)";

constexpr std::string_view kMoves = R"(
SELECT week_end, sector, volume, change_pct, sessions
FROM analytics.sector_volume_weekly
WHERE week_end <= @day
ORDER BY week_end DESC, rank, sector)";

/// What each stock did in the five sessions that end on the day.
constexpr std::string_view kMoved = R"(
WITH sessions AS (
  SELECT market_day, ROW_NUMBER() OVER (ORDER BY market_day DESC) AS age
  FROM raw_data.market_session
  WHERE exchange = 'XNYS' AND kind <> 'closed' AND market_day <= @day
),
ends AS (
  SELECT prices.symbol, MAX(CASE WHEN sessions.age = 1 THEN prices.close END) AS close,
    MAX(CASE WHEN sessions.age = 6 THEN prices.close END) AS close_before,
    SUM(CASE WHEN sessions.age <= 5 THEN prices.volume END) AS volume,
    SUM(CASE WHEN sessions.age <= 5 THEN prices.close * prices.volume END) AS traded_usd,
    MAX(CASE WHEN sessions.age <= 5 AND prices.contradicted THEN 1 ELSE 0 END) AS contradicted
  FROM sessions
  INNER JOIN analytics.price_daily AS prices ON prices.market_day = sessions.market_day
  WHERE sessions.age <= 6 AND prices.exchange IS NOT NULL
  GROUP BY prices.symbol
),
moved AS (
  SELECT ends.*, COALESCE(listing.sector, 'Unclassified') AS sector,
    COALESCE(listing.industry, 'Unclassified') AS industry, listing.market_cap_usd,
    CASE WHEN contradicted = 0 THEN CAST(close AS DOUBLE PRECISION)
      / NULLIF(CAST(close_before AS DOUBLE PRECISION), 0) END AS times
  FROM ends
  LEFT JOIN raw_data.listing_daily AS listing
    ON listing.symbol = ends.symbol AND listing.snapshot_day = @day AND listing.source = 'nasdaq'
  WHERE close IS NOT NULL
))";

constexpr std::string_view kByIndustry = R"(
SELECT industry, sector, COUNT(*) AS symbols, SUM(volume) AS volume, SUM(traded_usd) AS traded_usd,
  100 * (CAST(SUM(CASE WHEN times > 0 THEN market_cap_usd END) AS DOUBLE PRECISION)
    / NULLIF(CAST(SUM(CAST(ROUND(market_cap_usd / NULLIF(times, 0)) AS BIGINT))
      AS DOUBLE PRECISION), 0) - 1) AS price_change_pct
FROM moved
GROUP BY industry, sector
ORDER BY traded_usd DESC NULLS LAST, industry)";

constexpr std::string_view kByStock = R"(
SELECT symbol, sector, industry, close, close_before, 100 * (times - 1) AS price_change_pct, volume,
  traded_usd
FROM moved
WHERE sector LIKE @sector AND industry LIKE @industry AND traded_usd > 0
ORDER BY traded_usd DESC, symbol)";

constexpr std::string_view kIssues = "day = @day";
constexpr std::string_view kTables =
    "analytics.sector_volume_weekly analytics.price_daily raw_data.stock_price_daily "
    "raw_data.listing_daily";
constexpr std::string_view kPriceTables =
    "analytics.price_daily raw_data.stock_price_daily raw_data.listing_daily";

constexpr Evidence kEvidence[] = {
    {.tile = "themes.week",
     .how = "market_why_week",
     .tables = kTables,
     .parameters = "day",
     .newest = kNewestSectors,
     .rows = kWeek,
     .raw = {{kPricesOfWeek, kListingOfDay}},
     .issues = kIssues},
    {.tile = "themes.moves",
     .how = "market_why_themes",
     .tables = kTables,
     .parameters = "day",
     .newest = kNewestSectors,
     .rows = kMoves,
     .raw = {{kPricesToDay, kListingOfDay}},
     .issues = kIssues},
    {.tile = "themes.industries",
     .how = "market_why_week",
     .tables = kPriceTables,
     .parameters = "day",
     .newest = kNewestSectors,
     .rows = JoinedSql<kMoved, kByIndustry>::kText,
     .raw = {{kPricesOfWeek, kListingOfDay}},
     .issues = kIssues},
    {.tile = "themes.stocks",
     .how = "market_why_stocks",
     .tables = kPriceTables,
     .parameters = "day sector industry",
     .newest = kNewestSectors,
     .rows = JoinedSql<kMoved, kByStock>::kText,
     .raw = {{kPricesOfWeek, kListingOfDay}},
     .issues = kIssues},
};

}  // namespace

std::span<const Evidence> themes_evidence() { return kEvidence; }

}  // namespace seohak
