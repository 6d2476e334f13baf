#include <algorithm>
#include <limits>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/time.h"
#include "math/rsi_status.h"
#include "math/rsi_wilder.h"
#include "serve/ask.h"
#include "serve/evidence_statement.h"
#include "serve/joined_sql.h"
#include "serve/minute_stocks.h"
#include "serve/signal_board.h"

namespace seohak {
namespace {

constexpr int kPeriod = 14;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

constexpr std::string_view kEach = R"(
SELECT symbol, market_day, name, name_ko, sector, change_pct, traded_usd, market_cap_usd
FROM told
ORDER BY symbol)";

constexpr std::string_view kStored = R"(
SELECT rated.symbol, rated.market_day, CAST(EXTRACT(EPOCH FROM rated.bar_start) AS BIGINT) AS bar_start, rated.close,
  rated.rsi_wilder, rated.status, bar.source
FROM analytics.stock_rsi_minute AS rated
INNER JOIN analytics.price_minute AS bar
  ON bar.symbol = rated.symbol AND bar.bar_start = rated.bar_start
WHERE rated.symbol IN ({})
ORDER BY 1, 3)";

/// Bars of some stocks, by symbol and time, with their indexes.
struct RatedBars {
  TableView view;
  std::vector<double> closes = {};
  std::vector<double> rsi = {};
  std::vector<std::string> status = {};  ///< empty where there is no index yet
};

/// First to one past the last row of each symbol.
using Span = std::pair<std::size_t, std::size_t>;

std::vector<Span> spans_of(const TableView& view) {
  const std::size_t symbol = view.find("symbol");
  std::vector<Span> spans;
  for (std::size_t row = 0; row < view.rows(); ++row) {
    if (spans.empty() || view.text(symbol, row) != view.text(symbol, spans.back().first))
      spans.emplace_back(row, row);
    ++spans.back().second;
  }
  return spans;
}

Result<RatedBars> stored_minutes(WarehouseReader& warehouse,
                                 const std::vector<std::string>& symbols) {
  const std::vector<std::string_view> marks(symbols.size(), "?");
  RatedBars bars{SEOHAK_TRY(
      ask(warehouse, fmt::format(fmt::runtime(kStored), fmt::join(marks, ", ")), symbols))};
  for (std::size_t row = 0; row < bars.view.rows(); ++row) {
    bars.closes.push_back(bars.view.number("close", row));
    bars.rsi.push_back(bars.view.number("rsi_wilder", row));
    bars.status.push_back(bars.view.text("status", row));
  }
  return bars;
}

Result<RatedBars> rolled_up(WarehouseReader& warehouse, const BarSize& size,
                            const std::vector<std::string>& symbols) {
  RatedBars bars{SEOHAK_TRY(minute_bars(warehouse, size, symbols))};
  const std::size_t count = bars.view.rows();
  for (std::size_t row = 0; row < count; ++row)
    bars.closes.push_back(bars.view.number("close", row));
  bars.rsi.resize(count);
  std::vector<std::string_view> words(count);
  for (const auto& [first, end] : spans_of(bars.view)) {
    const std::span closes = std::span(bars.closes).subspan(first, end - first);
    rsi_wilder(closes, kPeriod, std::span(bars.rsi).subspan(first, end - first));
    rsi_status(closes, kPeriod, std::span(words).subspan(first, end - first));
  }
  bars.status.assign(words.begin(), words.end());
  return bars;
}

/// Fills in what the bars [first, end) of one stock tell; the last has an index.
void take_bars(const RatedBars& bars, Span span, Signal& one) {
  const auto [first, end] = span;
  const std::size_t last = end - 1;
  std::size_t began = last;
  while (began > first && bars.status[began - 1] == bars.status[last]) --began;
  one.close = bars.view.text("close", last);
  one.rsi = bars.rsi[last];
  one.status = bars.status[last];
  const auto start = [&](std::size_t row) {
    return format(Instant(std::chrono::seconds(std::stoll(bars.view.text("bar_start", row)))));
  };
  one.since = start(began);
  one.at = start(last);
  one.bars = static_cast<std::int64_t>(end - began);
  one.closes.fill(kNone);
  const std::size_t drawn = std::min(kSignalBars, end - first);
  std::copy_n(bars.closes.begin() + static_cast<std::ptrdiff_t>(end - drawn), drawn,
              one.closes.end() - static_cast<std::ptrdiff_t>(drawn));
}

}  // namespace

Result<SignalBoard> minute_signals(WarehouseReader& warehouse, const BarSize& size,
                                   const std::string& day) {
  const BoundStatement each =
      bind_statement(JoinedSql<kMinuteStocks, kEach>::kText, {{"day", day}});
  const TableView stocks = SEOHAK_TRY(ask(warehouse, each.sql, each.values));
  SignalBoard board;
  board.as_of_table = "raw_data.stock_price_minute";
  if (stocks.rows() == 0) return board;
  std::vector<std::string> symbols;
  for (std::size_t row = 0; row < stocks.rows(); ++row) {
    symbols.push_back(stocks.text("symbol", row));
    board.market_day = std::max(board.market_day, stocks.text("market_day", row));
  }
  const RatedBars bars = SEOHAK_TRY(size.minutes == 1 ? stored_minutes(warehouse, symbols)
                                                      : rolled_up(warehouse, size, symbols));
  board.sources = bars.view.distinct("source");
  for (Span span : spans_of(bars.view)) {
    while (bars.view.text("market_day", span.second - 1) > day) --span.second;
    if (bars.status[span.second - 1].empty()) continue;
    const std::string symbol = bars.view.text("symbol", span.first);
    const auto place = std::lower_bound(symbols.begin(), symbols.end(), symbol) - symbols.begin();
    Signal one = told_signal(stocks, static_cast<std::size_t>(place));
    take_bars(bars, span, one);
    board.rows.push_back(std::move(one));
  }
  return board;
}

}  // namespace seohak
