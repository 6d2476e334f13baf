#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "engine.h"
#include "serve/http_server.h"
#include "serve/run_control.h"

namespace seohak {

/// HOME/seohak.sock, served by whoever holds the warehouse: POST /owner; POST /query {sql, format};
/// POST /run {pipelines, from, to} -> events, a line of JSON each, {"event":"waiting"} before them
/// when another run is under way, the last {"event":"finished","exit_code"}. Few runs may wait at
/// once: more are answered busy with Retry-After. POST /control (see control_words.h) -> {}. It has
/// threads of its own, so that nothing asked here keeps a web page waiting. Thread-compatible.
class HomeSocket {
 public:
  /// Listens at once. Best effort: another profile's process may hold the socket, then this
  /// warehouse is simply not shared (--verbose says so). Both outlive it. `changed` is called
  /// behind each order that was carried out, from any thread.
  HomeSocket(const Context& context, Engine& engine, RunControl& control,
             const std::function<void()>& changed = nullptr);
  /// Stops the runs under way.
  ~HomeSocket();
  HomeSocket(const HomeSocket&) = delete;
  HomeSocket& operator=(const HomeSocket&) = delete;

  /// Takes no more runs and returns once those under way have ended; `on_wait` is called before
  /// waiting for any. `stop` stops them: those who asked are told to run again.
  void finish(const std::stop_token& stop, const std::function<void()>& on_wait = nullptr);

 private:
  class Runs;
  std::shared_ptr<Runs> runs_;  ///< shared with answers that are still being sent
  HttpServer server_;           ///< last: gone before what its handlers use
};

}  // namespace seohak
