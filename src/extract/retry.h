#pragma once

#include <chrono>
#include <cstdint>
#include <random>

#include "base/time.h"

namespace seohak {

/// How long to wait before trying again: exponential with full jitter, so that many callers that
/// failed together do not come back together. Thread-compatible. Source: Brooker, "Exponential
/// backoff and jitter", 2015.
class Backoff {
 public:
  /// `first` bounds the first wait and doubles up to `most`. `seed` 0: from the system.
  Backoff(Duration first, Duration most, std::uint64_t seed);
  /// The wait before try `failures + 1`, evenly drawn from [0, min(most, first * 2^(failures-1))].
  /// `failures` >= 1.
  Duration next(int failures);
  /// The upper bound of that draw.
  Duration ceiling(int failures) const;

 private:
  Duration first_;
  Duration most_;
  std::mt19937_64 random_;
};

}  // namespace seohak
