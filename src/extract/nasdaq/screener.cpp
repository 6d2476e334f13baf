#include "extract/nasdaq/screener.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "extract/answer_text.h"

namespace seohak {
namespace {

namespace ondemand = simdjson::ondemand;
using simdjson::SUCCESS;

constexpr std::array<std::string_view, kScreenerFields> kNames{
    "symbol",    "name",    "lastsale", "netchange", "volume",
    "marketCap", "country", "ipoyear",  "industry",  "sector"};
constexpr std::size_t kOther = kScreenerFields;

/// `code: message` of each entry of bCodeMessage.
std::string source_words(ondemand::object& status) {
  ondemand::array messages;
  std::string words;
  if (status.find_field_unordered("bCodeMessage").get(messages) != SUCCESS) return words;
  for (auto message : messages) {
    std::string_view text;
    if (message.find_field_unordered("errorMessage").get(text) != SUCCESS) return words;
    words += fmt::format("{}{}", words.empty() ? "" : "; ", shorten(text, 200));
  }
  return words;
}

}  // namespace

std::string_view field_name(ScreenerField field) { return kNames[static_cast<std::size_t>(field)]; }

Result<ScreenerAnswer> ScreenerAnswer::open(std::string_view body) {
  body = trim(skip_bom(body));
  if (body.empty()) return fail(Errc::unavailable, "the answer is empty; try again later");
  if (body.front() != '{')
    return fail(Errc::drifted, fmt::format("the answer is no JSON object: {}", first_words(body)));
  if (body.back() != '}')
    return fail(
        Errc::unavailable,
        fmt::format("the JSON answer is cut short after {} bytes; try again later", body.size()));
  ScreenerAnswer answer;
  answer.text_ = simdjson::padded_string(body);
  answer.parser_ = std::make_unique<ondemand::parser>();
  answer.order_.fill(kOther);
  return answer;
}

Result<ondemand::document> ScreenerAnswer::document() {
  ondemand::document read;
  if (const auto error = parser_->iterate(text_).get(read)) return broken(error);
  return read;
}

tl::unexpected<Error> ScreenerAnswer::broken(simdjson::error_code error) const {
  return fail(Errc::drifted,
              fmt::format("the answer is not JSON ({}): {}", simdjson::error_message(error),
                          first_words(std::string_view(text_))));
}

Result<void> ScreenerAnswer::check_status() {
  auto read = SEOHAK_TRY(document());
  ondemand::object status;
  std::int64_t code = 0;
  if (read.find_field_unordered("status").get(status) != SUCCESS ||
      status.find_field_unordered("rCode").get(code) != SUCCESS)
    return fail(Errc::drifted, fmt::format("status.rCode is missing or no number in {}",
                                           first_words(std::string_view(text_))));
  if (code == 200) return {};
  const std::string words = source_words(status);
  return fail(Errc::drifted,
              fmt::format("the screener says rCode {}{}", code, words.empty() ? "" : ": " + words));
}

Result<ScreenerAnswer::Array> ScreenerAnswer::rows(ondemand::document& document) {
  ondemand::object data;
  if (document.find_field_unordered("data").get(data) != SUCCESS)
    return fail(Errc::drifted, "the field data is missing or no object; was it renamed?");
  Value value;
  if (data.find_field_unordered("rows").get(value) != SUCCESS)
    return fail(Errc::drifted, "the field data.rows is missing; was it renamed?");
  if (value.is_null()) return fail(Errc::unavailable, "the screener has no rows; try again later");
  Array list;
  if (value.get_array().get(list) != SUCCESS)
    return fail(Errc::drifted, "the field data.rows is no list");
  return list;
}

std::size_t ScreenerAnswer::which_field(ondemand::field& field, std::size_t place) {
  std::size_t& guess = order_[std::min(place, order_.size() - 1)];
  if (guess < kOther && field.key() == kNames[guess]) return guess;
  for (guess = 0; guess < kOther && !(field.key() == kNames[guess]);) ++guess;
  return guess;
}

Result<const char*> ScreenerAnswer::read_fields(Object object, ScreenerRow& row) {
  unsigned seen = 0;
  std::size_t place = 0;
  const char* last = nullptr;
  for (auto item : object) {
    ondemand::field field;
    if (const auto error = std::move(item).get(field)) return broken(error);
    const std::size_t which = which_field(field, place++);
    Value content = field.value();
    const std::string_view token = content.raw_json_token();
    last = token.data() + token.size();
    if (which == kOther) continue;
    seen |= 1U << which;
    std::string_view text;
    if (const auto error = content.get_string().get(text)) {
      if (error != simdjson::INCORRECT_TYPE) return broken(error);
      row.no_text = kNames[which];
      continue;
    }
    if (which == 0) row.symbol = text;
    row.texts[which] = trim(text);
  }
  for (std::size_t i = kScreenerFields; i-- > 0;)
    if ((seen >> i & 1U) == 0) row.missing = kNames[i];
  return last;
}

Result<ScreenerRow> ScreenerAnswer::read_row(Value value) {
  ScreenerRow row;
  ondemand::json_type type{};
  if (const auto error = value.type().get(type)) return broken(error);
  const std::string_view start = value.raw_json_token();
  if (type != ondemand::json_type::object) {
    row.missing = kNames[0];
    row.row_text = trim(start);
    return row;
  }
  Object object;
  if (const auto error = value.get_object().get(object)) return broken(error);
  const char* last = SEOHAK_TRY(read_fields(object, row));
  // The row's text ends with the first brace behind its last value.
  if (last == nullptr) last = start.data() + 1;
  const char* const end = text_.data() + text_.size();
  while (last < end && *last != '}') ++last;
  row.row_text = std::string_view(
      start.data(), static_cast<std::size_t>(last - start.data()) + (last < end ? 1U : 0U));
  return row;
}

}  // namespace seohak
