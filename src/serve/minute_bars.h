#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "load/warehouse.h"
#include "serve/table_view.h"

namespace seohak {

/// A length of bars that are rolled up from stored minutes.
struct BarSize {
  std::string_view name;  ///< as requests spell it: 5m
  int minutes = 1;
};
/// 1m, 5m, 15m or 1h; null for another name.
const BarSize* find_bar_size(std::string_view name);

/// Bars of the symbols' regular sessions, by symbol, oldest first, counted from the opening bell:
/// symbol, bar_start (seconds since 1970), market_day, open, high, low, close, volume (null when no
/// minute has one), source. Errors: of the warehouse.
Result<TableView> minute_bars(WarehouseReader& warehouse, const BarSize& size,
                              const std::vector<std::string>& symbols);

}  // namespace seohak
