#pragma once

#include <chrono>

#include "base/time.h"

namespace seohak {

/// GCRA (the leaky bucket as a meter): a sustained rate with bursts. Keeps one instant, the
/// theoretical arrival time, whatever the rate. Time comes from the caller, so that tests need no
/// waiting. Thread-compatible. Source: ITU-T I.371, annex A.
class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// `per_second`: sustained calls a second; 0 or less means no limit. `burst`: calls that may go
  /// at once after a rest; less than 1 counts as 1.
  struct Rate {
    double per_second = 1.0;
    int burst = 1;
  };

  /// How long a call at this rate must still wait at `now`; zero when it may go. Callers of
  /// different rates may share one limit: each call then takes the room of its own rate.
  Duration wait(const Rate& rate, Time now) const;
  /// Counts one call that goes at `now`.
  void take(const Rate& rate, Time now);

 private:
  Time arrival_{};  ///< when the next call would come at exactly the sustained rate
};

}  // namespace seohak
