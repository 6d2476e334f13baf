#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace seohak {

/// Parts of a statement one after the other, as a constant.
template <const std::string_view&... kParts>
class JoinedSql {
  static constexpr auto kBytes = [] {
    std::array<char, (kParts.size() + ...)> bytes{};
    auto end = bytes.begin();
    ((end = std::copy(kParts.begin(), kParts.end(), end)), ...);
    return bytes;
  }();

 public:
  static constexpr std::string_view kText{kBytes.data(), kBytes.size()};
};

}  // namespace seohak
