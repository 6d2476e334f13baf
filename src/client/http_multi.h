#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "client/header.h"

namespace seohak {

/// What holds for every request of one HttpMulti.
struct HttpOptions {
  std::string user_agent;
  std::string ca_bundle;  ///< extra PEM file, besides the system's authorities; empty for none
  std::size_t max_body_bytes = 64U << 20U;  ///< after content decoding
  std::chrono::milliseconds connect_timeout{10'000};
};

/// One request. GET, or POST when there is a body.
struct HttpRequest {
  std::string url;    ///< with real secrets
  std::string shown;  ///< what messages call it; must not hold secrets
  std::vector<Header> headers;
  /// Headers that a redirect to another origin must not carry, besides Authorization, Cookie and
  /// Proxy-Authorization.
  std::vector<std::string> secret_headers;
  std::string body;
  std::chrono::milliseconds timeout{30'000};  ///< of each exchange
  int redirects = 5;        ///< how many to follow (GET only); one more is the answer
  bool allow_file = false;  ///< lets file:// URLs through
};

/// What came back, content-decoded; headers as received, in order, of the last exchange.
struct HttpResponse {
  int status = 0;  ///< 200 for file://
  std::vector<Header> headers;
  std::string body;
  int http_version = 0;         ///< 10, 11 or 20; 0 for file://
  int new_connections = 0;      ///< 0 when a connection was reused
  std::int64_t wire_bytes = 0;  ///< of the body, as transferred
};

/// The end of one request. Errors: unavailable (no connection, cut), timeout, refused (a
/// certificate that is not trusted, a redirect from https to http), drifted (body beyond the
/// limit), bad_config (a URL that cannot be fetched), not_found (a file:// that cannot be read).
struct HttpDone {
  std::uint64_t id = 0;
  Result<HttpResponse> response;
  Duration took{};
};

/// Many HTTP requests at once on one thread, over libcurl's multi interface: connections reused,
/// HTTP/2 over TLS with multiplexing (clear text stays HTTP/1.1), gzip, certificates always
/// verified. Thread-compatible; only `wakeup` may be called from other threads.
class HttpMulti {
 public:
  /// Errors: bad_config (the CA file), internal.
  static Result<std::unique_ptr<HttpMulti>> open(HttpOptions options);
  ~HttpMulti();
  HttpMulti(const HttpMulti&) = delete;
  HttpMulti& operator=(const HttpMulti&) = delete;

  /// Starts a request; `id` names it in its HttpDone.
  void start(std::uint64_t id, HttpRequest request);
  /// Requests under way.
  int active() const;
  /// Transfers until something ends, `most` has passed or `wakeup` is called; returns what ended.
  std::vector<HttpDone> poll(Duration most);
  /// Ends the present or next `poll` early. Thread-safe.
  void wakeup();
  /// Drops every request under way; none of them will be reported.
  void cancel_all();

 private:
  class Impl;
  explicit HttpMulti(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace seohak
