#pragma once

#include <span>

#include "embedded/web.h"
#include "serve/router.h"

namespace seohak {

/// Serves the built web pages: files as they are (those below assets/ for ever, as their names
/// carry a hash), index.html for every other path that is not below /api or /assets. Bodies are
/// gzipped once, now. `files` outlives the router.
void add_web(Router& router, std::span<const embedded::File> files);

}  // namespace seohak
