#pragma once

#include <string>

#include <arrow/type_fwd.h>

#include "base/result.h"

namespace seohak {

/// The failure of writing or reading `path` through Arrow; no_space when the disk is full,
/// forbidden when this user may not.
Error arrow_write_error(const arrow::Status& status, const std::string& path);
Error arrow_read_error(const arrow::Status& status, const std::string& path);

}  // namespace seohak
