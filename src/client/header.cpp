#include "client/header.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace seohak {

bool is_secret_header(std::string_view name, std::span<const std::string> more) {
  constexpr std::array<std::string_view, 5> kAlways = {"Authorization", "Proxy-Authorization",
                                                       "Cookie", "Set-Cookie", "Set-Cookie2"};
  return contains_ignoring_case(more, name) ||
         std::any_of(kAlways.begin(), kAlways.end(),
                     [name](std::string_view known) { return equal_ignoring_case(known, name); });
}

}  // namespace seohak
