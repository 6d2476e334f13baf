#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "serve/http.h"
#include "serve/json_writer.h"

namespace seohak {

/// One parameter of a query and what it takes.
struct ParameterRule {
  enum class Kind { choice, list, integer, text, day, instant };
  std::string name;
  Kind kind = Kind::text;
  std::vector<std::string> choices;  ///< of a choice or list
  int least = 0;                     ///< of an integer
  int most = 0;                      ///< of an integer; characters of a text
};

/// The rules of a declaration: "by=traded|volume|cap (one of these) kind=a,b,c (some
/// of these with commas) limit:integer(1..100) q:text(100) day:day
/// before:instant", and behind them "lang=en|ko", which every resource takes. Aborts on what it
/// cannot read: declarations are our own.
std::vector<ParameterRule> parameter_rules(std::string_view declaration);

/// Writes the JSON Schema of a parameter's values.
void write_schema(const ParameterRule& rule, JsonWriter& json);

/// Whether the query keeps the rules: known names, each once, values that fit; and whether the URL
/// is UTF-8. Errors: bad_request, in the language of `?lang=`, saying what the parameter takes.
Result<void> check_parameters(std::span<const ParameterRule> rules, const WebRequest& request);

}  // namespace seohak
