#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "serve/http.h"
#include "serve/parameters.h"

namespace seohak {

/// What a request asks for in its body, a JSON object. A value; immutable.
class RequestBody {
 public:
  /// Reads a body that keeps the rules. Errors: bad_request, in the language of `?lang=`: no JSON
  /// object, a member that there is not (with the nearest name), one that stands twice or is
  /// missing, a value that does not fit.
  static Result<RequestBody> read(std::span<const ParameterRule> rules, const WebRequest& request);

  bool has(std::string_view name) const { return values_.contains(name); }
  // Each gives the member of that kind; `fallback`, or none, when it is absent.
  bool boolean(std::string_view name, bool fallback = false) const;
  int integer(std::string_view name, int fallback) const;
  std::string text(std::string_view name, std::string_view fallback = "") const;
  std::optional<PlainDay> day(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;

 private:
  using Value = std::variant<bool, int, std::string, std::vector<std::string>>;
  class Reader;
  std::map<std::string, Value, std::less<>> values_;
};

}  // namespace seohak
