#pragma once

#include <cstdio>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace seohak {

/// Occupies those of the descriptors 0, 1 and 2 with which the program was started closed, so that
/// no file of ours, the warehouse first, becomes one of them and takes what is meant for people.
/// They cannot be read or written. To be called before anything is opened. Errors: io.
Result<void> occupy_standard_streams();

/// Writes all of the text at once, never throws. False when it could not be written; a failure of
/// stdout is remembered. Thread-safe.
bool put(std::FILE* stream, std::string_view text);

/// The first failure of stdout. Errors: cancelled (its reader went away), no_space, io.
Result<void> output_was_written();
/// Whether stdout's reader went away, as `head` does: the rest is not wanted, and nothing failed.
bool output_is_unwanted();

}  // namespace seohak
