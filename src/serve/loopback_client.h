#pragma once

// For tests: speaks bytes to a server on this machine, so that wrong bytes can be sent too.

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

namespace seohak::testing {

/// A blocking connection. Reads give up after ten seconds.
class RawConnection {
 public:
  static RawConnection tcp(int port) {
    RawConnection made(::socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    made.connect(reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    return made;
  }
  static RawConnection unix_socket(const std::string& path) {
    RawConnection made(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    made.connect(reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    return made;
  }
  RawConnection(RawConnection&& other) noexcept
      : file_(std::exchange(other.file_, -1)), connected_(other.connected_) {}
  RawConnection& operator=(RawConnection&&) = delete;
  ~RawConnection() {
    if (file_ >= 0) ::close(file_);
  }

  bool connected() const { return connected_; }
  /// Whether all bytes were taken.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(file_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  /// Everything until the server closes.
  std::string read_all() {
    while (read_some()) continue;
    return std::move(received_);
  }
  /// Everything up to and with `text`; what came when the server closed before.
  std::string read_until(std::string_view text) {
    while (received_.find(text) == std::string::npos && read_some()) continue;
    const std::size_t at = received_.find(text);
    const std::size_t size = at == std::string::npos ? received_.size() : at + text.size();
    std::string read = received_.substr(0, size);
    received_.erase(0, size);
    return read;
  }
  /// Head and body of one answer with Content-Length (`has_body` false: the head only).
  std::string read_answer(bool has_body = true) {
    std::size_t head = std::string::npos;
    while ((head = received_.find("\r\n\r\n")) == std::string::npos && read_some()) continue;
    if (head == std::string::npos) return std::move(received_);
    const std::size_t field = received_.find("Content-Length: ");
    std::size_t size = head + 4;
    if (has_body && field < head) {
      size += static_cast<std::size_t>(std::atoi(received_.c_str() + field + 16));
    }
    while (received_.size() < size && read_some()) continue;
    std::string answer = received_.substr(0, size);
    received_.erase(0, size);
    return answer;
  }

 private:
  explicit RawConnection(int file) : file_(file) {}
  void connect(const sockaddr* address, socklen_t size) {
    connected_ = ::connect(file_, address, size) == 0;
  }
  bool read_some() {
    pollfd waiting{file_, POLLIN, 0};
    if (::poll(&waiting, 1, 10'000) <= 0) return false;
    char buffer[16384];
    const ssize_t size = ::recv(file_, buffer, sizeof(buffer), 0);
    if (size <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(size));
    return true;
  }

  int file_;
  bool connected_ = false;
  std::string received_;
};

/// Status of an answer's first line; 0 when there is none.
inline int status_of(std::string_view answer) {
  return answer.size() > 12 ? std::atoi(std::string(answer.substr(9, 3)).c_str()) : 0;
}
/// What follows the head.
inline std::string body_of(std::string_view answer) {
  const std::size_t head = answer.find("\r\n\r\n");
  return head == std::string_view::npos ? "" : std::string(answer.substr(head + 4));
}

}  // namespace seohak::testing
