#pragma once

#include <memory>
#include <string>

#include "serve/http_server.h"
#include "serve/recordings.h"

namespace seohak {

/// Answers `GET /HOST/PATH?QUERY` with what was recorded of https://HOST/PATH?QUERY (see
/// `Recordings::find`), as it stood at the request's `X-Seohak-Clock` (RFC 3339; the recordings'
/// own clock when absent). Adds `X-Seohak-Recorded-At`. 404 says what is recorded. `recordings`
/// outlives the handler.
Handler replay_handler(const Recordings& recordings);

/// The replay handler on a free loopback port.
class ReplayServer {
 public:
  /// `recordings` outlives the server. Errors: those of `HttpServer::listen_tcp`.
  static Result<std::unique_ptr<ReplayServer>> start(const Recordings& recordings, int threads = 2);
  /// "http://127.0.0.1:40123": the driver's replay route.
  const std::string& route() const { return route_; }

 private:
  explicit ReplayServer(int threads) : server_(HttpServer::Options{{}, threads}) {}

  HttpServer server_;
  std::string route_;
};

}  // namespace seohak
