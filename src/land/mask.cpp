#include "land/mask.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace seohak {
namespace {

constexpr std::string_view kMasked = "***";
constexpr std::size_t kLongSecret = 16;  // shorter ones may be data by chance
constexpr std::array<std::string_view, 12> kKeyParameters = {
    "authkey", "api_key",    "apikey",       "appkey",        "appsecret", "secretkey",
    "crumb",   "auth_token", "access_token", "refresh_token", "password",  "approval_key"};

std::string percent_encode_unsafe(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F && c != '<' && c != '>' && c != '"') {
      out += c;
    } else {
      out += '%';
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    }
  }
  return out;
}

std::string hide_user(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::string(url);
  const std::size_t start = scheme + 3;
  const std::size_t end = std::min(url.find_first_of("/?#", start), url.size());
  const std::size_t at = url.substr(start, end - start).rfind('@');
  if (at == std::string_view::npos) return std::string(url);
  return std::string(url.substr(0, start)) + std::string(kMasked) +
         std::string(url.substr(start + at));
}

/// Calls visit(name, value, value's start) for each `name=value` between the marks of a URL query
/// or form.
template <typename Visit>
void each_parameter(std::string_view text, const Visit& visit) {
  constexpr std::string_view kMarks = "?&;#, \r\n\"";
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find_first_of(kMarks, start), text.size());
    const std::string_view part = text.substr(start, end - start);
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos) {
      visit(part.substr(0, equals), part.substr(equals + 1), start + equals + 1);
    }
    start = end + 1;
  }
}

}  // namespace

Mask::Mask(const Call& call) : parameters_(call.secret_parameters), headers_(call.secret_headers) {
  const auto remember_parameter = [&](std::string_view name, std::string_view value, std::size_t) {
    if (!is_secret_parameter(name)) return;
    remember(value);
    remember(percent_decoded(value));
  };
  each_parameter(call.url, remember_parameter);
  each_parameter(call.body, remember_parameter);
  for (const Header& header : call.headers) {
    if (!is_secret_header(header.name, headers_)) continue;
    remember(header.value);
    remember(header.value.substr(header.value.rfind(' ') + 1));  // of "Bearer TOKEN"
  }
  const std::string_view url = std::string_view(call.url).substr(0, call.url.find('#'));
  url_ = percent_encode_unsafe(hide_values(hide_parameters(hide_user(url))));
}

void Mask::remember(std::string_view value) {
  if (value.size() >= kLongSecret) values_.emplace_back(value);
}

bool Mask::is_secret_parameter(std::string_view name) const {
  const std::string plain = percent_decoded(name);
  return contains_ignoring_case(parameters_, plain) ||
         std::any_of(kKeyParameters.begin(), kKeyParameters.end(),
                     [&](std::string_view key) { return equal_ignoring_case(key, plain); });
}

std::string Mask::hide_parameters(std::string_view text) const {
  std::string out;
  std::size_t copied = 0;
  each_parameter(text, [&](std::string_view name, std::string_view value, std::size_t at) {
    if (value.empty() || !is_secret_parameter(name)) return;
    out.append(text.substr(copied, at - copied)).append(kMasked);
    copied = at + value.size();
  });
  return out.append(text.substr(copied));
}

std::string Mask::hide_json(std::string_view text) const {
  std::string out;
  std::size_t copied = 0;
  std::size_t colon = text.find(':');
  for (; colon != std::string_view::npos; colon = text.find(':', colon + 1)) {
    const std::string_view before = trim(text.substr(0, colon));
    const std::size_t value = text.find_first_not_of(" \t\r\n", colon + 1);
    if (before.empty() || before.back() != '"' || value == std::string_view::npos) continue;
    const std::size_t open = before.substr(0, before.size() - 1).rfind('"');
    if (open == std::string_view::npos || text[value] != '"') continue;
    std::size_t end = value + 1;
    while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
    if (!is_secret_parameter(before.substr(open + 1, before.size() - open - 2))) continue;
    if (value + 1 < copied || end > text.size()) continue;
    out.append(text.substr(copied, value + 1 - copied)).append(kMasked);
    copied = end;
  }
  return out.append(text.substr(copied));
}

std::string Mask::hide_values(std::string text) const {
  for (const std::string& value : values_) {
    std::size_t at = text.find(value);
    for (; at != std::string::npos; at = text.find(value, at + kMasked.size())) {
      text.replace(at, value.size(), kMasked);
    }
  }
  return text;
}

std::string Mask::header(const Header& header) const {
  if (is_secret_header(header.name, headers_)) return std::string(kMasked);
  return hide_values(hide_parameters(header.value));
}

std::string Mask::request_body(std::string_view body) const {
  return hide_values(hide_json(hide_parameters(body)));
}

std::string Mask::answer_body(std::string_view body) const {
  return hide_values(std::string(body));
}

}  // namespace seohak
