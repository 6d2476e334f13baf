#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "client/http_multi.h"

using CURL = void;
struct curl_slist;

namespace seohak {

/// One request on one libcurl easy handle, redirects included; reused for the next when done.
/// Part of HttpMulti. Thread-compatible.
class HttpTransfer {
 public:
  /// `options` and `authorities` (PEM; empty for the system's own) outlive the transfer.
  HttpTransfer(const HttpOptions& options, const std::string& authorities);
  ~HttpTransfer();
  HttpTransfer(const HttpTransfer&) = delete;
  HttpTransfer& operator=(const HttpTransfer&) = delete;

  /// Sets the handle up. Errors: bad_config (a URL that cannot be fetched).
  Result<void> prepare(std::uint64_t id, HttpRequest request);
  CURL* easy() const { return easy_; }
  /// Called when the handle ended with `curl_code` and left the multi handle. None: it was set up
  /// again for a redirect and must be added back.
  std::optional<HttpDone> finish(int curl_code);

 private:
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);

  void set_up();
  void set_up_tls();
  void set_up_headers();
  /// Whether the answer is a redirect that was taken. Errors: refused (https to http).
  Result<bool> follow_redirect();
  void drop_secret_headers();
  HttpDone failed(int curl_code);
  HttpDone done(Result<HttpResponse> response);

  const HttpOptions& options_;
  const std::string& authorities_;
  CURL* easy_;
  curl_slist* header_list_ = nullptr;
  std::uint64_t id_ = 0;
  HttpRequest request_;
  HttpResponse response_;
  std::string authority_;
  bool body_too_big_ = false;
  int followed_ = 0;
  Duration took_{};
  char reason_[256] = {};  ///< CURL_ERROR_SIZE
};

}  // namespace seohak
