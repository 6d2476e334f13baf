#pragma once

#include <chrono>
#include <memory>

#include "land/landing.h"
#include "land/store.h"

namespace seohak {

/// When a file is sealed.
struct SealLimits {
  std::int64_t bytes = 64LL << 20U;
  std::chrono::seconds age{30};
};

/// A landing over a store, for file systems that have no URL. `clock` must outlive it.
std::unique_ptr<Landing> make_landing(Store store, const Clock& clock, SealLimits limits = {});

}  // namespace seohak
