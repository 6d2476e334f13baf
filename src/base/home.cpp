#include "base/home.h"

#include <cerrno>
#include <cstdlib>

#include <fmt/core.h>

namespace seohak {

namespace fs = std::filesystem;

Result<void> Home::create() const {
  for (const fs::path& directory : {root, data(), drop()}) {
    std::error_code error;
    const bool made = fs::create_directories(directory, error);
    if (error) {
      const Errc code = error == std::errc::no_space_on_device ? Errc::no_space : Errc::io;
      return fail(code, fmt::format("cannot create {}: {}; choose another with --home DIR",
                                    directory.string(), error.message()));
    }
    if (made) fs::permissions(directory, fs::perms::owner_all, error);
  }
  return {};
}

fs::path default_home() {
  if (const char* home = std::getenv("SEOHAK_HOME"); home != nullptr && *home != '\0') return home;
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0')
    return fs::path(data) / "seohak";
  const char* user = std::getenv("HOME");
  return fs::path(user != nullptr ? user : ".") / ".local" / "share" / "seohak";
}

}  // namespace seohak
