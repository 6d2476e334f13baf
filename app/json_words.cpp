#include "json_words.h"

#include <fmt/format.h>
#include <simdjson.h>

namespace seohak {

Result<void> each_word(
    std::string_view body,
    const std::function<Result<void>(std::string_view key, const simdjson::dom::element& value)>&
        take) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(simdjson::padded_string(body)).get(object) != simdjson::SUCCESS)
    return fail(Errc::bad_request, "the body is not a JSON object");
  for (const auto& [key, value] : object) SEOHAK_TRY(take(key, value));
  return {};
}

Result<std::string> text_word(std::string_view key, const simdjson::dom::element& value) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) return std::string(text);
  return fail(Errc::bad_request, fmt::format("\"{}\" must be a text", key));
}

Result<bool> flag_word(std::string_view key, const simdjson::dom::element& value) {
  bool flag = false;
  if (value.get(flag) == simdjson::SUCCESS) return flag;
  return fail(Errc::bad_request, fmt::format("\"{}\" must be true or false", key));
}

Result<std::vector<std::string>> name_words(std::string_view key,
                                            const simdjson::dom::element& value) {
  const auto refused = fail(Errc::bad_request, fmt::format("\"{}\" must be a list of names", key));
  simdjson::dom::array list;
  if (value.get(list) != simdjson::SUCCESS) return refused;
  std::vector<std::string> names;
  for (const simdjson::dom::element name : list) {
    std::string_view text;
    if (name.get(text) != simdjson::SUCCESS) return refused;
    names.emplace_back(text);
  }
  return names;
}

}  // namespace seohak
