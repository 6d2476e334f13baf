#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "load/warehouse.h"
#include "serve/minute_bars.h"
#include "serve/table_view.h"

namespace seohak {

/// Bars that a row draws.
inline constexpr std::size_t kSignalBars = 30;

/// One stock with its newest RSI(14). Doubles are NaN and texts empty where nothing is told.
struct Signal {
  std::string symbol;
  std::string name;     ///< English
  std::string name_ko;  ///< Korean
  std::string sector;   ///< the listing's word, "Unclassified" without one
  std::string close;    ///< USD, as stored
  double change_pct = 0;
  double rsi = 0;
  std::string status;     ///< Overbought, Neutral or Oversold
  std::string since;      ///< the day or instant of the bar with which the status began
  std::int64_t bars = 0;  ///< stored bars since then, that one included
  std::string at;         ///< start of the newest bar; empty where bars are days
  double traded_usd = 0;
  double market_cap_usd = 0;
  double times_usual = 0;                    ///< volume over the usual one (usual_volume.h)
  std::array<double, kSignalBars> closes{};  ///< oldest first; NaN where a bar is missing
};

/// The stocks that have an RSI at one time and length of bars, by symbol.
struct SignalBoard {
  std::string market_day;              ///< of the newest bar
  std::optional<std::int64_t> listed;  ///< stocks on that day's lists, where all could have an RSI
  std::vector<std::string> sources;    ///< whose prices these are
  std::string as_of_table;             ///< the raw table of these prices
  std::vector<Signal> rows;
  std::set<std::string, std::less<>> follows;  ///< the tables it was read from
};

/// What a row of a statement tells of a stock: symbol, names, sector, change_pct, traded_usd and
/// market_cap_usd; times_usual is NaN.
Signal told_signal(const TableView& view, std::size_t row);

/// RSI of the daily closes of `day` (with stored RSI). Closes are those of the 30 sessions to it.
/// Errors: of the warehouse.
Result<SignalBoard> daily_signals(WarehouseReader& warehouse, const std::string& day);

/// RSI of each stock's newest bar of that size up to `day`, of the stocks whose minutes reach into
/// the 30 sessions to the newest minute. 1m is analytics.stock_rsi_minute; longer bars are rolled
/// up. Change, traded value and market cap are of that bar's day. Errors: of the warehouse.
Result<SignalBoard> minute_signals(WarehouseReader& warehouse, const BarSize& size,
                                   const std::string& day);

}  // namespace seohak
