#pragma once

#include <cstddef>
#include <span>

namespace seohak {

/// How wide the machine computes.
enum class Simd { plain, avx2, avx512 };
/// "plain", "avx2", "avx512".
const char* to_string(Simd simd);
/// The widest that this machine has.
Simd best_simd();

/// Series of one tile.
inline constexpr std::size_t kRsiTile = 16;

/// Wilder's relative strength index of many series of one length, for speed: within 1e-12 of
/// rsi_wilder, not its bits, as it carries the net and the total movement, each by one fused
/// multiply-add: RSI = 50 + 50 × net / total. Exactly 0, 100, and 0 without movement, as there.
///   close  [tiles][bars][kRsiTile] prices, oldest first, finite, without gaps
///   period bars, >= 2
///   out    as close; 0..100; first `period` bars NaN; must not overlap close
///   simd   at most best_simd()
/// O(n), no allocation. `out` is written past the caches when it is large and 64-byte aligned.
/// Golden: tests/golden/rsi.csv
void rsi_wilder_tiled(std::span<const double> close, std::size_t bars, int period,
                      std::span<double> out, Simd simd = best_simd());

}  // namespace seohak
