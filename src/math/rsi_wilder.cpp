#include "math/rsi_wilder.h"

#include <cmath>
#include <limits>

#include "base/check.h"

namespace seohak {

// The order of operations is TA-Lib's, so that the bits are: multiply by 1 / period, divide last.
double RsiWilderState::push(double next_close) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (!std::isfinite(next_close)) return kNone;
  const double change = next_close - close;
  close = next_close;
  if (++closes == 1) return kNone;
  const double gain = change > 0 ? change : 0;
  const double loss = change < 0 ? -change : 0;
  const double share = 1.0 / period;
  if (closes <= period + 1) {
    average_gain += gain;
    average_loss += loss;
    if (closes <= period) return kNone;
    average_gain *= share;
    average_loss *= share;
  } else {
    average_gain = (average_gain * (period - 1) + gain) * share;
    average_loss = (average_loss * (period - 1) + loss) * share;
  }
  const double movement = average_gain + average_loss;
  return movement == 0 ? 0 : 100 * (average_gain / movement);
}

void rsi_wilder(std::span<const double> close, int period, std::span<double> out) {
  SEOHAK_CHECK(period >= 2);
  SEOHAK_CHECK(out.size() == close.size());
  RsiWilderState state{.period = period};
  for (std::size_t i = 0; i < close.size(); ++i) out[i] = state.push(close[i]);
}

}  // namespace seohak
