#include "math/rsi_status.h"

#include <cmath>

#include "base/check.h"
#include "math/rsi_wilder.h"

namespace seohak {

std::string_view rsi_status(double value, bool moved) {
  if (std::isnan(value)) return "";
  if (!moved) return "Neutral";
  if (value >= 70) return "Overbought";
  return value <= 30 ? "Oversold" : "Neutral";
}

void rsi_status(std::span<const double> close, int period, std::span<std::string_view> out) {
  SEOHAK_CHECK(period >= 2);
  SEOHAK_CHECK(out.size() == close.size());
  RsiWilderState state{.period = period};
  for (std::size_t i = 0; i < close.size(); ++i) {
    const double value = state.push(close[i]);
    out[i] = rsi_status(value, state.moved());
  }
}

}  // namespace seohak
