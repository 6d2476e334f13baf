#pragma once

#include <string>

#include "land/landing.h"

namespace seohak {

/// The id of a manifest: SHA-256 (hex) of its source, dataset, days and of each record's URL,
/// instant, digest, status and ok. File name, size and offsets are left out, so that the same
/// answers landed by another run have the same id.
std::string manifest_id(const Manifest& manifest);

}  // namespace seohak
