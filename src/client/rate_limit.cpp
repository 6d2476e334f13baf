#include "client/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace seohak {
namespace {

Duration interval(const RateLimit::Rate& rate) {
  if (!(rate.per_second > 0)) return Duration::zero();
  // A day apart at most, so that no arithmetic can overflow.
  return Duration(static_cast<std::int64_t>(std::min(std::ceil(1e6 / rate.per_second), 86'400e6)));
}

}  // namespace

Duration RateLimit::wait(const Rate& rate, Time now) const {
  if (!(rate.per_second > 0)) return Duration::zero();
  const Duration tolerance = interval(rate) * (std::max(rate.burst, 1) - 1);
  return std::max(std::chrono::ceil<Duration>(arrival_ - now) - tolerance, Duration::zero());
}

void RateLimit::take(const Rate& rate, Time now) {
  arrival_ = std::max(arrival_, now) + interval(rate);
}

}  // namespace seohak
