#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace seohak {

/// An HTTP date (RFC 9110: IMF-fixdate, RFC 850 or asctime form) as an instant; none when it is
/// not one.
std::optional<Instant> parse_http_date(std::string_view text);

}  // namespace seohak
