#include "math/rsi_wilder_tiled_x86.h"

#if defined(__x86_64__)

#include <algorithm>

#include <immintrin.h>

#include "math/rsi_wilder_tiled.h"

namespace seohak {
namespace {

#define SEOHAK_INLINE __attribute__((always_inline)) inline
#define SEOHAK_AVX512 __attribute__((target("avx512f"), always_inline)) inline
#define SEOHAK_AVX2 __attribute__((target("avx2,fma"), always_inline)) inline

/// Asks for a bar a page ahead of `bar`: left alone, a machine stops fetching at each page's end,
/// which costs a fifth of the time when the series come from memory. Inlined always, as g++ drops
/// calls of a function that does nothing else.
SEOHAK_INLINE void fetch_ahead(const TileTask& task, std::size_t bar) {
  constexpr std::size_t kAhead = 4096 / (kRsiTile * sizeof(double));
  const double* ahead = task.close + std::min(bar + kAhead, task.bars - 1) * kRsiTile;
  __builtin_prefetch(ahead);
  __builtin_prefetch(ahead + kRsiTile / 2);
}

/// 50 + 50 × net / total. The quotient comes from the 14-bit reciprocal by one Newton step and one
/// correction with the remainder, which is exact where net = ± total; a machine divides at half
/// that speed. Totals that are 0, or too small for a reciprocal, are divided.
SEOHAK_AVX512 __m512d index_of(__m512d net, __m512d total) {
  const __m512d fifty = _mm512_set1_pd(50);
  if (_mm512_cmp_pd_mask(total, _mm512_set1_pd(1e-280), _CMP_LT_OQ) != 0) [[unlikely]] {
    const __mmask8 moved = _mm512_cmp_pd_mask(total, _mm512_setzero_pd(), _CMP_NEQ_OQ);
    const __m512d ratio = _mm512_maskz_div_pd(moved, net, total);
    return _mm512_maskz_fmadd_pd(moved, fifty, ratio, fifty);
  }
  const __m512d rough = _mm512_maskz_rcp14_pd(0xff, total);
  const __m512d error = _mm512_fnmadd_pd(total, rough, _mm512_set1_pd(1));
  const __m512d reciprocal = _mm512_fmadd_pd(rough, error, rough);
  const __m512d quotient = _mm512_mul_pd(net, reciprocal);
  const __m512d remainder = _mm512_fnmadd_pd(quotient, total, net);
  const __m512d ratio = _mm512_fmadd_pd(remainder, reciprocal, quotient);
  return _mm512_fmadd_pd(fifty, ratio, fifty);
}

SEOHAK_AVX2 __m256d index_of(__m256d net, __m256d total) {
  const __m256d fifty = _mm256_set1_pd(50);
  const __m256d moved = _mm256_cmp_pd(total, _mm256_setzero_pd(), _CMP_NEQ_OQ);
  return _mm256_and_pd(moved, _mm256_fmadd_pd(fifty, _mm256_div_pd(net, total), fifty));
}

/// Net and total movement of eight series.
struct Movement512 {
  __m512d close, net, total;
  SEOHAK_AVX512 void add(__m512d now, __m512d kept) {
    const __m512d change = _mm512_sub_pd(now, close);
    close = now;
    net = _mm512_fmadd_pd(net, kept, change);
    total = _mm512_fmadd_pd(total, kept, _mm512_abs_pd(change));
  }
};

/// Net and total movement of four series.
struct Movement256 {
  __m256d close, net, total;
  SEOHAK_AVX2 void add(__m256d now, __m256d kept) {
    const __m256d change = _mm256_sub_pd(now, close);
    close = now;
    net = _mm256_fmadd_pd(net, kept, change);
    total = _mm256_fmadd_pd(total, kept, _mm256_andnot_pd(_mm256_set1_pd(-0.0), change));
  }
};

}  // namespace

__attribute__((target("avx512f"))) void tile_avx512(const TileTask& task) {
  Movement512 a{_mm512_loadu_pd(task.close), _mm512_setzero_pd(), _mm512_setzero_pd()};
  Movement512 b{_mm512_loadu_pd(task.close + 8), _mm512_setzero_pd(), _mm512_setzero_pd()};
  const auto period = static_cast<std::size_t>(task.period);
  const __m512d keep = _mm512_set1_pd(1 - 1.0 / task.period);
  for (std::size_t bar = 1; bar < task.bars; ++bar) {
    fetch_ahead(task, bar);
    const double* now = task.close + bar * kRsiTile;
    const __m512d kept = bar <= period ? _mm512_set1_pd(1) : keep;
    a.add(_mm512_loadu_pd(now), kept);
    b.add(_mm512_loadu_pd(now + 8), kept);
    if (bar < period) continue;
    double* out = task.out + bar * kRsiTile;
    if (task.stream) {
      _mm512_stream_pd(out, index_of(a.net, a.total));
      _mm512_stream_pd(out + 8, index_of(b.net, b.total));
    } else {
      _mm512_storeu_pd(out, index_of(a.net, a.total));
      _mm512_storeu_pd(out + 8, index_of(b.net, b.total));
    }
  }
  if (task.stream) _mm_sfence();
}

__attribute__((target("avx2,fma"))) void tile_avx2(const TileTask& task) {
  Movement256 lanes[4];
  for (std::size_t i = 0; i < 4; ++i)
    lanes[i] = {_mm256_loadu_pd(task.close + 4 * i), _mm256_setzero_pd(), _mm256_setzero_pd()};
  const auto period = static_cast<std::size_t>(task.period);
  const __m256d keep = _mm256_set1_pd(1 - 1.0 / task.period);
  for (std::size_t bar = 1; bar < task.bars; ++bar) {
    fetch_ahead(task, bar);
    const double* now = task.close + bar * kRsiTile;
    const __m256d kept = bar <= period ? _mm256_set1_pd(1) : keep;
    double* out = task.out + bar * kRsiTile;
    for (std::size_t i = 0; i < 4; ++i) {
      lanes[i].add(_mm256_loadu_pd(now + 4 * i), kept);
      if (bar < period) continue;
      const __m256d index = index_of(lanes[i].net, lanes[i].total);
      if (task.stream) {
        _mm256_stream_pd(out + 4 * i, index);
      } else {
        _mm256_storeu_pd(out + 4 * i, index);
      }
    }
  }
  if (task.stream) _mm_sfence();
}

}  // namespace seohak

#endif
