#include "math/rsi_cutler.h"

#include <cmath>
#include <limits>

#include "base/check.h"

namespace seohak {

double RsiCutlerState::push(double next_close) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (!std::isfinite(next_close)) return kNone;
  const double change = next_close - close;
  close = next_close;
  if (++closes == 1) return kNone;
  const auto length = static_cast<std::size_t>(period);
  const std::size_t newest = static_cast<std::size_t>(closes - 2) % length;
  changes[newest] = change;
  if (closes <= period) return kNone;
  double gains = 0;
  double losses = 0;
  const auto add = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      gains += changes[i] > 0 ? changes[i] : 0;
      losses += changes[i] < 0 ? -changes[i] : 0;
    }
  };
  add(newest + 1, length);
  add(0, newest + 1);
  const double movement = gains + losses;
  return movement == 0 ? 0 : 100 * (gains / movement);
}

void rsi_cutler(std::span<const double> close, int period, std::span<double> out) {
  SEOHAK_CHECK(period >= 2 && period <= RsiCutlerState::kMaxPeriod);
  SEOHAK_CHECK(out.size() == close.size());
  RsiCutlerState state{.period = period};
  for (std::size_t i = 0; i < close.size(); ++i) out[i] = state.push(close[i]);
}

}  // namespace seohak
