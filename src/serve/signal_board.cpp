#include "serve/signal_board.h"

#include <limits>

namespace seohak {

Signal told_signal(const TableView& view, std::size_t row) {
  Signal one;
  one.symbol = view.text("symbol", row);
  one.name = view.text("name", row);
  one.name_ko = view.text("name_ko", row);
  one.sector = view.text("sector", row);
  one.change_pct = view.number("change_pct", row);
  one.traded_usd = view.number("traded_usd", row);
  one.market_cap_usd = view.number("market_cap_usd", row);
  one.times_usual = std::numeric_limits<double>::quiet_NaN();
  return one;
}

}  // namespace seohak
