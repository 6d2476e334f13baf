#include "base/home.h"

#include <cerrno>
#include <cstdlib>

#include <fmt/core.h>

namespace seohak {

namespace fs = std::filesystem;

namespace {

/// Whether trying again changes nothing: no permission, or a place that takes no directories.
bool is_refused(const std::error_code& error) {
  return error == std::errc::permission_denied || error == std::errc::operation_not_permitted ||
         error == std::errc::read_only_file_system || error == std::errc::not_a_directory ||
         error == std::errc::no_such_file_or_directory;
}

}  // namespace

Result<void> Home::create() const {
  for (const fs::path& directory : {root, data(), drop()}) {
    std::error_code error;
    const bool made = fs::create_directories(directory, error);
    if (error) {
      const Errc code = error == std::errc::no_space_on_device ? Errc::no_space
                        : is_refused(error)                    ? Errc::forbidden
                                                               : Errc::io;
      return fail(code, fmt::format("cannot create {}: {}; choose another with --home DIR",
                                    directory.string(), error.message()));
    }
    if (made) fs::permissions(directory, fs::perms::owner_all, error);
  }
  return {};
}

std::optional<fs::path> user_config_directory() {
  if (const char* base = std::getenv("XDG_CONFIG_HOME"); base != nullptr && *base != '\0')
    return base;
  if (const char* user = std::getenv("HOME"); user != nullptr && *user != '\0')
    return fs::path(user) / ".config";
  return std::nullopt;
}

fs::path default_home() {
  if (const char* home = std::getenv("SEOHAK_HOME"); home != nullptr && *home != '\0') return home;
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0')
    return fs::path(data) / "seohak";
  const char* user = std::getenv("HOME");
  return fs::path(user != nullptr ? user : ".") / ".local" / "share" / "seohak";
}

}  // namespace seohak
