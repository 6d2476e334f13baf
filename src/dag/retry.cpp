#include "dag/retry.h"

#include <algorithm>

namespace seohak {

std::optional<Duration> pause_before_retry(const RetryPolicy& policy, int failed_tries,
                                           const Error& error) {
  if (!is_retryable(error.code) || failed_tries >= policy.tries) return std::nullopt;
  if (error.code == Errc::no_space) return std::nullopt;  // waiting makes no room, somebody must
  Duration pause = std::min(policy.first, policy.most);
  for (int i = 1; i < failed_tries && pause < policy.most; ++i)
    pause = std::min(pause * 2, policy.most);
  if (!error.retry_after) return pause;
  if (*error.retry_after > policy.most) return std::nullopt;
  return std::max(pause, Duration(*error.retry_after));
}

}  // namespace seohak
