#include "serve/evidence.h"

namespace seohak {
namespace {

constexpr std::string_view kNewest = R"(
SELECT MAX(quote_day) AS newest
FROM analytics.fx_trend_daily
WHERE currency = @currency AND quote_day <= @day)";

constexpr std::string_view kWeek = R"(
SELECT quote_day, currency, source, rate, change, change_pct, average_20d, percentile_1y
FROM analytics.fx_trend_daily
WHERE currency = @currency AND quote_day <= @day AND quote_day > @day - INTERVAL '7' DAY
ORDER BY quote_day DESC)";

/// ECB quotes euros: its dollar is a cross of two of its rates, so the euro's rows count too.
constexpr std::string_view kRawWeek = R"(
SELECT quote_day, currency, source, deal_base_rate, fetched_at, load_id, record
FROM raw_data.fx_rate_daily
WHERE quote_day <= @day AND quote_day > @day - INTERVAL '7' DAY
  AND source = (SELECT source FROM analytics.fx_trend_daily
    WHERE currency = @currency AND quote_day = @day)
  AND (currency = @currency OR (currency = 'EUR' AND source = 'ecb'))
ORDER BY quote_day DESC, currency DESC)";

/// The bank writes dollars per euro with four decimals: the division gives them back exactly.
constexpr std::string_view kRateNumbers = R"(
SELECT trend.rate, trend.change, trend.rate - trend.change AS rate_before,
  euro.deal_base_rate AS krw_per_eur,
  CAST(euro.deal_base_rate / trend.rate AS DECIMAL(18, 4)) AS usd_per_eur
FROM analytics.fx_trend_daily AS trend
LEFT JOIN raw_data.fx_rate_daily AS euro
  ON euro.quote_day = trend.quote_day AND euro.source = trend.source AND euro.source = 'ecb'
    AND euro.currency = 'EUR' AND trend.currency = 'USD'
WHERE trend.currency = @currency AND trend.quote_day = @day)";

constexpr std::string_view kIssues =
    "(day <= @day AND day > @day - INTERVAL '7' DAY AND scope = @currency) "
    "OR (kind = 'quarantined' AND scope = 'raw_data.fx_rate_daily')";

/// Every rate of the source's own series that an average or a range takes in.
constexpr std::string_view kRawYears = R"(
SELECT quote_day, currency, source, deal_base_rate, fetched_at, load_id, record
FROM raw_data.fx_rate_daily
WHERE currency = @currency AND quote_day <= @day AND quote_day > @day - INTERVAL '5' YEAR
ORDER BY quote_day DESC, source)";

constexpr std::string_view kRanges = R"(
WITH daily AS (
  SELECT quote_day, CAST(rate AS DOUBLE PRECISION) AS rate
  FROM analytics.fx_trend_daily
  WHERE currency = @currency AND quote_day <= @day
),
ranged AS (
  SELECT 1 AS place, '1m' AS "range", rate FROM daily WHERE quote_day > @day - INTERVAL '1' MONTH
  UNION ALL
  SELECT 2, '1y', rate FROM daily WHERE quote_day > @day - INTERVAL '1' YEAR
  UNION ALL
  SELECT 3, '5y', rate FROM daily WHERE quote_day > @day - INTERVAL '5' YEAR
)
SELECT "range", MIN(rate) AS low, PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY rate) AS median,
  MAX(rate) AS high, (SELECT MAX(rate) FROM daily WHERE quote_day = @day) AS rate,
  COUNT(CASE WHEN rate <= (SELECT MAX(rate) FROM daily WHERE quote_day = @day) THEN 1 END)
    AS at_or_below,
  COUNT(*) AS n
FROM ranged
GROUP BY place, "range"
ORDER BY place)";

/// Of the year's range, as the tile's first words say it.
constexpr std::string_view kRangeNumbers = R"(
SELECT MAX(CASE WHEN quote_day = @day THEN rate END) AS rate,
  COUNT(CASE WHEN rate <= (SELECT rate FROM analytics.fx_trend_daily
    WHERE currency = @currency AND quote_day = @day) THEN 1 END) AS at_or_below,
  COUNT(*) AS n, 100 AS hundred,
  100.0 * COUNT(CASE WHEN rate <= (SELECT rate FROM analytics.fx_trend_daily
    WHERE currency = @currency AND quote_day = @day) THEN 1 END) / COUNT(*) AS percentile
FROM analytics.fx_trend_daily
WHERE currency = @currency AND quote_day <= @day AND quote_day > @day - INTERVAL '1' YEAR)";

constexpr std::string_view kVolatility = R"(
SELECT quote_day, currency, source, rate, volatility_20d_pct
FROM analytics.fx_trend_daily
WHERE currency = @currency AND quote_day <= @day AND quote_day > @day - INTERVAL '60' DAY
ORDER BY quote_day DESC)";

constexpr std::string_view kNewestOfTwo = R"(
SELECT MAX(quote_day) AS newest
FROM raw_data.fx_rate_daily
WHERE currency = @currency AND quote_day <= @day)";

constexpr std::string_view kSources = R"(
SELECT source, MIN(quote_day) AS first_day, MAX(quote_day) AS last_day, COUNT(*) AS days
FROM raw_data.fx_rate_daily
WHERE currency = @currency AND quote_day <= @day
GROUP BY source
ORDER BY source)";

/// The sources beside each other on the days that more than one of them has.
constexpr std::string_view kRawBoth = R"(
SELECT quote_day, currency, source, deal_base_rate, fetched_at, load_id, record
FROM raw_data.fx_rate_daily
WHERE currency = @currency AND quote_day <= @day AND quote_day IN (
  SELECT quote_day FROM raw_data.fx_rate_daily
  WHERE currency = @currency GROUP BY quote_day HAVING COUNT(*) > 1)
ORDER BY quote_day DESC, source)";

constexpr std::string_view kNewestMonth = R"(
SELECT MAX(month) AS newest
FROM analytics.fx_trend_monthly
WHERE currency = @currency AND month <= @day)";

constexpr std::string_view kMonthly = R"(
SELECT month, currency, source, average, low, high, close, days, mixed
FROM analytics.fx_trend_monthly
WHERE currency = @currency AND month <= @day
ORDER BY month DESC)";

constexpr std::string_view kRawMonths = R"(
SELECT quote_day, currency, source, deal_base_rate, fetched_at, load_id, record
FROM raw_data.fx_rate_daily
WHERE currency = @currency AND quote_day > @day - INTERVAL '13' MONTH
ORDER BY quote_day DESC, source)";

constexpr std::string_view kTables = "analytics.fx_trend_daily raw_data.fx_rate_daily";
constexpr std::string_view kRaw = "raw_data.fx_rate_daily";

constexpr Evidence kEvidence[] = {
    {.tile = "fx.rate",
     .how = "fx_why_trend",
     .tables = kTables,
     .parameters = "day currency",
     .newest = kNewest,
     .rows = kWeek,
     .raw = {{{kRaw, kRawWeek}}},
     .numbers = kRateNumbers,
     .headline = "rate",
     .arithmetic = "krw_per_eur / usd_per_eur = rate; rate - rate_before = change",
     .issues = kIssues},
    {.tile = "fx.where",
     .how = "fx_why_where",
     .tables = kTables,
     .parameters = "day currency",
     .newest = kNewest,
     .rows = kRanges,
     .raw = {{{kRaw, kRawYears}}},
     .numbers = kRangeNumbers,
     .arithmetic = "at_or_below / n * hundred = percentile",
     .issues = kIssues},
    {.tile = "fx.calculator",
     .how = "fx_why_calculator",
     .tables = kTables,
     .parameters = "day currency",
     .newest = kNewest,
     .rows = kWeek,
     .raw = {{{kRaw, kRawWeek}}},
     .numbers = kRateNumbers,
     .headline = "rate",
     .arithmetic = "krw_per_eur / usd_per_eur = rate",
     .issues = kIssues},
    {.tile = "fx.volatility",
     .how = "fx_why_volatility",
     .tables = kTables,
     .parameters = "day currency",
     .newest = kNewest,
     .rows = kVolatility,
     .raw = {{{kRaw, kRawWeek}}},
     .headline = "volatility_20d_pct",
     .issues = kIssues},
    {.tile = "fx.sources",
     .how = "fx_why_sources",
     .tables = kRaw,
     .parameters = "day currency",
     .newest = kNewestOfTwo,
     .rows = kSources,
     .raw = {{{kRaw, kRawBoth}}},
     .issues = kIssues},
    {.tile = "fx.monthly",
     .how = "fx_why_monthly",
     .tables = "analytics.fx_trend_monthly analytics.fx_trend_daily raw_data.fx_rate_daily",
     .parameters = "day currency",
     .newest = kNewestMonth,
     .rows = kMonthly,
     .raw = {{{kRaw, kRawMonths}}},
     .issues = kIssues},
};

}  // namespace

std::span<const Evidence> fx_evidence() { return kEvidence; }

}  // namespace seohak
