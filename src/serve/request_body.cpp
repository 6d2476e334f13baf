#include "serve/request_body.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <simdjson.h>

#include "base/text.h"
#include "serve/ask.h"

namespace seohak {
namespace {

using Kind = ParameterRule::Kind;
using simdjson::SUCCESS;
using simdjson::dom::element;

/// Bytes of a body, at most.
constexpr std::size_t kLongestBody = 256U << 10U;

Error misfit(const ParameterRule& rule, const WebRequest& request) {
  return {Errc::bad_request, demand(rule, request)};
}

Error unknown_member(std::string_view name, std::span<const ParameterRule> rules,
                     const WebRequest& request) {
  std::vector<std::string_view> names;
  for (const ParameterRule& rule : rules) names.push_back(rule.name);
  const std::string_view near = nearest(name, names);
  const std::string shown = shorten(name, 60);
  if (!near.empty())
    return {Errc::bad_request,
            fmt::format(fmt::runtime(in_language(
                            request, "the body has no member \"{}\"; did you mean \"{}\"?",
                            "본문에 \"{}\" 항목은 없습니다. \"{}\" 아닌가요?")),
                        shown, near)};
  return {Errc::bad_request,
          fmt::format(fmt::runtime(in_language(request, "the body has no member \"{}\"; use {}",
                                               "본문에 \"{}\" 항목은 없습니다. 쓸 수 있는 것: {}")),
                      shown, fmt::join(names, ", "))};
}

/// Also 6.0 is whole, as JSON Schema has it.
Result<int> integer_of(const element& value, const ParameterRule& rule, const WebRequest& request) {
  double number = 0;
  const bool fits = value.get(number) == SUCCESS && number == std::trunc(number) &&
                    number >= rule.least && number <= rule.most;
  if (!fits) return fail(misfit(rule, request));
  return static_cast<int>(number);
}

Result<std::string> text_of(const element& value, const ParameterRule& rule,
                            const WebRequest& request) {
  std::string_view text;
  if (value.get(text) != SUCCESS) return fail(misfit(rule, request));
  SEOHAK_TRY(check_value(rule, text, request));
  return std::string(text);
}

Result<std::vector<std::string>> texts_of(const element& value, const ParameterRule& rule,
                                          const WebRequest& request) {
  simdjson::dom::array list;
  if (value.get(list) != SUCCESS) return fail(misfit(rule, request));
  std::vector<std::string> texts;
  for (const element each : list) texts.push_back(SEOHAK_TRY(text_of(each, rule, request)));
  const bool fits = texts.size() >= static_cast<std::size_t>(rule.least) &&
                    texts.size() <= static_cast<std::size_t>(rule.most);
  if (!fits) return fail(misfit(rule, request));
  return texts;
}

}  // namespace

/// Takes the members of one body, one after the other.
class RequestBody::Reader {
 public:
  Reader(std::span<const ParameterRule> rules, const WebRequest& request)
      : rules_(rules), request_(request) {}

  Result<void> take(std::string_view name, const element& value) {
    const auto rule = std::find_if(rules_.begin(), rules_.end(),
                                   [&](const ParameterRule& one) { return one.name == name; });
    if (rule == rules_.end()) return fail(unknown_member(name, rules_, request_));
    Value read = SEOHAK_TRY(value_of(value, *rule));
    if (body_.values_.emplace(rule->name, std::move(read)).second) return {};
    return fail(Errc::bad_request,
                fmt::format(fmt::runtime(in_language(request_, "{} may stand only once",
                                                     "{} 값은 한 번만 쓸 수 있습니다")),
                            rule->name));
  }

  /// The body, once all are taken.
  Result<RequestBody> finish() {
    for (const ParameterRule& rule : rules_)
      if (rule.required && !body_.has(rule.name)) return fail(misfit(rule, request_));
    return std::move(body_);
  }

 private:
  Result<Value> value_of(const element& value, const ParameterRule& rule) const {
    if (rule.kind == Kind::integer) return SEOHAK_TRY(integer_of(value, rule, request_));
    if (rule.kind == Kind::texts) return SEOHAK_TRY(texts_of(value, rule, request_));
    if (rule.kind != Kind::boolean) return SEOHAK_TRY(text_of(value, rule, request_));
    bool truth = false;
    if (value.get(truth) != SUCCESS) return fail(misfit(rule, request_));
    return truth;
  }

  std::span<const ParameterRule> rules_;
  const WebRequest& request_;
  RequestBody body_;
};

Result<RequestBody> RequestBody::read(std::span<const ParameterRule> rules,
                                      const WebRequest& request) {
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  if (request.body.size() > kLongestBody || parser.parse(request.body).get(root) != SUCCESS)
    return fail(Errc::bad_request,
                in_language(request, "the body must be a JSON object of at most 256 KiB",
                            "본문은 256 KiB 이하의 JSON 객체여야 합니다"));
  Reader reader(rules, request);
  for (const auto& [name, value] : root) SEOHAK_TRY(reader.take(name, value));
  return reader.finish();
}

bool RequestBody::boolean(std::string_view name, bool fallback) const {
  const auto found = values_.find(name);
  return found == values_.end() ? fallback : std::get<bool>(found->second);
}

int RequestBody::integer(std::string_view name, int fallback) const {
  const auto found = values_.find(name);
  return found == values_.end() ? fallback : std::get<int>(found->second);
}

std::string RequestBody::text(std::string_view name, std::string_view fallback) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string(fallback) : std::get<std::string>(found->second);
}

std::optional<PlainDay> RequestBody::day(std::string_view name) const {
  if (!has(name)) return std::nullopt;
  return parse_day(text(name)).value();
}

std::vector<std::string> RequestBody::texts(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return {};
  return std::get<std::vector<std::string>>(found->second);
}

}  // namespace seohak
