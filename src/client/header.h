#pragma once

#include <span>
#include <string>
#include <string_view>

namespace seohak {

/// One HTTP header field. Names compare without case.
struct Header {
  std::string name;
  std::string value;
};

/// Whether a field's value must not be stored, shown or carried to another origin: Authorization,
/// Proxy-Authorization, Cookie, Set-Cookie, Set-Cookie2 and `more`.
bool is_secret_header(std::string_view name, std::span<const std::string> more);

}  // namespace seohak
