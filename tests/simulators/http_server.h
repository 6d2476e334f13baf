#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace seohak::simulators {

/// One request as the server read it.
struct SeenRequest {
  std::string method;
  std::string target;  ///< "/path?query"
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  int connection = 0;  ///< the first connection is 1

  /// First value, names compared without case; empty when absent.
  std::string header(std::string_view name) const;
};

/// What the server answers, faults included.
struct Script {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  bool byte_chunks = false;                   ///< Transfer-Encoding: chunked, one byte a chunk
  std::optional<std::size_t> cut_after = {};  ///< closes after this many bytes of body
  bool silent = false;   ///< says nothing until the client goes away or `release`
  bool hold = false;     ///< sends the first half of the body, then as `silent`
  std::string raw = {};  ///< sent as is instead of all of the above, then closes
};

using Respond = std::function<Script(const SeenRequest&)>;

/// A web server for tests on a free port of 127.0.0.1: HTTP/1.1 with keep-alive, a thread a
/// connection, answers by script. Thread-safe. Stops when destroyed.
class HttpServer {
 public:
  /// `respond` is called on the connection's thread. Aborts when no socket can be opened.
  explicit HttpServer(Respond respond);
  /// Answers the scripts in order, one a request; the last again and again.
  explicit HttpServer(std::vector<Script> scripts);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const;
  /// "http://127.0.0.1:PORT" + path.
  std::string url(std::string_view path = "") const;
  std::vector<SeenRequest> requests() const;
  int connections() const;
  /// Most requests that waited for the first byte of their answer at one time.
  int most_at_once() const;
  /// Blocks until `count` requests have come.
  void wait_for_requests(std::size_t count) const;
  /// Lets the answers that are held or silent go on.
  void release();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// A port of 127.0.0.1 at which nothing listens (bound and closed again just now).
int closed_port();

}  // namespace seohak::simulators
