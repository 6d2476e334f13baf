#pragma once

namespace seohak {

/// Makes the allocators give memory back soon instead of keeping it for later. Call before any
/// thread starts and before Arrow is used. A user's own ARROW_DEFAULT_MEMORY_POOL holds.
void keep_memory_small();

}  // namespace seohak
