#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"

namespace seohak {

/// Replaces registered secret values by `***`, also where they stand percent-encoded in a URL.
/// Values under 4 bytes are not registered: they would blank ordinary words. Thread-safe.
class Redactor {
 public:
  void add(const Secret& secret);
  /// `text` without any registered value.
  std::string apply(std::string_view text) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> values_;  // guarded by mutex_; longest first
};

}  // namespace seohak
