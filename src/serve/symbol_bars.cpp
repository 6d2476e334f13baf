#include <algorithm>
#include <vector>

#include "base/time.h"
#include "math/rsi_wilder.h"
#include "serve/ask.h"
#include "serve/known_symbol.h"
#include "serve/minute_bars.h"
#include "serve/resources.h"

namespace seohak {
namespace {

constexpr std::string_view kFlagged = R"(
SELECT day, detail
FROM analytics.data_issue
WHERE scope = ? AND kind = 'minute_volume_excess'
ORDER BY day)";

std::vector<double> rsi_of(const TableView& bars) {
  constexpr int kPeriod = 14;
  std::vector<double> closes(bars.rows());
  for (std::size_t row = 0; row < bars.rows(); ++row) closes[row] = bars.number("close", row);
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
  const std::string symbol = SEOHAK_TRY(known_symbol(context, request));
  const TableView bars = SEOHAK_TRY(minute_bars(context.warehouse, *find_bar_size(name), {symbol}));
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
