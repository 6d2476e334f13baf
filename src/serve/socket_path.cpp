#include "serve/socket_path.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "serve/socket_client.h"

namespace seohak {

namespace fs = std::filesystem;

Result<SocketPath> SocketPath::take(const fs::path& path) {
  const std::string beside = path.string() + ".lock";
  const int lock = ::open(beside.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0)
    return fail(Errc::io,
                fmt::format("cannot open {}: {}", beside, std::generic_category().message(errno)));
  SocketPath taken({}, lock);  // no path yet: a refusal must not remove the other's socket
  const bool mine = ::flock(lock, LOCK_EX | LOCK_NB) == 0;
  if (!mine && errno != EWOULDBLOCK)
    return fail(Errc::io,
                fmt::format("cannot lock {}: {}", beside, std::generic_category().message(errno)));
  if (!mine || SocketClient(path).is_listening())
    return fail(Errc::busy,
                fmt::format("another seohak listens on {}; stop it first", path.string()));
  taken.path_ = path;
  std::error_code missing;
  if (fs::is_socket(path, missing)) fs::remove(path, missing);
  return taken;
}

SocketPath::SocketPath(SocketPath&& other) noexcept
    : path_(std::exchange(other.path_, {})), lock_(std::exchange(other.lock_, -1)) {}

SocketPath::~SocketPath() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove(path_, ignored);
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace seohak
