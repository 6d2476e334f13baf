#include "base/replace_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include <fmt/format.h>

#include "base/system_error.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> cannot_write(const fs::path& file, int code) {
  Errc kind = Errc::io;
  if (code == ENOSPC || code == EDQUOT) kind = Errc::no_space;
  if (is_denied(code)) kind = Errc::forbidden;
  return fail(kind, fmt::format("cannot write {}: {}", file.string(),
                                std::generic_category().message(code)));
}

/// Errno of what failed; 0: all is on the disk.
int write_durably(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(descriptor) == 0 ? 0 : errno;
}

}  // namespace

Result<void> replace_file(const fs::path& file, std::string_view text, unsigned mode) {
  std::error_code missing;  // then it is no link
  std::error_code unresolved;
  const fs::path target = fs::is_symlink(file, missing) ? fs::canonical(file, unresolved) : file;
  if (unresolved) return cannot_write(file, unresolved.value());
  const std::string temporary = target.string() + ".new";
  ::unlink(temporary.c_str());  // one left by a crash could have another mode
  const int descriptor =
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, static_cast<mode_t>(mode));
  if (descriptor < 0) return cannot_write(file, errno);
  int failed = write_durably(descriptor, text);
  if (::close(descriptor) != 0 && failed == 0) failed = errno;
  if (failed == 0 && ::rename(temporary.c_str(), target.c_str()) != 0) failed = errno;
  if (failed == 0) return {};
  ::unlink(temporary.c_str());
  return cannot_write(file, failed);
}

}  // namespace seohak
