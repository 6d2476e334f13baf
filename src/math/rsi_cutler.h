#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace seohak {

/// Cutler's relative strength index, one bar at a time. Plain data: a stored and restored state
/// goes on with the bits of an unbroken run. Start with `RsiCutlerState{.period = 14}`;
/// 2 <= `period` <= kMaxPeriod. Thread-compatible.
struct RsiCutlerState {
  static constexpr int kMaxPeriod = 128;

  int period = 14;
  std::int64_t closes = 0;                   ///< bars seen, gaps not counted
  double close = 0;                          ///< of the newest bar
  std::array<double, kMaxPeriod> changes{};  ///< the newest `period`: number n at n % period

  /// Takes the next close; 0..100, NaN until `period` changes are seen. 0 when the close did not
  /// move in the window. A NaN or infinite close is a gap: it gives NaN and changes nothing.
  double push(double next_close);
};

/// Cutler's relative strength index: 100 × gains / (gains + losses), simple sums over the newest
/// `period` changes, so a value depends on nothing before them.
///   close  [n] prices in one currency, oldest first; a NaN is a gap (RsiCutlerState::push)
///   period bars, 2..RsiCutlerState::kMaxPeriod
///   out    [n] 0..100; first `period` values NaN, all when n <= period; must not overlap close
/// O(n × period), no allocation: sums are made anew for each bar, oldest change first, as running
/// sums would drift. Equal to RsiCutlerState bit by bit. Golden: tests/golden/rsi.csv
void rsi_cutler(std::span<const double> close, int period, std::span<double> out);

}  // namespace seohak
