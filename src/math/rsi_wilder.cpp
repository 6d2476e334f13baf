#include "math/rsi_wilder.h"

#include <cmath>
#include <limits>

#include "base/check.h"

namespace seohak {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double index_of(double average_gain, double average_loss) {
  const double movement = average_gain + average_loss;
  return movement == 0 ? 0 : 100 * (average_gain / movement);
}

/// The averages with one more change; `before` = period - 1, `share` = 1 / period. The order of
/// operations is TA-Lib's, so that the bits are.
void smooth(double change, double before, double share, double& average_gain,
            double& average_loss) {
  average_gain = (average_gain * before + (change > 0 ? change : 0)) * share;
  average_loss = (average_loss * before + (change < 0 ? -change : 0)) * share;
}

}  // namespace

double RsiWilderState::push(double next_close) {
  if (!std::isfinite(next_close)) return kNone;
  const double change = next_close - close;
  close = next_close;
  if (++closes == 1) return kNone;
  const double share = 1.0 / period;
  if (closes > period + 1) {
    smooth(change, period - 1, share, average_gain, average_loss);
    return index_of(average_gain, average_loss);
  }
  average_gain += change > 0 ? change : 0;
  average_loss += change < 0 ? -change : 0;
  if (closes <= period) return kNone;
  average_gain *= share;
  average_loss *= share;
  return index_of(average_gain, average_loss);
}

void rsi_wilder(std::span<const double> close, int period, std::span<double> out) {
  SEOHAK_CHECK(period >= 2);
  SEOHAK_CHECK(out.size() == close.size());
  RsiWilderState state{.period = period};
  std::size_t i = 0;
  for (; i < close.size() && state.closes <= period; ++i) out[i] = state.push(close[i]);
  // The rest of push, with nothing to count.
  const double before = period - 1;
  const double share = 1.0 / period;
  for (; i < close.size(); ++i) {
    if (!std::isfinite(close[i])) {
      out[i] = kNone;
      continue;
    }
    smooth(close[i] - state.close, before, share, state.average_gain, state.average_loss);
    state.close = close[i];
    out[i] = index_of(state.average_gain, state.average_loss);
  }
}

}  // namespace seohak
