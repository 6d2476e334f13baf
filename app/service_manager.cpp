#include "service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <condition_variable>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include <fmt/core.h>

namespace seohak {
namespace {

constexpr int kBeatsPerWait = 3;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value <= 0) return std::nullopt;
  return value;
}

/// A watchdog of another process, whose environment this one inherited, is none of ours.
std::optional<std::chrono::microseconds> beat_of_environment() {
  const std::string_view process = variable("WATCHDOG_PID");
  if (!process.empty() && number(process) != std::int64_t{::getpid()}) return std::nullopt;
  const auto wait = number(variable("WATCHDOG_USEC"));
  if (!wait) return std::nullopt;
  return std::chrono::microseconds(*wait) / kBeatsPerWait;
}

Error unheard(std::string_view socket, int code) {
  return {Errc::io,
          fmt::format("cannot tell the service manager at {}: {}", socket, std::strerror(code))};
}

}  // namespace

ServiceManager ServiceManager::of_environment() {
  return {std::string(variable("NOTIFY_SOCKET")), beat_of_environment()};
}

Result<void> ServiceManager::tell(std::string_view state) const {
  if (socket_.empty()) return {};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const bool is_address = socket_.starts_with('/') || socket_.starts_with('@');
  if (!is_address || socket_.size() < 2 || socket_.size() >= sizeof(address.sun_path))
    return fail(
        Errc::bad_request,
        fmt::format("NOTIFY_SOCKET is \"{}\", neither a path nor an abstract socket", socket_));
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (socket_.starts_with('@')) address.sun_path[0] = '\0';
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return fail(unheard(socket_, errno));
  const ssize_t sent = ::sendto(descriptor, state.data(), state.size(), MSG_NOSIGNAL,
                                reinterpret_cast<const sockaddr*>(&address), size);
  const int failed = sent < 0 ? errno : 0;
  ::close(descriptor);
  if (failed != 0) return fail(unheard(socket_, failed));
  return {};
}

void ServiceManager::wait_until(const std::stop_token& stop,
                                const std::function<bool()>& is_alive) const {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  const auto never = [] { return false; };
  if (!beat_) {
    changed.wait(lock, stop, never);
    return;
  }
  while (!stop.stop_requested()) {
    // One that is not heard is followed by the next; when none is, the manager acts.
    if (is_alive()) static_cast<void>(tell("WATCHDOG=1"));
    changed.wait_for(lock, stop, *beat_, never);
  }
}

}  // namespace seohak
