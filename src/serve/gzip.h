#pragma once

#include <string>
#include <string_view>

namespace seohak {

/// The bytes as one gzip member, without name or time: equal input gives equal output.
std::string gzip(std::string_view bytes);

/// Whether an Accept-Encoding header takes gzip (listed or `*`, not with q=0).
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace seohak
