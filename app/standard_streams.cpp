#include "standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <system_error>

#include <fmt/format.h>

namespace seohak {
namespace {

std::atomic<int> first_failure{0};  // errno of stdout

}  // namespace

Result<void> occupy_standard_streams() {
  for (int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) != -1) continue;
    // The lowest that is free: this one. The other way round, so that its use fails as before.
    const int mode = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (::open("/dev/null", mode) != descriptor)
      return fail(Errc::io, "stdin, stdout or stderr is closed and /dev/null cannot stand for it");
  }
  return {};
}

bool put(std::FILE* stream, std::string_view text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stream) == text.size() && std::fflush(stream) == 0;
  int none = 0;
  if (!written && stream == stdout) first_failure.compare_exchange_strong(none, errno);
  return written;
}

Result<void> output_was_written() {
  const int number = first_failure;
  if (number == 0) return {};
  if (number == EPIPE) return fail(Errc::cancelled, "the reader of standard output went away");
  return fail(
      number == ENOSPC || number == EDQUOT ? Errc::no_space : Errc::io,
      fmt::format("cannot write to standard output: {}", std::generic_category().message(number)));
}

bool output_is_unwanted() { return first_failure == EPIPE; }

}  // namespace seohak
