#pragma once

#include <string>

#include "serve/api.h"

namespace seohak {

/// The symbol of the path. Errors: not_found, saying how to look for it, when no listing has it;
/// those of the warehouse.
Result<std::string> known_symbol(const ApiContext& context, const WebRequest& request);

}  // namespace seohak
