#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace seohak {

/// Puts a text in the place of a file, or a new one there, so that a reader finds the old or the
/// new one whole, also after a power cut. `mode` as of open(2), e.g. 0600; where the file is a
/// symbolic link, what it points to is replaced. Errors: forbidden (no permission, or a read-only
/// file system), no_space, io; each names the file.
Result<void> replace_file(const std::filesystem::path& file, std::string_view text, unsigned mode);

}  // namespace seohak
