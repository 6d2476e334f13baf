#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/connector.h"

namespace seohak {

/// What must not be stored of one exchange. Masked as `***`: the call's secret headers and
/// parameters, Authorization, Proxy-Authorization, Cookie, Set-Cookie, a password in the URL, and
/// parameters whose usual names mean a key (authkey, api_key, appkey, appsecret, access_token,
/// crumb, …), also where the answer repeats them. Thread-compatible.
class Mask {
 public:
  explicit Mask(const Call& call);
  /// The call's URL as stored: masked, bytes that no URL may hold percent-encoded, no fragment.
  const std::string& url() const { return url_; }
  /// The value to store of a request's or an answer's header field.
  std::string header(const Header& header) const;
  /// A body to store: `name=value` and `"name":"value"` of secret parameters masked in a request's;
  /// in both, secrets of 16 bytes or more that appear word for word.
  std::string request_body(std::string_view body) const;
  std::string answer_body(std::string_view body) const;

 private:
  bool is_secret_parameter(std::string_view name) const;
  std::string hide_parameters(std::string_view text) const;
  std::string hide_json(std::string_view text) const;
  std::string hide_values(std::string text) const;
  void remember(std::string_view value);

  std::vector<std::string> parameters_;
  std::vector<std::string> headers_;
  std::vector<std::string> values_;  ///< long secrets, to find them where an answer repeats them
  std::string url_;
};

}  // namespace seohak
