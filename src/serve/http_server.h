#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "serve/http.h"
#include "serve/listen.h"

namespace seohak {

/// What one client may cost.
struct HttpLimits {
  std::size_t header_bytes = 16U << 10U;
  std::size_t body_bytes = 1U << 20U;
  int connections = 256;                              ///< more are closed at once
  std::chrono::milliseconds idle_timeout{60'000};     ///< a kept connection without a request
  std::chrono::milliseconds request_timeout{10'000};  ///< from a request's first byte to its last
  std::chrono::milliseconds write_timeout{30'000};    ///< for one answer, or one part of a stream
  std::chrono::milliseconds event_silence{15'000};    ///< before a beat among server-sent events
};

/// HTTP/1.1 server on TCP and unix sockets: one thread moves bytes, `threads` run
/// handlers. Thread-compatible; `stop` may be called from any thread.
class HttpServer {
 public:
  struct Options {
    HttpLimits limits;
    int threads = 4;  ///< handlers at work at once, >= 1
    /// Whether handlers are asked first by the thread that moves bytes, with WebRequest::at_once:
    /// handing a request over costs more than a kept answer. They must know `later()`.
    bool ask_at_once = false;
  };
  explicit HttpServer(Options options);
  /// Stops at once when `stop` was not called.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Listens from now on; the port is returned (the free one found for port 0). Errors: busy (the
  /// port is taken: by whom, if that can be told, and what to do), io.
  Result<int> listen_tcp(const ListenAddress& address, Handler handler);
  /// Listens on a unix socket that only this user can open (mode 0600); one left by a dead process
  /// is replaced. A locked file beside it (PATH.lock, kept) lets one of several processes that
  /// start at once have it. Errors: busy (another process listens there), bad_config (the path is
  /// too long), io.
  Result<void> listen_unix(const std::filesystem::path& path, Handler handler);
  /// Whether the thread that moves bytes takes work up within `patience`; blocks until then. Before
  /// `stop` only.
  bool is_moving(std::chrono::milliseconds patience);
  /// Takes no more requests, ends streams of events, lets requests at work finish for at most
  /// `drain`, then asks their stop_token and cuts their connections; returns when all handlers
  /// returned. The unix socket's file is removed. A second call does nothing.
  void stop(std::chrono::milliseconds drain = std::chrono::milliseconds(5'000));

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace seohak
