#pragma once

namespace seohak::detail {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}  // namespace seohak::detail

/// Aborts with the place and the condition when it does not hold. For defects of ours only, never
/// for input.
#define SEOHAK_CHECK(condition)                                       \
  do {                                                                \
    if (!(condition)) [[unlikely]]                                    \
      ::seohak::detail::check_failed(#condition, __FILE__, __LINE__); \
  } while (false)
