#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace seohak {

/// Series side by side in RsiLanes.
inline constexpr std::size_t kRsiLanes = 8;

/// The doubles of eight RsiWilderState.
struct alignas(64) RsiLanes {
  std::array<double, kRsiLanes> close;
  std::array<double, kRsiLanes> gain;
  std::array<double, kRsiLanes> loss;
};

/// Bars seen by each of the eight, at most period + 1.
using RsiLanesSeen = std::array<std::uint8_t, kRsiLanes>;

/// One bar of `blocks` times eight series.
struct LanesTask {
  RsiLanes* lanes;     ///< [blocks]
  RsiLanesSeen* seen;  ///< [blocks]
  std::size_t blocks;
  int period;
  const double* close;  ///< [blocks][kRsiLanes]
  double* out;          ///< as close
};

/// One bar of one series of a block, as RsiWilderState takes it.
double push_lane(RsiLanes& lanes, RsiLanesSeen& seen, std::size_t lane, int period, double close);

#if defined(__x86_64__)
/// For machines that have AVX-512F.
void push_lanes_avx512(const LanesTask& task);
/// For machines that have AVX2.
void push_lanes_avx2(const LanesTask& task);
#endif

}  // namespace seohak
