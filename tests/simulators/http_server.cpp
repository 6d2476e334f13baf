#include "simulators/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace seohak::simulators {
namespace {

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::abort();
}

int listen_on_free_port(int& port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0) give_up("socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener, generic, size) != 0 || ::listen(listener, 512) != 0 ||
      ::getsockname(listener, generic, &size) != 0) {
    give_up("listen");
  }
  port = ntohs(address.sin_port);
  return listener;
}

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

SeenRequest parse_head(std::string_view head) {
  SeenRequest request;
  const std::string_view line = head.substr(0, head.find("\r\n"));
  const std::size_t blank = line.find(' ');
  request.method = line.substr(0, blank);
  request.target = line.substr(blank + 1, line.rfind(' ') - blank - 1);
  std::size_t at = line.size() + 2;
  while (at < head.size()) {
    const std::size_t end = std::min(head.find("\r\n", at), head.size());
    const std::string_view field = head.substr(at, end - at);
    const std::size_t colon = field.find(':');
    if (colon != std::string_view::npos) {
      request.headers.emplace_back(field.substr(0, colon), trimmed(field.substr(colon + 1)));
    }
    at = end + 2;
  }
  return request;
}

/// The next request of a connection; none when the client went away.
std::optional<SeenRequest> read_request(int socket, std::string& buffer) {
  const auto read_more = [&] {
    char bytes[16'384];
    const ssize_t got = ::recv(socket, bytes, sizeof bytes, 0);
    if (got > 0) buffer.append(bytes, static_cast<std::size_t>(got));
    return got > 0;
  };
  std::size_t end = 0;
  while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
    if (!read_more()) return std::nullopt;
  }
  SeenRequest request = parse_head(std::string_view(buffer).substr(0, end));
  buffer.erase(0, end + 4);
  const std::string length = request.header("Content-Length");
  const std::size_t bytes = length.empty() ? 0 : std::stoul(length);
  while (buffer.size() < bytes) {
    if (!read_more()) return std::nullopt;
  }
  request.body = buffer.substr(0, bytes);
  buffer.erase(0, bytes);
  return request;
}

std::string head_of(const Script& script) {
  std::string head = "HTTP/1.1 " + std::to_string(script.status) + " Scripted\r\n";
  for (const auto& [name, value] : script.headers) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
  if (script.byte_chunks) {
    head += "Transfer-Encoding: chunked\r\n";
  } else if (script.status >= 200 && script.status != 204 && script.status != 304) {
    head += "Content-Length: " + std::to_string(script.body.size()) + "\r\n";
  }
  return head + "\r\n";
}

}  // namespace

std::string SeenRequest::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key.size() == name.size() && ::strncasecmp(key.data(), name.data(), name.size()) == 0) {
      return value;
    }
  }
  return {};
}

class HttpServer::Impl {
 public:
  explicit Impl(Respond respond)
      : respond_(std::move(respond)), listener_(listen_on_free_port(port_)) {
    stop_event_ = ::eventfd(0, EFD_CLOEXEC);
    if (stop_event_ < 0) give_up("eventfd");
    acceptor_ = std::thread([this] { accept_all(); });
  }

  ~Impl() {
    release();
    ::eventfd_write(stop_event_, 1);
    acceptor_.join();
    {
      const std::lock_guard lock(mutex_);
      for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& thread : threads_) thread.join();
    for (const int socket : sockets_) ::close(socket);
    ::close(listener_);
    ::close(stop_event_);
  }

  void release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    for (const int event : holding_) ::eventfd_write(event, 1);
  }

  void wait_for_requests(std::size_t count) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return requests_.size() >= count; });
  }

  int port_ = 0;
  mutable std::mutex mutex_;  // guards all below
  std::vector<SeenRequest> requests_;
  int connections_ = 0;
  int at_once_ = 0;
  int most_at_once_ = 0;

 private:
  void accept_all() {
    pollfd watched[2] = {{listener_, POLLIN, 0}, {stop_event_, POLLIN, 0}};
    while (true) {
      if (::poll(watched, 2, -1) < 0) continue;
      if (watched[1].revents != 0) return;
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) continue;
      const int on = 1;
      ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      const std::lock_guard lock(mutex_);
      sockets_.push_back(socket);
      threads_.emplace_back([this, socket, number = ++connections_] { serve(socket, number); });
    }
  }

  void serve(int socket, int number) {
    std::string buffer;
    while (auto request = read_request(socket, buffer)) {
      request->connection = number;
      note(*request);
      if (!answer(socket, respond_(*request))) break;
    }
    ::shutdown(socket, SHUT_RDWR);
  }

  void note(const SeenRequest& request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    most_at_once_ = std::max(most_at_once_, ++at_once_);
    arrived_.notify_all();
  }

  /// Whether the connection stays open.
  bool answer(int socket, const Script& script) {
    if (script.silent) wait_until_released(socket);
    {
      // Before the client can see the answer and ask again: else two would seem to overlap.
      const std::lock_guard lock(mutex_);
      --at_once_;
    }
    if (!script.raw.empty()) return send_all(socket, script.raw) && false;
    if (!send_all(socket, head_of(script))) return false;
    if (script.byte_chunks) return send_chunks(socket, script);
    const std::string_view body = script.body;
    if (script.cut_after) return send_all(socket, body.substr(0, *script.cut_after)) && false;
    const std::size_t first = script.hold ? body.size() / 2 : body.size();
    if (!send_all(socket, body.substr(0, first))) return false;
    if (script.hold) wait_until_released(socket);
    return send_all(socket, body.substr(first));
  }

  static bool send_chunks(int socket, const Script& script) {
    const std::size_t most = script.cut_after.value_or(script.body.size());
    for (const char byte : std::string_view(script.body).substr(0, most)) {
      if (!send_all(socket, std::string("1\r\n") + byte + "\r\n")) return false;
    }
    return !script.cut_after && send_all(socket, "0\r\n\r\n");
  }

  void wait_until_released(int socket) {
    const int event = ::eventfd(0, EFD_CLOEXEC);
    if (event < 0) give_up("eventfd");
    {
      const std::lock_guard lock(mutex_);
      if (released_) ::eventfd_write(event, 1);
      holding_.push_back(event);
    }
    pollfd watched[2] = {{socket, POLLRDHUP, 0}, {event, POLLIN, 0}};
    while (::poll(watched, 2, -1) < 0) {
    }
    const std::lock_guard lock(mutex_);
    std::erase(holding_, event);
    ::close(event);
  }

  Respond respond_;
  int listener_;
  int stop_event_ = -1;
  bool released_ = false;
  std::condition_variable arrived_;
  std::vector<int> holding_;
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

HttpServer::HttpServer(Respond respond) : impl_(std::make_unique<Impl>(std::move(respond))) {}

HttpServer::HttpServer(std::vector<Script> scripts)
    : HttpServer([scripts = std::move(scripts), next = std::size_t{0},
                  mutex = std::make_shared<std::mutex>()](const SeenRequest&) mutable {
        const std::lock_guard lock(*mutex);
        const std::size_t index = std::min(next++, scripts.size() - 1);
        return scripts[index];
      }) {}

HttpServer::~HttpServer() = default;
int HttpServer::port() const { return impl_->port_; }
std::string HttpServer::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port()) + std::string(path);
}
std::vector<SeenRequest> HttpServer::requests() const {
  const std::lock_guard lock(impl_->mutex_);
  return impl_->requests_;
}
int HttpServer::connections() const {
  const std::lock_guard lock(impl_->mutex_);
  return impl_->connections_;
}
int HttpServer::most_at_once() const {
  const std::lock_guard lock(impl_->mutex_);
  return impl_->most_at_once_;
}
void HttpServer::wait_for_requests(std::size_t count) const { impl_->wait_for_requests(count); }
void HttpServer::release() { impl_->release(); }

int closed_port() {
  int port = 0;
  ::close(listen_on_free_port(port));
  return port;
}

}  // namespace seohak::simulators
