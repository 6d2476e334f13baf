#pragma once

#include <cstdint>

#include "base/result.h"

namespace seohak {

/// A price that was widened from float32, as the shortest decimal that gives the same float32, in
/// steps of 10^-6; a number that is no float32 as its own shortest decimal. Errors: bad_data (not
/// finite, or beyond 12 digits before the point).
Result<std::int64_t> shortest_steps(double value);

}  // namespace seohak
