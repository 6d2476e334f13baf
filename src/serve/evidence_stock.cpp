#include "serve/evidence.h"

namespace seohak {
namespace {

constexpr std::string_view kNewest = R"(
SELECT MAX(market_day) AS newest
FROM analytics.price_daily
WHERE symbol = @symbol AND market_day <= @day)";

constexpr std::string_view kFacts = R"(
SELECT market_day, symbol, source, close, previous_close, volume, provisional, contradicted
FROM analytics.price_daily
WHERE symbol = @symbol AND market_day <= @day AND market_day > @day - INTERVAL '10' DAY
ORDER BY market_day DESC)";

constexpr std::string_view kRawFacts = R"(
SELECT market_day, symbol, exchange, close, previous_close, volume, source, fetched_at, load_id,
  record
FROM raw_data.stock_price_daily
WHERE symbol = @symbol AND market_day <= @day AND market_day > @day - INTERVAL '10' DAY
ORDER BY market_day DESC, source)";

/// The newest rate of the dollar up to the day.
constexpr std::string_view kRawRate = R"(
WITH rate AS (
  SELECT quote_day, source, rate
  FROM analytics.fx_trend_daily
  WHERE currency = 'USD' AND quote_day = (SELECT MAX(quote_day) FROM analytics.fx_trend_daily
    WHERE currency = 'USD' AND quote_day <= @day)
)
SELECT told.quote_day, told.currency, told.deal_base_rate, told.source, told.fetched_at,
  told.load_id, told.record
FROM raw_data.fx_rate_daily AS told
INNER JOIN rate ON rate.quote_day = told.quote_day AND rate.source = told.source
WHERE told.currency = 'USD' OR (told.currency = 'EUR' AND told.source = 'ecb')
ORDER BY told.currency DESC)";

constexpr std::string_view kFactNumbers = R"(
WITH rate AS (
  SELECT quote_day, source, rate
  FROM analytics.fx_trend_daily
  WHERE currency = 'USD' AND quote_day = (SELECT MAX(quote_day) FROM analytics.fx_trend_daily
    WHERE currency = 'USD' AND quote_day <= @day)
)
SELECT prices.close, prices.previous_close, prices.close - prices.previous_close AS change,
  rate.rate, CAST(prices.close * rate.rate AS DECIMAL(18, 0)) AS close_krw
FROM analytics.price_daily AS prices
LEFT JOIN rate ON TRUE
WHERE prices.symbol = @symbol AND prices.market_day = @day)";

constexpr std::string_view kDaily = R"(
SELECT prices.market_day, prices.symbol, prices.source, prices.close, prices.volume,
  rsi.rsi_wilder, rsi.status
FROM analytics.price_daily AS prices
LEFT JOIN analytics.stock_rsi_daily AS rsi
  ON rsi.symbol = prices.symbol AND rsi.market_day = prices.market_day
WHERE prices.symbol = @symbol AND prices.market_day <= @day
ORDER BY prices.market_day DESC)";

constexpr std::string_view kRawDaily = R"(
SELECT market_day, symbol, exchange, close, previous_close, volume, source, fetched_at, load_id,
  record
FROM raw_data.stock_price_daily
WHERE symbol = @symbol AND market_day <= @day
ORDER BY market_day DESC, source)";

constexpr std::string_view kNewestBar = R"(
SELECT MAX(market_day) AS newest
FROM analytics.price_minute
WHERE symbol = @symbol AND market_day <= @day)";

constexpr std::string_view kBars = R"(
SELECT bar.bar_start, bar.symbol, bar.source, bar."open", bar.high, bar.low, bar.close, bar.volume,
  rsi.rsi_wilder
FROM analytics.price_minute AS bar
LEFT JOIN analytics.stock_rsi_minute AS rsi
  ON rsi.symbol = bar.symbol AND rsi.bar_start = bar.bar_start
WHERE bar.symbol = @symbol AND bar.market_day = @day
ORDER BY bar.bar_start DESC)";

constexpr std::string_view kRawBars = R"(
SELECT bar_start, symbol, "open", high, low, close, volume, kind, source, fetched_at, load_id,
  record
FROM raw_data.stock_price_minute
WHERE symbol = @symbol AND market_day = @day
ORDER BY bar_start DESC, source)";

constexpr std::string_view kNewestListed = R"(
SELECT MAX(market_day) AS newest
FROM analytics.price_daily
WHERE symbol = @symbol AND exchange IS NOT NULL AND market_day <= @day)";

constexpr std::string_view kWon = R"(
WITH ends AS (
  SELECT MIN(market_day) AS first_day
  FROM analytics.price_daily
  WHERE symbol = @symbol AND exchange IS NOT NULL
)
SELECT prices.market_day, prices.symbol, prices.close, won.quote_day AS rate_day,
  won.source AS rate_source, won.rate, prices.close * won.rate AS close_krw
FROM analytics.price_daily AS prices
CROSS JOIN ends
INNER JOIN analytics.fx_trend_daily AS won
  ON won.currency = 'USD' AND won.quote_day = (SELECT MAX(rates.quote_day)
    FROM analytics.fx_trend_daily AS rates
    WHERE rates.currency = 'USD' AND rates.quote_day <= prices.market_day)
WHERE prices.symbol = @symbol AND prices.market_day IN (ends.first_day, @day)
ORDER BY prices.market_day DESC)";

constexpr std::string_view kWonNumbers = R"(
WITH priced AS (
  SELECT prices.market_day, prices.close, won.rate
  FROM analytics.price_daily AS prices
  INNER JOIN analytics.fx_trend_daily AS won
    ON won.currency = 'USD' AND won.quote_day = (SELECT MAX(rates.quote_day)
      FROM analytics.fx_trend_daily AS rates
      WHERE rates.currency = 'USD' AND rates.quote_day <= prices.market_day)
  WHERE prices.symbol = @symbol AND prices.exchange IS NOT NULL AND prices.market_day <= @day
),
told AS (
  SELECT MIN(CASE WHEN market_day = (SELECT MIN(market_day) FROM priced) THEN close END)
      AS first_close,
    MIN(CASE WHEN market_day = (SELECT MIN(market_day) FROM priced) THEN rate END) AS first_rate,
    MIN(CASE WHEN market_day = @day THEN close END) AS last_close,
    MIN(CASE WHEN market_day = @day THEN rate END) AS last_rate
  FROM priced
)
SELECT first_close, first_rate, first_close * first_rate AS first_krw, last_close, last_rate,
  last_close * last_rate AS last_krw, (last_close - first_close) * first_rate AS price_krw,
  first_close * (last_rate - first_rate) AS rate_krw,
  (last_close - first_close) * (last_rate - first_rate) AS cross_krw,
  last_close * last_rate - first_close * first_rate AS total_krw
FROM told)";

constexpr std::string_view kRawWon = R"(
WITH ends AS (
  SELECT MIN(market_day) AS first_day
  FROM analytics.price_daily
  WHERE symbol = @symbol AND exchange IS NOT NULL
)
SELECT told.market_day, told.symbol, told.close, told.source, told.fetched_at, told.load_id,
  told.record
FROM raw_data.stock_price_daily AS told
CROSS JOIN ends
WHERE told.symbol = @symbol AND told.market_day IN (ends.first_day, @day)
ORDER BY told.market_day DESC, told.source)";

constexpr std::string_view kRawWonRate = R"(
WITH ends AS (
  SELECT MIN(market_day) AS first_day
  FROM analytics.price_daily
  WHERE symbol = @symbol AND exchange IS NOT NULL
)
SELECT told.quote_day, told.currency, told.deal_base_rate, told.source, told.fetched_at,
  told.load_id, told.record
FROM raw_data.fx_rate_daily AS told
CROSS JOIN ends
INNER JOIN analytics.fx_trend_daily AS won
  ON won.currency = told.currency AND won.quote_day = told.quote_day AND won.source = told.source
WHERE told.currency = 'USD' AND told.quote_day IN (
  (SELECT MAX(quote_day) FROM analytics.fx_trend_daily
    WHERE currency = 'USD' AND quote_day <= ends.first_day),
  (SELECT MAX(quote_day) FROM analytics.fx_trend_daily
    WHERE currency = 'USD' AND quote_day <= @day))
ORDER BY told.quote_day DESC)";

constexpr std::string_view kActions = R"(
SELECT ex_day, symbol, kind, numerator, denominator, amount_usd, source
FROM raw_data.corporate_action
WHERE symbol = @symbol
ORDER BY ex_day DESC, kind)";

constexpr std::string_view kRawActions = R"(
SELECT ex_day, symbol, kind, numerator, denominator, amount_usd, source, fetched_at, load_id,
  record
FROM raw_data.corporate_action
WHERE symbol = @symbol
ORDER BY ex_day DESC, kind)";

constexpr std::string_view kIssueRows = R"(
SELECT day, source, scope, kind, detail
FROM analytics.data_issue
WHERE scope = @symbol
ORDER BY day DESC, kind)";

constexpr std::string_view kRawIssues = R"(
SELECT market_day, symbol, exchange, close, previous_close, volume, source, fetched_at, load_id,
  record
FROM raw_data.stock_price_daily
WHERE symbol = @symbol
  AND market_day IN (SELECT day FROM analytics.data_issue WHERE scope = @symbol)
ORDER BY market_day DESC, source)";

constexpr std::string_view kIssues = "scope = @symbol";

constexpr std::string_view kPrices = "raw_data.stock_price_daily";

constexpr std::string_view kRates = "raw_data.fx_rate_daily";

constexpr Evidence kEvidence[] = {
    {.tile = "stock.facts",
     .how = "symbol_why_facts",
     .tables = "analytics.price_daily analytics.fx_trend_daily raw_data.stock_price_daily "
               "raw_data.fx_rate_daily",
     .parameters = "day symbol",
     .newest = kNewest,
     .rows = kFacts,
     .raw = {{{kPrices, kRawFacts}, {kRates, kRawRate}}},
     .numbers = kFactNumbers,
     .headline = "close",
     .arithmetic = "close * rate = close_krw; close - previous_close = change",
     .issues = kIssues},
    {.tile = "stock.daily",
     .how = "symbol_why_facts",
     .tables = "analytics.price_daily analytics.stock_rsi_daily raw_data.stock_price_daily",
     .parameters = "day symbol",
     .newest = kNewest,
     .rows = kDaily,
     .raw = {{{kPrices, kRawDaily}}},
     .issues = kIssues},
    {.tile = "stock.bars",
     .how = "symbol_why_bars",
     .tables = "analytics.price_minute analytics.stock_rsi_minute raw_data.stock_price_minute",
     .parameters = "day symbol",
     .newest = kNewestBar,
     .rows = kBars,
     .raw = {{{"raw_data.stock_price_minute", kRawBars}}},
     .issues = kIssues},
    {.tile = "stock.won",
     .how = "symbol_why_won",
     .tables = "analytics.price_daily analytics.fx_trend_daily raw_data.stock_price_daily "
               "raw_data.fx_rate_daily",
     .parameters = "day symbol",
     .newest = kNewestListed,
     .rows = kWon,
     .raw = {{{kPrices, kRawWon}, {kRates, kRawWonRate}}},
     .numbers = kWonNumbers,
     .arithmetic = "first_close * first_rate = first_krw; last_close * last_rate = last_krw; "
                   "price_krw + rate_krw + cross_krw = total_krw",
     .issues = kIssues},
    {.tile = "stock.actions",
     .how = "symbol_why_actions",
     .tables = "raw_data.corporate_action",
     .parameters = "symbol",
     .rows = kActions,
     .raw = {{{"raw_data.corporate_action", kRawActions}}},
     .issues = kIssues},
    {.tile = "stock.issues",
     .how = "market_why_issues",
     .tables = "analytics.data_issue analytics.price_issue_daily raw_data.stock_price_daily",
     .parameters = "symbol",
     .rows = kIssueRows,
     .raw = {{{kPrices, kRawIssues}}},
     .issues = kIssues},
};

}  // namespace

std::span<const Evidence> stock_evidence() { return kEvidence; }

}  // namespace seohak
