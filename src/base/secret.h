#pragma once

#include <string>
#include <utility>

#include <fmt/core.h>

namespace seohak {

/// A key, password or token. Prints as ***; `reveal` is the only way to the text.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  bool empty() const { return text_.empty(); }
  /// For the wire only: never log, store or show the result.
  const std::string& reveal() const { return text_; }

 private:
  std::string text_;
};

}  // namespace seohak

template <>
struct fmt::formatter<seohak::Secret> {
  constexpr auto parse(format_parse_context& context) { return context.begin(); }
  template <typename Context>
  auto format(const seohak::Secret&, Context& context) const {
    return fmt::format_to(context.out(), "***");
  }
};
