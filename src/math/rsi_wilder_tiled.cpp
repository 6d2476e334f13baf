#include "math/rsi_wilder_tiled.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "base/check.h"
#include "math/rsi_wilder_tiled_x86.h"

namespace seohak {
namespace {

/// Sums scaled by the period: they start as the sums of the first changes, and keep 1 - 1/period
/// of themselves at each bar. The scale falls out of the ratio.
void tile_plain(const TileTask& task) {
  const double keep = 1 - 1.0 / task.period;
  std::array<double, kRsiTile> net{};
  std::array<double, kRsiTile> total{};
  for (std::size_t bar = 1; bar < task.bars; ++bar) {
    const double* now = task.close + bar * kRsiTile;
    const bool seeding = bar <= static_cast<std::size_t>(task.period);
    const double kept = seeding ? 1 : keep;
    for (std::size_t lane = 0; lane < kRsiTile; ++lane) {
      const double change = now[lane] - (now - kRsiTile)[lane];
      net[lane] = net[lane] * kept + change;
      total[lane] = total[lane] * kept + std::fabs(change);
    }
    if (bar < static_cast<std::size_t>(task.period)) continue;
    double* out = task.out + bar * kRsiTile;
    for (std::size_t lane = 0; lane < kRsiTile; ++lane)
      out[lane] = total[lane] == 0 ? 0 : 50 + 50 * (net[lane] / total[lane]);
  }
}

void run_tile(const TileTask& task, Simd simd) {
  const std::size_t none = std::min(task.bars, static_cast<std::size_t>(task.period)) * kRsiTile;
  std::fill(task.out, task.out + none, std::numeric_limits<double>::quiet_NaN());
#if defined(__x86_64__)
  if (simd == Simd::avx512) return tile_avx512(task);
  if (simd == Simd::avx2) return tile_avx2(task);
#endif
  tile_plain(task);
}

}  // namespace

const char* to_string(Simd simd) {
  switch (simd) {
    case Simd::plain: return "plain";
    case Simd::avx2: return "avx2";
    case Simd::avx512: return "avx512";
  }
  return "";
}

Simd best_simd() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return Simd::avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return Simd::avx2;
#endif
  return Simd::plain;
}

void rsi_wilder_tiled(std::span<const double> close, std::size_t bars, int period,
                      std::span<double> out, Simd simd) {
  SEOHAK_CHECK(period >= 2);
  SEOHAK_CHECK(out.size() == close.size());
  SEOHAK_CHECK(simd <= best_simd());
  if (bars == 0 || close.empty()) return;
  const std::size_t tile = bars * kRsiTile;
  SEOHAK_CHECK(close.size() % tile == 0);
  constexpr std::size_t kLarge = (4U << 20U) / sizeof(double);
  const bool aligned = reinterpret_cast<std::uintptr_t>(out.data()) % 64 == 0;
  const bool stream = aligned && out.size() > kLarge;
  for (std::size_t at = 0; at < close.size(); at += tile)
    run_tile({close.data() + at, bars, period, out.data() + at, stream}, simd);
}

}  // namespace seohak
