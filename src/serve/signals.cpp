#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/time.h"
#include "serve/ask.h"
#include "serve/market_day.h"
#include "serve/noted_reads.h"
#include "serve/resources.h"
#include "serve/signal_filter.h"

namespace seohak {
namespace {

/// Won per dollar of the market day, and whose.
constexpr std::string_view kRate = R"(
SELECT rate, source AS rate_source, quote_day AS rate_day
FROM analytics.fx_trend_daily
WHERE currency = 'USD' AND quote_day = (
  SELECT MAX(quote_day) FROM analytics.fx_trend_daily
  WHERE currency = 'USD' AND quote_day <= CAST(? AS DATE)))";

/// Of bars of that size up to `last`; of days when it is null.
Result<SignalBoard> read_board(const ApiContext& context, const WebRequest& request,
                               const BarSize* size, const std::string& last) {
  if (size != nullptr) return minute_signals(context.warehouse, *size, last);
  const std::string day =
      SEOHAK_TRY(newest_day(context, request, "market_day", "analytics.stock_rsi_daily"));
  if (day.empty()) return no_prices(request);
  return daily_signals(context.warehouse, day);
}

Result<std::shared_ptr<const SignalBoard>> board_of(const ApiContext& context,
                                                    const WebRequest& request,
                                                    std::string_view bar) {
  const std::optional<PlainDay> until = day_parameter(request, "day");
  const BarSize* size = find_bar_size(bar);
  const std::string last = until ? format_day(until->date) : "9999-12-31";
  const std::string name = fmt::format("{} {}", bar, last);
  return context.signal_boards->get(
      name, context.warehouse.version(), [&]() -> Result<SignalBoard> {
        NotedReads reads(context.warehouse);
        SignalBoard board = SEOHAK_TRY(read_board(through(context, reads), request, size, last));
        board.follows = reads.tables();
        return board;
      });
}

Result<void> write_rate(WarehouseReader& warehouse, const std::string& day, JsonWriter& json) {
  const TableView rate = SEOHAK_TRY(ask(warehouse, kRate, {day.empty() ? "0001-01-01" : day}));
  if (rate.rows() == 0) {
    json.null();
    return {};
  }
  rate.write_members(0, json.begin_object());
  json.end_object();
  return {};
}

JsonWriter& text_or_null(const std::string& text, JsonWriter& json) {
  return text.empty() ? json.null() : json.text(text);
}

/// Closes as whole hundredths of their range, null where one is missing; 50 when they are equal.
void write_spark(const Signal& one, double low, double high, JsonWriter& json) {
  constexpr double kMiddle = 50;
  constexpr double kWhole = 100;
  json.begin_array();
  for (const double close : one.closes)
    json.number(low == high ? kMiddle + 0 * close
                            : std::round(kWhole * (close - low) / (high - low)));
  json.end_array();
}

void write_signal(const Signal& one, JsonWriter& json) {
  double low = one.closes.back();
  double high = low;
  for (const double close : one.closes) {
    low = std::fmin(low, close);
    high = std::fmax(high, close);
  }
  json.begin_object().key("symbol").text(one.symbol);
  text_or_null(one.name, json.key("name"));
  text_or_null(one.name_ko, json.key("name_ko"));
  json.key("sector").text(one.sector).key("close").text(one.close);
  json.key("change_pct").number(one.change_pct).key("rsi_wilder").number(one.rsi);
  json.key("status").text(one.status).key("since").text(one.since).key("bars").number(one.bars);
  text_or_null(one.at, json.key("at"));
  json.key("traded_usd").number(one.traded_usd).key("market_cap_usd").number(one.market_cap_usd);
  json.key("times_usual").number(one.times_usual).key("low").number(low).key("high").number(high);
  write_spark(one, low, high, json.key("spark"));
  json.end_object();
}

void write_counts(const SignalBoard& board, const SignalSelection& selection, JsonWriter& json) {
  json.key("listed");
  board.listed ? json.number(*board.listed) : json.null();
  json.key("rated").number(static_cast<std::int64_t>(board.rows.size()));
  json.key("total").number(static_cast<std::int64_t>(selection.places.size()));
  json.key("overbought").number(selection.overbought).key("neutral").number(selection.neutral);
  json.key("oversold").number(selection.oversold).key("bins").begin_array();
  for (const std::int64_t count : selection.bins) json.number(count);
  json.end_array().key("sectors").begin_array();
  for (const auto& [sector, symbols] : selection.sectors) {
    json.begin_object().key("sector").text(sector);
    json.key("symbols").number(symbols).end_object();
  }
  json.end_array();
}

void write_rows(const SignalBoard& board, const SignalSelection& selection, std::size_t offset,
                std::size_t limit, JsonWriter& json) {
  json.begin_array();
  const std::size_t end = std::min(selection.places.size(), offset + limit);
  for (std::size_t at = offset; at < end; ++at)
    write_signal(board.rows[selection.places[at]], json);
  json.end_array();
}

}  // namespace

Result<ApiAnswer> signals_resource(const ApiContext& context, const WebRequest& request) {
  const auto limit = static_cast<std::size_t>(integer_parameter(request, "limit", 100));
  const auto offset = static_cast<std::size_t>(integer_parameter(request, "offset", 0));
  const SignalFilter filter = signal_filter(request);
  const std::string_view bar = request.parameter("bar").value_or("1d");
  const auto board = SEOHAK_TRY(board_of(context, request, bar));
  const SignalSelection selection = select(*board, filter);
  ApiAnswer answer{{}, board->sources, board->as_of_table, board->follows};
  JsonWriter& json = answer.data.begin_object();
  json.key("bar").text(bar).key("market_day");
  text_or_null(board->market_day, json);
  write_counts(*board, selection, json);
  SEOHAK_TRY(write_rate(context.warehouse, board->market_day, json.key("rate")));
  write_rows(*board, selection, offset, limit, json.key("rows"));
  json.end_object();
  return answer;
}

}  // namespace seohak
