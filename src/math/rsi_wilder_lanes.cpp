#include "math/rsi_wilder_lanes.h"

#include <algorithm>

#include "base/check.h"

namespace seohak {
namespace {

constexpr int kLongestPeriod = 254;  // period + 1 is counted in a byte

RsiWilderState state_of(const RsiLanes& lanes, const RsiLanesSeen& seen, std::size_t lane,
                        int period) {
  return {.period = period,
          .closes = seen[lane],
          .close = lanes.close[lane],
          .average_gain = lanes.gain[lane],
          .average_loss = lanes.loss[lane]};
}

void set_state(const RsiWilderState& state, RsiLanes& lanes, RsiLanesSeen& seen, std::size_t lane) {
  seen[lane] = static_cast<std::uint8_t>(std::min<std::int64_t>(state.closes, state.period + 1));
  lanes.close[lane] = state.close;
  lanes.gain[lane] = state.average_gain;
  lanes.loss[lane] = state.average_loss;
}

void push_plain(const LanesTask& task) {
  for (std::size_t block = 0; block < task.blocks; ++block)
    for (std::size_t lane = 0; lane < kRsiLanes; ++lane)
      task.out[block * kRsiLanes + lane] =
          push_lane(task.lanes[block], task.seen[block], lane, task.period,
                    task.close[block * kRsiLanes + lane]);
}

void push_blocks(const LanesTask& task, Simd simd) {
#if defined(__x86_64__)
  if (simd == Simd::avx512) return push_lanes_avx512(task);
  if (simd == Simd::avx2) return push_lanes_avx2(task);
#endif
  push_plain(task);
}

}  // namespace

double push_lane(RsiLanes& lanes, RsiLanesSeen& seen, std::size_t lane, int period, double close) {
  RsiWilderState state = state_of(lanes, seen, lane, period);
  const double value = state.push(close);
  set_state(state, lanes, seen, lane);
  return value;
}

RsiWilderLanes::RsiWilderLanes(std::size_t series, int period, Simd simd)
    : series_(series),
      period_(period),
      simd_(simd),
      lanes_((series + kRsiLanes - 1) / kRsiLanes),
      seen_(lanes_.size()) {
  SEOHAK_CHECK(period >= 2 && period <= kLongestPeriod);
  SEOHAK_CHECK(simd <= best_simd());
}

void RsiWilderLanes::push(std::span<const double> close, std::span<double> out) {
  SEOHAK_CHECK(close.size() == series_);
  SEOHAK_CHECK(out.size() == series_);
  const std::size_t whole = series_ / kRsiLanes;
  push_blocks({lanes_.data(), seen_.data(), whole, period_, close.data(), out.data()}, simd_);
  for (std::size_t i = whole * kRsiLanes; i < series_; ++i)
    out[i] = push_lane(lanes_[whole], seen_[whole], i % kRsiLanes, period_, close[i]);
}

RsiWilderState RsiWilderLanes::state(std::size_t series) const {
  SEOHAK_CHECK(series < series_);
  const std::size_t block = series / kRsiLanes;
  return state_of(lanes_[block], seen_[block], series % kRsiLanes, period_);
}

void RsiWilderLanes::restore(std::size_t series, const RsiWilderState& state) {
  SEOHAK_CHECK(series < series_);
  SEOHAK_CHECK(state.period == period_);
  const std::size_t block = series / kRsiLanes;
  set_state(state, lanes_[block], seen_[block], series % kRsiLanes);
}

}  // namespace seohak
