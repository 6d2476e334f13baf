#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "math/rsi_wilder.h"
#include "math/rsi_wilder_lanes_x86.h"
#include "math/rsi_wilder_tiled.h"

namespace seohak {

/// Wilder's relative strength index of many series that go on together: one call takes one new bar
/// of each. Has the bits of RsiWilderState, whatever the machine. Thread-compatible.
class RsiWilderLanes {
 public:
  /// `series` of them, no bar seen yet; `period` 2..254; `simd` at most best_simd().
  RsiWilderLanes(std::size_t series, int period, Simd simd = best_simd());

  std::size_t size() const { return series_; }
  /// The next bar of each series.
  ///   close  [size()] prices; NaN or infinite where a series has no bar: it stays as it was
  ///   out    [size()] as RsiWilderState::push gives it: 0..100, NaN at a gap and until `period`
  ///          changes are seen; must not overlap close
  /// O(size()), no allocation.
  void push(std::span<const double> close, std::span<double> out);

  /// Of one series; its `closes` stop at period + 1, from where on they make no difference.
  RsiWilderState state(std::size_t series) const;
  /// Goes on from `state`, which has this period.
  void restore(std::size_t series, const RsiWilderState& state);

 private:
  std::size_t series_;
  int period_;
  Simd simd_;
  std::vector<RsiLanes> lanes_;
  std::vector<RsiLanesSeen> seen_;  ///< beside lanes_
};

}  // namespace seohak
