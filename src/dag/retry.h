#pragma once

#include <optional>

#include "base/result.h"
#include "dag/pipeline.h"

namespace seohak {

/// How long to wait before the next try after `failed_tries` (>= 1) ended in `error`; nullopt when
/// there is to be none: the error is final, the tries are used up, the disk is full, or the source
/// asks for a longer rest than the policy allows.
std::optional<Duration> pause_before_retry(const RetryPolicy& policy, int failed_tries,
                                           const Error& error);

}  // namespace seohak
