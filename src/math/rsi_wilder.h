#pragma once

#include <cstdint>
#include <span>

namespace seohak {

/// Wilder's relative strength index, one bar at a time. Plain data: a stored and restored state
/// goes on with the bits of an unbroken run. Start with `RsiWilderState{.period = 14}`;
/// `period` >= 2. Thread-compatible.
struct RsiWilderState {
  int period = 14;
  std::int64_t closes = 0;  ///< bars seen, gaps not counted
  double close = 0;         ///< of the newest bar
  double average_gain = 0;  ///< sums of the changes until `period` of them are seen
  double average_loss = 0;  ///< the same; >= 0

  /// Takes the next close; 0..100, NaN until `period` changes are seen. 0 when the close never
  /// moved. A NaN or infinite close is a gap: it gives NaN and changes nothing.
  double push(double next_close);
  /// Whether there is a value, and the close moved at least once.
  bool moved() const { return closes > period && average_gain + average_loss != 0; }
};

/// Wilder's relative strength index.
///   close  [n] prices in one currency, oldest first; a NaN is a gap (RsiWilderState::push)
///   period bars, >= 2
///   out    [n] 0..100; first `period` values NaN, all when n <= period; must not overlap close
/// O(n), no allocation. Equal to RsiWilderState bit by bit, and to TA-Lib 0.8 (TA_RSI: the mean of
/// the first changes is the seed). Source: Wilder, New Concepts in Technical Trading Systems, 1978.
/// Golden: tests/golden/rsi.csv
void rsi_wilder(std::span<const double> close, int period, std::span<double> out);

}  // namespace seohak
