#include "dag/schedule_token.h"

namespace seohak {
namespace {

using Kind = ScheduleToken::Kind;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t end_of_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

/// "close+20 min" is a word and a sum, "Etc/GMT+9" is one word.
std::size_t end_of_word(std::string_view text, std::size_t at) {
  bool zone = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    zone = zone || c == '/';
    if (!is_letter(c) && !is_digit(c) && c != '/' && c != '_' && !(zone && (c == '+' || c == '-')))
      break;
  }
  return at;
}

/// All bytes of a character of UTF-8.
std::size_t end_of_character(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;) ++at;
  return at;
}

}  // namespace

std::vector<ScheduleToken> tokens_of(std::string_view text, std::size_t offset) {
  std::vector<ScheduleToken> tokens;
  std::size_t at = 0;
  while (true) {
    while (at < text.size() && is_blank(text[at])) ++at;
    if (at == text.size()) break;
    Kind kind = Kind::word;
    std::size_t end = end_of_character(text, at);
    if (is_digit(text[at])) {
      kind = Kind::number;
      end = end_of_digits(text, at);
      if (end < text.size() && text[end] == ':') {
        kind = Kind::time;
        end = end_of_digits(text, end + 1);
      }
    } else if (is_letter(text[at])) {
      end = end_of_word(text, at);
    } else if (text[at] == ',' || text[at] == '+' || text[at] == '-') {
      kind = Kind::symbol;
    }
    tokens.push_back({kind, text.substr(at, end - at), offset + at});
    at = end;
  }
  tokens.push_back({Kind::end, "", offset + text.size()});
  return tokens;
}

}  // namespace seohak
