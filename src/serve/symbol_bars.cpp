#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <span>

#include <fmt/format.h>

#include "base/time.h"
#include "math/rsi_wilder.h"
#include "serve/ask.h"
#include "serve/known_symbol.h"
#include "serve/resources.h"

namespace seohak {
namespace {

struct BarSize {
  std::string_view name;
  int minutes;
};
constexpr std::array kIntervals = {BarSize{"1m", 1}, BarSize{"5m", 5}, BarSize{"15m", 15},
                                   BarSize{"1h", 60}};

/// Bars of {0} minutes, counted from the opening bell; their volume is null when no minute has one.
constexpr std::string_view kBars = R"(
WITH minutes AS (
  SELECT bar.*, CAST(EXTRACT(EPOCH FROM sessions.open_at) AS BIGINT) AS opens,
    CAST(FLOOR((EXTRACT(EPOCH FROM bar.bar_start) - EXTRACT(EPOCH FROM sessions.open_at))
      / (60 * {0})) AS BIGINT) AS part
  FROM analytics.price_minute AS bar
  INNER JOIN raw_data.market_session AS sessions
    ON sessions.exchange = 'XNYS' AND sessions.market_day = bar.market_day
  WHERE bar.symbol = ?
),
placed AS (
  SELECT *,
    ROW_NUMBER() OVER (PARTITION BY market_day, part ORDER BY bar_start) AS from_start,
    ROW_NUMBER() OVER (PARTITION BY market_day, part ORDER BY bar_start DESC) AS from_end
  FROM minutes
)
SELECT MIN(opens) + 60 * {0} * part AS bar_start, market_day,
  MAX(CASE WHEN from_start = 1 THEN "open" END) AS "open", MAX(high) AS high, MIN(low) AS low,
  MAX(CASE WHEN from_end = 1 THEN close END) AS close, CAST(SUM(volume) AS BIGINT) AS volume,
  MAX(source) AS source
FROM placed
GROUP BY market_day, part
ORDER BY 1)";

constexpr std::string_view kFlagged = R"(
SELECT day, detail
FROM analytics.data_issue
WHERE scope = ? AND kind = 'minute_volume_excess'
ORDER BY day)";

double number(const std::string& text) {
  double value = std::numeric_limits<double>::quiet_NaN();
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<double> rsi_of(const TableView& bars) {
  constexpr int kPeriod = 14;
  std::vector<double> closes(bars.rows());
  for (std::size_t row = 0; row < bars.rows(); ++row) closes[row] = number(bars.text("close", row));
  std::vector<double> rsi(bars.rows());
  rsi_wilder(closes, kPeriod, rsi);
  return rsi;
}

/// The place of the first bar at or after `?before=`; all when it is absent.
std::size_t end_of(const TableView& bars, const WebRequest& request) {
  const auto text = request.parameter("before");
  if (!text) return bars.rows();
  const Instant before = parse_instant(*text).value();
  std::size_t end = 0;
  while (end < bars.rows() &&
         Instant(std::chrono::seconds(std::stoll(bars.text("bar_start", end)))) < before)
    ++end;
  return end;
}

void write_bars(const TableView& bars, std::size_t first, std::size_t end, JsonWriter& json) {
  const std::vector<double> rsi = rsi_of(bars);
  json.begin_array();
  for (std::size_t row = first; row < end; ++row) {
    const Instant start{std::chrono::seconds(std::stoll(bars.text("bar_start", row)))};
    json.begin_object().key("bar_start").text(format(start));
    bars.write_members(row, json,
                       {"market_day", "open", "high", "low", "close", "volume", "source"});
    json.key("rsi_wilder").number(rsi[row]).end_object();
  }
  json.end_array();
}

}  // namespace

Result<ApiAnswer> symbol_bars_resource(const ApiContext& context, const WebRequest& request) {
  const int limit = integer_parameter(request, "limit", 2000);
  const std::string_view name = request.parameter("interval").value_or("15m");
  const auto interval = std::find_if(kIntervals.begin(), kIntervals.end(),
                                     [&](const BarSize& one) { return one.name == name; });
  const std::string symbol = SEOHAK_TRY(known_symbol(context, request));
  const TableView bars = SEOHAK_TRY(
      ask(context.warehouse, fmt::format(fmt::runtime(kBars), interval->minutes), {symbol}));
  const TableView flagged = SEOHAK_TRY(ask(context.warehouse, kFlagged, {symbol}));
  const std::size_t end = end_of(bars, request);
  const std::size_t first = end - std::min(end, static_cast<std::size_t>(limit));
  ApiAnswer answer;
  answer.sources = bars.distinct("source");
  answer.as_of_table = "raw_data.stock_price_minute";
  JsonWriter& json = answer.data.begin_object();
  json.key("symbol").text(symbol).key("interval").text(name);
  write_bars(bars, first, end, json.key("rows"));
  json.key("earlier").boolean(first > 0);
  flagged.write_rows(json.key("flagged"));
  json.end_object();
  return answer;
}

}  // namespace seohak
