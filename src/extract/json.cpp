#include "extract/json.h"

#include <fmt/format.h>

#include "base/text.h"
#include "extract/answer_text.h"

namespace seohak {

Result<JsonText> JsonText::parse(std::string_view text) {
  text = trim(skip_bom(text));
  if (text.empty()) return fail(Errc::unavailable, "the answer is empty; try again later");
  JsonText result;
  result.parser_ = std::make_unique<simdjson::dom::parser>();
  const auto error = result.parser_->parse(text.data(), text.size()).get(result.root_);
  if (error == simdjson::SUCCESS) return result;
  const char close = text.front() == '{' ? '}' : text.front() == '[' ? ']' : '\0';
  if (close != '\0' && text.back() != close)
    return fail(Errc::unavailable, fmt::format("the JSON answer is cut short after {} bytes; try "
                                               "again later",
                                               text.size()));
  return fail(Errc::drifted, fmt::format("the answer is not JSON ({}): {}",
                                         simdjson::error_message(error), first_words(text)));
}

std::string json_text(simdjson::dom::element element) { return simdjson::minify(element); }

}  // namespace seohak
