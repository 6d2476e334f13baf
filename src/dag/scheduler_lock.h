#pragma once

#include <filesystem>

#include "base/result.h"

namespace seohak {

/// Holds the place of the one scheduler of a home for as long as it lives; a process that dies
/// gives it up. A file descriptor, closed on exec.
class SchedulerLock {
 public:
  /// `file` is made when missing and holds the owner's process number. Errors: busy, naming that
  /// process and what to do; io, no_space and forbidden.
  static Result<SchedulerLock> take(const std::filesystem::path& file);
  SchedulerLock(SchedulerLock&& other) noexcept;
  SchedulerLock& operator=(SchedulerLock&&) = delete;
  ~SchedulerLock();

 private:
  explicit SchedulerLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace seohak
