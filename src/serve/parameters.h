#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "serve/http.h"
#include "serve/json_writer.h"

namespace seohak {

/// One parameter of a query, or member of a body, and what it takes.
struct ParameterRule {
  enum class Kind { choice, list, integer, text, day, instant, boolean, texts };
  std::string name;
  Kind kind = Kind::text;
  std::vector<std::string> choices;  ///< of a choice or list
  int least = 0;                     ///< of an integer; how many texts
  int most = 0;                      ///< of an integer; characters of a text; how many texts
  bool required = false;             ///< of a body
};
/// Characters of one of several texts, at most.
inline constexpr int kLongestText = 200;

/// The rules of a declaration: "by=traded|volume|cap (one of these) kind=a,b,c (some
/// of these with commas) limit:integer(1..100) q:text(100) day:day
/// before:instant", and behind them "lang=en|ko", which every resource takes. Aborts on what it
/// cannot read: declarations are our own.
std::vector<ParameterRule> parameter_rules(std::string_view declaration);

/// The rules of a body's members, written likewise; there are also "paused:boolean" and
/// "tasks:texts(1..1000)" (a list of so many texts), and "paused!" must be there.
std::vector<ParameterRule> member_rules(std::string_view declaration);

/// Writes the JSON Schema of a parameter's values.
void write_schema(const ParameterRule& rule, JsonWriter& json);

/// Whether a value written as text fits the rule. Errors: bad_request, in the language of `?lang=`.
Result<void> check_value(const ParameterRule& rule, std::string_view value,
                         const WebRequest& request);
/// Says what a value of the rule must be, in that language.
std::string demand(const ParameterRule& rule, const WebRequest& request);

/// Whether the query keeps the rules: known names, each once, values that fit; and whether the URL
/// is UTF-8. Errors: bad_request, in the language of `?lang=`, saying what the parameter takes.
Result<void> check_parameters(std::span<const ParameterRule> rules, const WebRequest& request);

}  // namespace seohak
