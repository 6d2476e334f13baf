#pragma once

// Internal to the server: pulls in Asio, so only http_server.cpp and http_session.cpp include it.

#include <cstdint>
#include <set>
#include <stop_token>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "serve/http_server.h"

namespace seohak::detail {

/// What the server can do to a connection. On the I/O thread only.
class Connection {
 public:
  virtual ~Connection() = default;
  /// Whether it owes nobody an end: it waits for a request's first byte, or sends events.
  virtual bool is_idle() const = 0;
  /// Cuts it; reads and writes under way fail.
  virtual void cut() = 0;
};

/// What all connections of a server share. All but `stop` and `workers` on the I/O thread only.
struct ServerState {
  explicit ServerState(const HttpServer::Options& options)
      : limits(options.limits), workers(static_cast<std::size_t>(options.threads)) {}
  HttpLimits limits;
  boost::asio::io_context io{1};
  boost::asio::thread_pool workers;
  std::set<Connection*> connections;
  bool stopping = false;
  boost::asio::steady_timer drained{io};  ///< cancelled when the last connection ends
  std::stop_source stop;
};

/// Serves a connection until it ends. `handler` and `state` outlive it.
void start_session(boost::asio::ip::tcp::socket socket, ServerState& state, const Handler& handler);
void start_session(boost::asio::local::stream_protocol::socket socket, ServerState& state,
                   const Handler& handler);

}  // namespace seohak::detail
