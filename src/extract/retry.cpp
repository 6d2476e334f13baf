#include "extract/retry.h"

#include <algorithm>

namespace seohak {

Backoff::Backoff(Duration first, Duration most, std::uint64_t seed)
    : first_(std::max(first, Duration::zero())),
      most_(std::max(most, Duration::zero())),
      random_(seed != 0 ? seed : std::random_device{}()) {}

Duration Backoff::ceiling(int failures) const {
  Duration bound = std::min(first_, most_);
  for (int doubled = 1; doubled < failures && bound < most_; ++doubled) {
    bound = bound > most_ / 2 ? most_ : bound * 2;
  }
  return bound;
}

Duration Backoff::next(int failures) {
  std::uniform_int_distribution<Duration::rep> draw(0, ceiling(failures).count());
  return Duration(draw(random_));
}

}  // namespace seohak
