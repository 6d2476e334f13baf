#include "serve/parameters.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/check.h"
#include "base/text.h"
#include "base/time.h"
#include "serve/ask.h"

namespace seohak {
namespace {

using Kind = ParameterRule::Kind;

/// The whole text as a number; nullopt when it is none or leaves int.
std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || stopped != end) return std::nullopt;
  return value;
}

struct KindName {
  std::string_view name;
  Kind kind;
  bool limited;  ///< has limits in brackets
};
constexpr std::array kKinds = {
    KindName{"day", Kind::day, false},         KindName{"instant", Kind::instant, false},
    KindName{"boolean", Kind::boolean, false}, KindName{"integer", Kind::integer, true},
    KindName{"text", Kind::text, true},        KindName{"texts", Kind::texts, true}};

/// Reads "integer(1..100)", "text(100)", "texts(0..9)", "day", "instant" or "boolean" into the
/// rule.
void read_kind(std::string_view text, ParameterRule& rule) {
  const std::size_t open = std::min(text.find('('), text.size());
  const auto known = std::find_if(kKinds.begin(), kKinds.end(), [&](const KindName& one) {
    return one.name == text.substr(0, open);
  });
  SEOHAK_CHECK(known != kKinds.end() && known->limited == (text.back() == ')'));
  rule.kind = known->kind;
  if (!known->limited) return;
  const std::string_view limits = text.substr(open + 1, text.size() - open - 2);
  const std::size_t dots = limits.find("..");
  const bool has_least = dots != std::string_view::npos;
  SEOHAK_CHECK((rule.kind != Kind::text) == has_least);
  if (has_least) rule.least = whole_number(limits.substr(0, dots)).value();
  rule.most = whole_number(has_least ? limits.substr(dots + 2) : limits).value();
}

ParameterRule read_rule(const std::string& text) {
  const std::size_t mark = text.find_first_of("=:");
  SEOHAK_CHECK(mark != std::string::npos && mark > 0);
  ParameterRule rule;
  rule.name = text.substr(0, mark);
  rule.required = rule.name.back() == '!';
  if (rule.required) rule.name.pop_back();
  const std::string_view rest = std::string_view(text).substr(mark + 1);
  if (text[mark] == ':') {
    read_kind(rest, rule);
  } else {
    const bool list = rest.find(',') != std::string_view::npos;
    rule.kind = list ? Kind::list : Kind::choice;
    rule.choices = split(rest, list ? ',' : '|');
  }
  return rule;
}

std::string names_of(std::span<const ParameterRule> rules) {
  std::string names;
  for (const ParameterRule& rule : rules) names += (names.empty() ? "" : ", ") + rule.name;
  return names;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // not the rest of a character
  }));
}

bool is_choice(const ParameterRule& rule, std::string_view value) {
  return std::find(rule.choices.begin(), rule.choices.end(), value) != rule.choices.end();
}

/// Choices with single commas between.
bool is_list(const ParameterRule& rule, std::string_view value) {
  const std::size_t comma = value.find(',');
  if (comma == std::string_view::npos) return is_choice(rule, value);
  return is_choice(rule, value.substr(0, comma)) && is_list(rule, value.substr(comma + 1));
}

bool fits(const ParameterRule& rule, std::string_view value) {
  switch (rule.kind) {
    case Kind::choice: return is_choice(rule, value);
    case Kind::list: return is_list(rule, value);
    case Kind::integer: {
      const std::optional<int> number = whole_number(value);
      return number && *number >= rule.least && *number <= rule.most;
    }
    case Kind::text: return characters(value) <= static_cast<std::size_t>(rule.most);
    case Kind::day: return parse_day(value).has_value();
    case Kind::instant: return parse_instant(value).has_value();
    case Kind::boolean: return value == "true" || value == "false";
    case Kind::texts: return characters(value) <= kLongestText;
  }
  return false;
}

/// The JSON Schema type of a kind's values.
std::string_view type_of(Kind kind) {
  switch (kind) {
    case Kind::integer: return "integer";
    case Kind::boolean: return "boolean";
    case Kind::texts: return "array";
    default: return "string";
  }
}

Result<void> check_utf8(const WebRequest& request) {
  const bool query = std::all_of(request.query.begin(), request.query.end(), [](const auto& one) {
    return is_utf8(one.name) && is_utf8(one.value);
  });
  if (query && is_utf8(request.path)) return {};
  return fail(Errc::bad_request, in_language(request, "the URL must be UTF-8 in % escapes",
                                             "주소는 % 표기한 UTF-8이어야 합니다"));
}

}  // namespace

std::string demand(const ParameterRule& rule, const WebRequest& request) {
  const auto words = [&](std::string_view english, std::string_view korean) {
    return in_language(request, english, korean);
  };
  switch (rule.kind) {
    case Kind::choice:
      return fmt::format(fmt::runtime(words("{} is one of {}", "{} 값은 {} 가운데 하나입니다")),
                         rule.name, fmt::join(rule.choices, ", "));
    case Kind::list:
      return fmt::format(fmt::runtime(words("{} takes {}, with commas between several",
                                            "{} 값은 {}이고, 여럿이면 쉼표로 잇습니다")),
                         rule.name, fmt::join(rule.choices, ", "));
    case Kind::integer:
      return fmt::format(fmt::runtime(words("{} must be a whole number from {} to {}",
                                            "{} 값은 {}에서 {} 사이의 정수여야 합니다")),
                         rule.name, rule.least, rule.most);
    case Kind::text:
      return fmt::format(fmt::runtime(words("{} may have {} characters at most",
                                            "{} 값은 {}자를 넘을 수 없습니다")),
                         rule.name, rule.most);
    case Kind::day:
      return fmt::format(fmt::runtime(words("{} must be a day such as 2026-04-13",
                                            "{} 값은 2026-04-13 같은 날짜여야 합니다")),
                         rule.name);
    case Kind::instant:
      return fmt::format(fmt::runtime(words("{} must be an instant such as 2026-03-27T19:45:00Z",
                                            "{} 값은 2026-03-27T19:45:00Z 같은 시각이어야 합니다")),
                         rule.name);
    case Kind::boolean:
      return fmt::format(
          fmt::runtime(words("{} must be true or false", "{} 값은 true 아니면 false입니다")),
          rule.name);
    case Kind::texts:
      return fmt::format(
          fmt::runtime(words("{} must be a list of {} to {} texts of at most {} characters",
                             "{} 값은 {}~{}개의 글 목록이고, 글은 {}자 이하여야 합니다")),
          rule.name, rule.least, rule.most, kLongestText);
  }
  return {};
}

Result<void> check_value(const ParameterRule& rule, std::string_view value,
                         const WebRequest& request) {
  if (fits(rule, value)) return {};
  return fail(Errc::bad_request, demand(rule, request));
}

std::vector<ParameterRule> member_rules(std::string_view declaration) {
  std::vector<ParameterRule> rules;
  for (const std::string& text : split(declaration, ' ')) {
    if (!text.empty()) rules.push_back(read_rule(text));
  }
  return rules;
}

std::vector<ParameterRule> parameter_rules(std::string_view declaration) {
  std::vector<ParameterRule> rules = member_rules(declaration);
  rules.push_back(read_rule("lang=en|ko"));
  return rules;
}

void write_schema(const ParameterRule& rule, JsonWriter& json) {
  json.begin_object().key("type").text(type_of(rule.kind));
  switch (rule.kind) {
    case Kind::choice:
      json.key("enum").begin_array();
      for (const std::string& choice : rule.choices) json.text(choice);
      json.end_array();
      break;
    case Kind::list:
      json.key("pattern").text(fmt::format("^({0})(,({0}))*$", fmt::join(rule.choices, "|")));
      break;
    case Kind::integer:
      json.key("minimum").number(std::int64_t{rule.least});
      json.key("maximum").number(std::int64_t{rule.most});
      break;
    case Kind::text: json.key("maxLength").number(std::int64_t{rule.most}); break;
    case Kind::day: json.key("format").text("date"); break;
    case Kind::instant: json.key("format").text("date-time"); break;
    case Kind::boolean: break;
    case Kind::texts:
      json.key("minItems").number(std::int64_t{rule.least});
      json.key("maxItems").number(std::int64_t{rule.most}).key("items").begin_object();
      json.key("type").text("string").key("maxLength").number(std::int64_t{kLongestText});
      json.end_object();
      break;
  }
  json.end_object();
}

Result<void> check_parameters(std::span<const ParameterRule> rules, const WebRequest& request) {
  SEOHAK_TRY(check_utf8(request));
  for (auto one = request.query.begin(); one != request.query.end(); ++one) {
    const auto same_name = [&](const auto& other) { return other.name == one->name; };
    const auto rule = std::find_if(rules.begin(), rules.end(), same_name);
    if (rule == rules.end()) {
      return fail(Errc::bad_request,
                  fmt::format(fmt::runtime(in_language(
                                  request, "there is no parameter \"{}\" here; use {}",
                                  "여기에는 \"{}\" 매개변수가 없습니다. 쓸 수 있는 것: {}")),
                              one->name, names_of(rules)));
    }
    if (std::any_of(request.query.begin(), one, same_name)) {
      return fail(Errc::bad_request,
                  fmt::format(fmt::runtime(in_language(request, "{} may stand only once",
                                                       "{} 값은 한 번만 쓸 수 있습니다")),
                              rule->name));
    }
    SEOHAK_TRY(check_value(*rule, one->value, request));
  }
  return {};
}

}  // namespace seohak
