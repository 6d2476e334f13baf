#include "dag/scheduler_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/core.h>

#include "base/system_error.h"
#include "base/text.h"

namespace seohak {
namespace {

Errc code_of(int error) {
  if (is_denied(error)) return Errc::forbidden;
  return error == ENOSPC || error == EDQUOT ? Errc::no_space : Errc::io;
}

tl::unexpected<Error> failure(const std::filesystem::path& file, int error) {
  return fail(code_of(error),
              fmt::format("scheduler lock {}: {}", file.string(), std::strerror(error)));
}

std::string owner_of(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t size = pread(descriptor, text.data(), text.size(), 0);
  return size > 0 ? std::string(trim({text.data(), static_cast<std::size_t>(size)})) : "unknown";
}

}  // namespace

Result<SchedulerLock> SchedulerLock::take(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return failure(file, errno);
  SchedulerLock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return failure(file, errno);
    return fail(Errc::busy, fmt::format("another scheduler (pid {}) runs on this home; stop it "
                                        "first",
                                        owner_of(descriptor)));
  }
  const std::string pid = fmt::format("{}\n", getpid());
  if (ftruncate(descriptor, 0) != 0 ||
      pwrite(descriptor, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
    return failure(file, errno);
  return lock;
}

SchedulerLock::SchedulerLock(SchedulerLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

SchedulerLock::~SchedulerLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace seohak
