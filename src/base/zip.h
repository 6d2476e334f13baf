#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace seohak {

/// The content of the single member whose name ends in `suffix`, from a ZIP archive in memory.
/// Errors: bad_data (no archive, no or several such members, damaged, more than `max_bytes`).
Result<std::string> unzip_member(std::string_view archive, std::string_view suffix,
                                 std::size_t max_bytes = 256U << 20U);

}  // namespace seohak
