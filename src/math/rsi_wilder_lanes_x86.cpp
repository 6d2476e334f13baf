#include "math/rsi_wilder_lanes_x86.h"

#if defined(__x86_64__)

#include <cstring>
#include <limits>

#include <immintrin.h>

// No multiplication and addition are fused here (-ffp-contract=off), and the quotient is the
// machine's: each operation rounds as RsiWilderState's does.
namespace seohak {
namespace {

#define SEOHAK_AVX512 __attribute__((target("avx512f"), always_inline)) inline
#define SEOHAK_AVX2 __attribute__((target("avx2"), always_inline)) inline

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// Whether all eight are past their seed, where nothing is counted any more.
bool all_seeded(const RsiLanesSeen& seen, int period) {
  std::uint64_t counts = 0;
  static_assert(sizeof(counts) == sizeof(seen));
  std::memcpy(&counts, seen.data(), sizeof(counts));
  return counts == 0x0101010101010101U * static_cast<std::uint64_t>(period + 1);
}

void push_one_by_one(const LanesTask& task, std::size_t block) {
  for (std::size_t lane = 0; lane < kRsiLanes; ++lane)
    task.out[block * kRsiLanes + lane] =
        push_lane(task.lanes[block], task.seen[block], lane, task.period,
                  task.close[block * kRsiLanes + lane]);
}

/// Eight lanes; `before` = period - 1, `share` = 1 / period.
SEOHAK_AVX512 __m512d push_eight(RsiLanes& lanes, __m512d now, __m512d before, __m512d share) {
  const __m512d zero = _mm512_setzero_pd();
  const __mmask8 bar =
      _mm512_cmp_pd_mask(_mm512_abs_pd(now), _mm512_set1_pd(kInfinite), _CMP_LT_OQ);
  const __m512d change = _mm512_sub_pd(now, _mm512_load_pd(lanes.close.data()));
  // max gives its second operand for a NaN, as the comparison with 0 does.
  const __m512d up = _mm512_maskz_max_pd(0xff, change, zero);
  const __m512d down = _mm512_maskz_max_pd(0xff, _mm512_sub_pd(zero, change), zero);
  const __m512d old_gain = _mm512_load_pd(lanes.gain.data());
  const __m512d old_loss = _mm512_load_pd(lanes.loss.data());
  const __m512d gain = _mm512_mul_pd(_mm512_add_pd(_mm512_mul_pd(old_gain, before), up), share);
  const __m512d loss = _mm512_mul_pd(_mm512_add_pd(_mm512_mul_pd(old_loss, before), down), share);
  _mm512_mask_store_pd(lanes.close.data(), bar, now);
  _mm512_mask_store_pd(lanes.gain.data(), bar, gain);
  _mm512_mask_store_pd(lanes.loss.data(), bar, loss);
  const __m512d movement = _mm512_add_pd(gain, loss);
  const __mmask8 moved = _mm512_cmp_pd_mask(movement, zero, _CMP_NEQ_UQ);
  const __m512d ratio = _mm512_maskz_div_pd(moved, gain, movement);
  return _mm512_mask_mul_pd(_mm512_set1_pd(kNone), bar, _mm512_set1_pd(100), ratio);
}

SEOHAK_AVX2 __m256d either(__m256d mask, __m256d yes, __m256d no) {
  return _mm256_blendv_pd(no, yes, mask);
}

/// Four lanes, from `at` on.
SEOHAK_AVX2 __m256d push_four(RsiLanes& lanes, std::size_t at, __m256d now, __m256d before,
                              __m256d share) {
  const __m256d zero = _mm256_setzero_pd();
  const __m256d size = _mm256_andnot_pd(_mm256_set1_pd(-0.0), now);
  const __m256d bar = _mm256_cmp_pd(size, _mm256_set1_pd(kInfinite), _CMP_LT_OQ);
  const __m256d old_close = _mm256_load_pd(lanes.close.data() + at);
  const __m256d old_gain = _mm256_load_pd(lanes.gain.data() + at);
  const __m256d old_loss = _mm256_load_pd(lanes.loss.data() + at);
  const __m256d change = _mm256_sub_pd(now, old_close);
  const __m256d up = _mm256_max_pd(change, zero);
  const __m256d down = _mm256_max_pd(_mm256_sub_pd(zero, change), zero);
  const __m256d gain = _mm256_mul_pd(_mm256_add_pd(_mm256_mul_pd(old_gain, before), up), share);
  const __m256d loss = _mm256_mul_pd(_mm256_add_pd(_mm256_mul_pd(old_loss, before), down), share);
  _mm256_store_pd(lanes.close.data() + at, either(bar, now, old_close));
  _mm256_store_pd(lanes.gain.data() + at, either(bar, gain, old_gain));
  _mm256_store_pd(lanes.loss.data() + at, either(bar, loss, old_loss));
  const __m256d movement = _mm256_add_pd(gain, loss);
  const __m256d moved = _mm256_cmp_pd(movement, zero, _CMP_NEQ_UQ);
  const __m256d ratio = _mm256_and_pd(moved, _mm256_div_pd(gain, movement));
  return either(bar, _mm256_mul_pd(_mm256_set1_pd(100), ratio), _mm256_set1_pd(kNone));
}

}  // namespace

__attribute__((target("avx512f"))) void push_lanes_avx512(const LanesTask& task) {
  const __m512d before = _mm512_set1_pd(task.period - 1);
  const __m512d share = _mm512_set1_pd(1.0 / task.period);
  for (std::size_t block = 0; block < task.blocks; ++block) {
    if (!all_seeded(task.seen[block], task.period)) {
      push_one_by_one(task, block);
      continue;
    }
    const std::size_t at = block * kRsiLanes;
    const __m512d now = _mm512_loadu_pd(task.close + at);
    _mm512_storeu_pd(task.out + at, push_eight(task.lanes[block], now, before, share));
  }
}

__attribute__((target("avx2"))) void push_lanes_avx2(const LanesTask& task) {
  const __m256d before = _mm256_set1_pd(task.period - 1);
  const __m256d share = _mm256_set1_pd(1.0 / task.period);
  for (std::size_t block = 0; block < task.blocks; ++block) {
    if (!all_seeded(task.seen[block], task.period)) {
      push_one_by_one(task, block);
      continue;
    }
    for (const std::size_t half : {std::size_t{0}, std::size_t{4}}) {
      const std::size_t at = block * kRsiLanes + half;
      const __m256d now = _mm256_loadu_pd(task.close + at);
      _mm256_storeu_pd(task.out + at, push_four(task.lanes[block], half, now, before, share));
    }
  }
}

}  // namespace seohak

#endif
