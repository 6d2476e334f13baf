#include "land/pending_file.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <system_error>

#include <fmt/core.h>
#include <unistd.h>

#include "base/system_error.h"

namespace seohak {
namespace {

constexpr std::string_view kSuffix = ".tmp";

std::string host() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "host";
  return name.data();
}

std::string_view base_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

}  // namespace

std::string temporary_path(const std::string& path) {
  const std::string_view name = base_name(path);
  const std::string directory = path.substr(0, path.size() - name.size());
  return fmt::format("{}.{}.{}-{}{}", directory, name, host(), ::getpid(), kSuffix);
}

bool is_temporary(std::string_view path) {
  const std::string_view name = base_name(path);
  return name.starts_with('.') && name.ends_with(kSuffix);
}

bool is_abandoned(std::string_view path) {
  if (!is_temporary(path)) return false;
  path.remove_suffix(kSuffix.size());
  const std::size_t dash = path.rfind('-');
  if (dash == std::string_view::npos || !path.substr(0, dash).ends_with("." + host())) return false;
  const std::string_view digits = path.substr(dash + 1);
  pid_t process = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), process);
  if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size() || process <= 0) {
    return false;
  }
  return ::kill(process, 0) != 0 && errno == ESRCH;
}

Error write_error(int number, const std::string& path) {
  if (number == ENOSPC || number == EDQUOT) {
    return {Errc::no_space,
            fmt::format("landing: no space left at {}; free some and run again", path)};
  }
  if (is_denied(number)) {
    return {Errc::forbidden,
            fmt::format(
                "landing: cannot write {}: {}; give this user the right to it (chown, chmod) or "
                "choose another with --home DIR (landing.url)",
                path, std::generic_category().message(number))};
  }
  return {Errc::io,
          fmt::format("landing: cannot write {}: {}; check that the path exists and that this user "
                      "may write there, then run again",
                      path, std::generic_category().message(number))};
}

Result<void> write_all(int descriptor, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(write_error(errno, path));
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace seohak
