#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace seohak {

/// The TOML text of a secrets file with `section.name` set to `value`; every other line, comments
/// too, as it was. Errors: bad_config (it is not TOML, or holds the section in a form that has no
/// room for one more line).
Result<std::string> with_secret(const std::string& text, std::string_view section,
                                std::string_view name, const Secret& value);

}  // namespace seohak
