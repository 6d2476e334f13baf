#pragma once

#include <cstddef>

namespace seohak {

/// One tile of rsi_wilder_tiled. The first `period` bars of `out` are filled by the caller.
struct TileTask {
  const double* close;  ///< [bars][kRsiTile]
  std::size_t bars;
  int period;
  double* out;  ///< as close
  bool stream;  ///< write past the caches; `out` is 64-byte aligned
};

#if defined(__x86_64__)
/// For machines that have AVX-512F.
void tile_avx512(const TileTask& task);
/// For machines that have AVX2 and FMA.
void tile_avx2(const TileTask& task);
#endif

}  // namespace seohak
