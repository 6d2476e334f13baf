#include "memory.h"

#include <malloc.h>

#include <cstdlib>

namespace seohak {

void keep_memory_small() {
  // Every task runs on other threads: with an arena each, what one frees the next cannot use.
  constexpr int kArenas = 2;
  constexpr int kMappedFrom = 1 << 20;  // large columns go back as soon as they are freed
  constexpr int kKeptAtTop = 4 << 20;
  mallopt(M_ARENA_MAX, kArenas);
  mallopt(M_MMAP_THRESHOLD, kMappedFrom);
  mallopt(M_TRIM_THRESHOLD, kKeptAtTop);
  ::setenv("ARROW_DEFAULT_MEMORY_POOL", "system", 0);  // not one more heap beside that
}

}  // namespace seohak
