#include "serve/http_server.h"

#include <sys/stat.h>

#include <algorithm>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/check.h"
#include "serve/http_session.h"
#include "serve/socket_path.h"

namespace seohak {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using boost::system::error_code;
using Unix = asio::local::stream_protocol;
using Tcp = asio::ip::tcp;

constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);

template <typename Acceptor>
asio::awaitable<void> accept_all(Acceptor& acceptor, detail::ServerState& state,
                                 const Handler& handler) {
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(kNoThrow);
    if (!acceptor.is_open()) break;
    if (error) {  // out of file descriptors, most likely: wait for one
      asio::steady_timer pause(state.io, std::chrono::milliseconds(50));
      co_await pause.async_wait(kNoThrow);
      continue;
    }
    const bool room = static_cast<int>(state.connections.size()) < state.limits.connections;
    if (room && !state.stopping) detail::start_session(std::move(socket), state, handler);
  }
}

Error cannot_listen(const ListenAddress& address, const error_code& error) {
  if (error != asio::error::address_in_use) {
    return {Errc::io, fmt::format("cannot listen on {}: {}", address.to_string(), error.message())};
  }
  const std::string owner = port_owner(address.port);
  const ListenAddress next{address.host, address.port < 65535 ? address.port + 1 : 8050};
  return {Errc::busy, fmt::format("port {} is taken{}; use --listen {}", address.port,
                                  owner.empty() ? "" : " by " + owner, next.to_string())};
}

}  // namespace

class HttpServer::Impl {
 public:
  explicit Impl(const Options& options) : state_(options) {}

  Result<int> listen_tcp(const ListenAddress& address, Handler handler) {
    error_code error;
    const Tcp::endpoint endpoint(asio::ip::make_address(address.host, error),
                                 static_cast<std::uint16_t>(address.port));
    Tcp::acceptor acceptor(state_.io);
    if (!error) acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    // Every address: of IPv4 too, whatever the system's own choice.
    const bool everywhere = endpoint.address().is_v6() && endpoint.address().is_unspecified();
    if (!error && everywhere) acceptor.set_option(asio::ip::v6_only(false), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return fail(cannot_listen(address, error));
    const int port = acceptor.local_endpoint(error).port();
    start(tcp_.emplace_back(std::move(acceptor)), std::move(handler));
    return port;
  }

  Result<void> listen_unix(const fs::path& path, Handler handler) {
    constexpr std::size_t kLongest = sizeof(sockaddr_un::sun_path) - 1;
    if (path.string().size() > kLongest) {
      return fail(Errc::bad_config,
                  fmt::format("the path of the socket is longer than {} bytes: {}; use a shorter "
                              "--home",
                              kLongest, path.string()));
    }
    SocketPath place = SEOHAK_TRY(SocketPath::take(path));
    error_code error;
    Unix::acceptor acceptor(state_.io);
    acceptor.open(Unix(), error);
    if (!error) acceptor.bind(Unix::endpoint(path.string()), error);
    // Nobody can connect before `listen`, so nobody slips in ahead of the mode.
    if (!error && ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) {
      error.assign(errno, boost::system::system_category());
    }
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return fail(Errc::io, fmt::format("cannot listen on {}: {}", path.string(), error.message()));
    }
    places_.push_back(std::move(place));
    start(unix_.emplace_back(std::move(acceptor)), std::move(handler));
    return {};
  }

  bool is_moving(std::chrono::milliseconds patience) {
    const auto taken_up = std::make_shared<std::promise<void>>();  // it may come later than awaited
    asio::post(state_.io, [taken_up] { taken_up->set_value(); });
    return taken_up->get_future().wait_for(patience) == std::future_status::ready;
  }

  void stop(std::chrono::milliseconds drain) {
    const std::lock_guard lock(stop_mutex_);
    if (stopped_) return;
    stopped_ = true;
    asio::post(state_.io, [this, drain] { begin_stop(drain); });
    if (!io_thread_.joinable()) io_thread_ = std::jthread([this] { state_.io.run(); });
    io_thread_.join();
    state_.workers.join();
    places_.clear();
  }

 private:
  template <typename Acceptor>
  void start(Acceptor& acceptor, Handler handler) {
    const Handler& kept = handlers_.emplace_back(std::move(handler));
    asio::co_spawn(state_.io, accept_all(acceptor, state_, kept), asio::detached);
    if (!io_thread_.joinable()) io_thread_ = std::jthread([this] { state_.io.run(); });
  }

  void begin_stop(std::chrono::milliseconds drain) {
    state_.stopping = true;
    error_code ignored;
    for (auto& acceptor : tcp_) acceptor.close(ignored);
    for (auto& acceptor : unix_) acceptor.close(ignored);
    for (detail::Connection* connection : state_.connections) {
      if (connection->is_idle()) connection->cut();
    }
    if (state_.connections.empty()) return;
    state_.drained.expires_after(drain);
    state_.drained.async_wait([this](const error_code& cancelled) {
      if (cancelled) return;
      state_.stop.request_stop();
      for (detail::Connection* connection : state_.connections) connection->cut();
    });
  }

  detail::ServerState state_;
  std::deque<Handler> handlers_;  // deques: coroutines hold references
  std::deque<Tcp::acceptor> tcp_;
  std::deque<Unix::acceptor> unix_;
  std::vector<SocketPath> places_;
  std::mutex stop_mutex_;
  bool stopped_ = false;  // guarded by stop_mutex_
  std::jthread io_thread_;
};

HttpServer::HttpServer(Options options) {
  SEOHAK_CHECK(options.threads >= 1);
  impl_ = std::make_unique<Impl>(options);
}

HttpServer::~HttpServer() { stop(std::chrono::milliseconds(0)); }

Result<int> HttpServer::listen_tcp(const ListenAddress& address, Handler handler) {
  return impl_->listen_tcp(address, std::move(handler));
}

Result<void> HttpServer::listen_unix(const fs::path& path, Handler handler) {
  return impl_->listen_unix(path, std::move(handler));
}

bool HttpServer::is_moving(std::chrono::milliseconds patience) {
  return impl_->is_moving(patience);
}

void HttpServer::stop(std::chrono::milliseconds drain) { impl_->stop(drain); }

}  // namespace seohak
