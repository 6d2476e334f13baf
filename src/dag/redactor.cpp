#include "dag/redactor.h"

#include <algorithm>

namespace seohak {
namespace {

constexpr std::size_t kShortest = 4;

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text, std::string_view digits) {
  std::string encoded;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_unreserved(c)) {
      encoded += c;
    } else {
      encoded += '%';
      encoded += digits[byte >> 4U];
      encoded += digits[byte & 15U];
    }
  }
  return encoded;
}

}  // namespace

void Redactor::add(const Secret& secret) {
  const std::string& value = secret.reveal();
  if (value.size() < kShortest) return;
  const std::lock_guard lock(mutex_);
  values_.push_back(value);
  values_.push_back(percent_encoded(value, "0123456789ABCDEF"));
  values_.push_back(percent_encoded(value, "0123456789abcdef"));
  std::sort(values_.begin(), values_.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
}

std::string Redactor::apply(std::string_view text) const {
  const std::lock_guard lock(mutex_);
  std::string clean(text);
  for (const std::string& value : values_) {
    std::size_t at = 0;
    while ((at = clean.find(value, at)) != std::string::npos) {
      clean.replace(at, value.size(), "***");
      at += 3;
    }
  }
  return clean;
}

}  // namespace seohak
