#include "serve/evidence.h"

namespace seohak {
namespace {

constexpr std::string_view kNewest = R"(
SELECT MAX(market_day) AS newest
FROM raw_data.fear_greed_daily
WHERE market_day <= @day)";

constexpr std::string_view kDays = R"(
WITH ranked AS (
  SELECT market_day, score, rating, source,
    ROW_NUMBER() OVER (PARTITION BY market_day ORDER BY
      CASE source WHEN 'cnn' THEN 1 WHEN 'gsheets' THEN 2 ELSE 3 END, source) AS choice
  FROM raw_data.fear_greed_daily
  WHERE market_day <= @day
)
SELECT market_day, score, rating, source
FROM ranked
WHERE choice = 1
ORDER BY market_day DESC)";

constexpr std::string_view kRawDays = R"(
SELECT market_day, score, rating, source, fetched_at, load_id, record
FROM raw_data.fear_greed_daily
WHERE market_day <= @day
ORDER BY market_day DESC, source)";

constexpr std::string_view kNowNumbers = R"(
WITH ranked AS (
  SELECT market_day, score, rating, source,
    ROW_NUMBER() OVER (PARTITION BY market_day ORDER BY
      CASE source WHEN 'cnn' THEN 1 WHEN 'gsheets' THEN 2 ELSE 3 END, source) AS choice
  FROM raw_data.fear_greed_daily
  WHERE market_day <= @day
),
stepped AS (
  SELECT market_day, score, LAG(score) OVER (ORDER BY market_day) AS score_before
  FROM ranked
  WHERE choice = 1
)
SELECT score, score_before, score - score_before AS change
FROM stepped
WHERE market_day = @day)";

constexpr std::string_view kNewestTrend = R"(
SELECT MAX(market_day) AS newest
FROM analytics.fear_greed_trend
WHERE market_day <= @day)";

constexpr std::string_view kTrend = R"(
SELECT market_day, score, rating, change_1d, average_7d, source
FROM analytics.fear_greed_trend
WHERE market_day <= @day
ORDER BY market_day DESC)";

constexpr std::string_view kTrendNumbers = R"(
SELECT score, score - change_1d AS score_before, change_1d AS change
FROM analytics.fear_greed_trend
WHERE market_day = @day)";

constexpr std::string_view kShare = R"(
SELECT rating, days, share_pct
FROM analytics.fear_greed_rating_share
ORDER BY days DESC, rating)";

constexpr std::string_view kShareNumbers = R"(
SELECT days, (SELECT SUM(days) FROM analytics.fear_greed_rating_share) AS all_days, 100 AS hundred,
  share_pct
FROM analytics.fear_greed_rating_share
ORDER BY days DESC, rating
LIMIT 1)";

constexpr std::string_view kRawMonth = R"(
SELECT told.market_day, told.score, told.rating, told.source, told.fetched_at, told.load_id,
  told.record
FROM raw_data.fear_greed_daily AS told
INNER JOIN analytics.fear_greed_trend AS trend
  ON trend.market_day = told.market_day AND trend.source = told.source
WHERE told.market_day <= @day
ORDER BY told.market_day DESC)";

constexpr std::string_view kMonthly = R"(
WITH ranked AS (
  SELECT market_day, score, rating, source,
    ROW_NUMBER() OVER (PARTITION BY market_day ORDER BY
      CASE source WHEN 'cnn' THEN 1 WHEN 'gsheets' THEN 2 ELSE 3 END, source) AS choice
  FROM raw_data.fear_greed_daily
  WHERE market_day <= @day
)
SELECT SUBSTRING(CAST(market_day AS VARCHAR), 1, 7) AS month, AVG(score) AS average,
  COUNT(*) AS days
FROM ranked
WHERE choice = 1
GROUP BY 1
ORDER BY 1 DESC)";

constexpr std::string_view kAfter = R"(
WITH ranked AS (
  SELECT market_day, score, rating, source,
    ROW_NUMBER() OVER (PARTITION BY market_day ORDER BY
      CASE source WHEN 'cnn' THEN 1 WHEN 'gsheets' THEN 2 ELSE 3 END, source) AS choice
  FROM raw_data.fear_greed_daily
  WHERE market_day <= @day
),
prices AS (
  SELECT market_day, value, LEAD(value, 1) OVER (ORDER BY market_day) AS value_1,
    LEAD(value, 5) OVER (ORDER BY market_day) AS value_5,
    LEAD(value, 20) OVER (ORDER BY market_day) AS value_20
  FROM raw_data.fear_greed_component_daily
  WHERE component = 'market_momentum' AND source = 'cnn' AND value > 0
)
SELECT ranked.rating, COUNT(*) AS days,
  100 * MEDIAN(prices.value_1 / prices.value - 1) AS median_1_pct,
  100 * MEDIAN(prices.value_5 / prices.value - 1) AS median_5_pct,
  100 * MEDIAN(prices.value_20 / prices.value - 1) AS median_20_pct,
  COUNT(prices.value_20) AS n_20
FROM ranked
INNER JOIN prices ON prices.market_day = ranked.market_day
WHERE ranked.choice = 1
GROUP BY ranked.rating
ORDER BY days DESC)";

constexpr std::string_view kRawMomentum = R"(
SELECT market_day, component, value, source, fetched_at, load_id, record
FROM raw_data.fear_greed_component_daily
WHERE component = 'market_momentum' AND source = 'cnn' AND market_day <= @day
ORDER BY market_day DESC)";

constexpr std::string_view kNewestComponent = R"(
SELECT MAX(market_day) AS newest
FROM raw_data.fear_greed_component_daily
WHERE component = @component AND value IS NOT NULL AND market_day <= @day)";

constexpr std::string_view kComponent = R"(
SELECT market_day, component, value, source
FROM raw_data.fear_greed_component_daily
WHERE component = @component AND market_day <= @day AND market_day > @day - INTERVAL '90' DAY
ORDER BY market_day DESC, source)";

constexpr std::string_view kRawComponent = R"(
SELECT market_day, component, value, score, rating, source, fetched_at, load_id, record
FROM raw_data.fear_greed_component_daily
WHERE component = @component AND market_day <= @day AND market_day > @day - INTERVAL '90' DAY
ORDER BY market_day DESC, source)";

constexpr std::string_view kComponentNumbers = R"(
WITH stepped AS (
  SELECT market_day, value, LAG(value) OVER (ORDER BY market_day) AS value_before
  FROM raw_data.fear_greed_component_daily
  WHERE component = @component AND value IS NOT NULL AND source = 'cnn'
)
SELECT value, value_before, value - value_before AS change
FROM stepped
WHERE market_day = @day)";

constexpr std::string_view kNewestComponents = R"(
SELECT MAX(market_day) AS newest
FROM raw_data.fear_greed_component_daily
WHERE market_day <= @day)";

constexpr std::string_view kComponents = R"(
SELECT market_day, component, score, rating, value, source
FROM raw_data.fear_greed_component_daily
WHERE market_day <= @day AND market_day > @day - INTERVAL '7' DAY
ORDER BY market_day DESC, component, source)";

constexpr std::string_view kRawComponents = R"(
SELECT market_day, component, score, rating, value, source, fetched_at, load_id, record
FROM raw_data.fear_greed_component_daily
WHERE market_day <= @day AND market_day > @day - INTERVAL '7' DAY
ORDER BY market_day DESC, component, source)";

constexpr std::string_view kIndex = "raw_data.fear_greed_daily";

constexpr std::string_view kComponentTable = "raw_data.fear_greed_component_daily";

constexpr std::string_view kIssues =
    "scope IN ('raw_data.fear_greed_daily', 'raw_data.fear_greed_component_daily', 'graphdata')";

constexpr Evidence kEvidence[] = {
    {.tile = "mood.now",
     .how = "fg_why_now",
     .tables = kIndex,
     .parameters = "day",
     .newest = kNewest,
     .rows = kDays,
     .raw = {{{kIndex, kRawDays}}},
     .numbers = kNowNumbers,
     .headline = "score",
     .arithmetic = "score - score_before = change",
     .issues = kIssues},
    {.tile = "mood.trend",
     .how = "fg_why_trend",
     .tables = "analytics.fear_greed_trend raw_data.fear_greed_daily",
     .parameters = "day",
     .newest = kNewestTrend,
     .rows = kTrend,
     .raw = {{{kIndex, kRawDays}}},
     .numbers = kTrendNumbers,
     .arithmetic = "score - score_before = change",
     .issues = kIssues},
    {.tile = "mood.share",
     .how = "fg_why_share",
     .tables =
         "analytics.fear_greed_rating_share analytics.fear_greed_trend raw_data.fear_greed_daily",
     .parameters = "day",
     .newest = kNewestTrend,
     .rows = kShare,
     .raw = {{{kIndex, kRawMonth}}},
     .numbers = kShareNumbers,
     .arithmetic = "days / all_days * hundred = share_pct",
     .issues = kIssues},
    {.tile = "mood.monthly",
     .how = "fg_why_monthly",
     .tables = kIndex,
     .parameters = "day",
     .newest = kNewest,
     .rows = kMonthly,
     .raw = {{{kIndex, kRawDays}}},
     .issues = kIssues},
    {.tile = "mood.after",
     .how = "fg_why_after",
     .tables = "raw_data.fear_greed_daily raw_data.fear_greed_component_daily",
     .parameters = "day",
     .newest = kNewest,
     .rows = kAfter,
     .raw = {{{kIndex, kRawDays}, {kComponentTable, kRawMomentum}}},
     .issues = kIssues},
    {.tile = "mood.component",
     .how = "market_why_component",
     .tables = kComponentTable,
     .parameters = "day component",
     .newest = kNewestComponent,
     .rows = kComponent,
     .raw = {{{kComponentTable, kRawComponent}}},
     .numbers = kComponentNumbers,
     .headline = "value",
     .arithmetic = "value - value_before = change",
     .issues = kIssues},
    {.tile = "mood.components",
     .how = "fg_why_components",
     .tables = kComponentTable,
     .parameters = "day",
     .newest = kNewestComponents,
     .rows = kComponents,
     .raw = {{{kComponentTable, kRawComponents}}},
     .issues = kIssues},
};

}  // namespace

std::span<const Evidence> mood_evidence() { return kEvidence; }

}  // namespace seohak
