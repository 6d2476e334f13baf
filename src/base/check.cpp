#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace seohak::detail {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "seohak: defect: %s does not hold (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace seohak::detail
