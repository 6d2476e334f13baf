#include "base/csv.h"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.h"

namespace seohak {

CsvReader::CsvReader(std::string_view text, char separator)
    : text_(skip_bom(text)), separator_(separator) {}

bool CsvReader::at_line_end() const {
  return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r';
}

void CsvReader::skip_line_end() {
  if (at_ >= text_.size()) return;
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++next_line_;
}

void CsvReader::read_plain() {
  const std::size_t begin = at_;
  const char* at = text_.data() + begin;
  const char* const end = text_.data() + text_.size();
  while (at < end && *at != separator_ && *at != '\n' && *at != '\r') ++at;
  at_ = static_cast<std::size_t>(at - text_.data());
  fields_.push_back(text_.substr(begin, at_ - begin));
}

Result<void> CsvReader::read_quoted() {
  const std::size_t begin = ++at_;
  bool doubled = false;
  while (true) {
    at_ = text_.find('"', at_);
    if (at_ == std::string_view::npos) {
      at_ = text_.size();
      return fail(Errc::bad_data, fmt::format("line {}: a quote does not end", line_));
    }
    if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
    doubled = true;
    at_ += 2;
  }
  const std::string_view inside = text_.substr(begin, at_ - begin);
  next_line_ += static_cast<std::size_t>(std::count(inside.begin(), inside.end(), '\n'));
  ++at_;
  if (!at_line_end() && text_[at_] != separator_)
    return fail(Errc::bad_data, fmt::format("line {}: text behind a closing quote", line_));
  if (!doubled) {
    fields_.push_back(inside);
    return {};
  }
  std::string& plain = unescaped_.emplace_back();
  for (std::size_t i = 0; i < inside.size(); ++i) {
    plain += inside[i];
    if (inside[i] == '"') ++i;  // the second of a pair
  }
  fields_.push_back(plain);
  return {};
}

Result<bool> CsvReader::next() {
  fields_.clear();
  unescaped_.clear();
  while (at_ < text_.size() && at_line_end()) skip_line_end();
  if (at_ >= text_.size()) return false;
  const std::size_t begin = at_;
  line_ = next_line_;
  while (true) {
    if (at_ < text_.size() && text_[at_] == '"')
      SEOHAK_TRY(read_quoted());
    else
      read_plain();
    if (at_line_end()) break;
    ++at_;  // the separator
  }
  record_ = text_.substr(begin, at_ - begin);
  skip_line_end();
  return true;
}

}  // namespace seohak
