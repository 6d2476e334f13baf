#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language.h"

namespace seohak {

/// Who runs the service: the manager of one user's session, or the machine's.
enum class ServiceScope { user, system };

/// What a systemd unit of `seohak serve` says. Paths are absolute.
struct ServiceUnit {
  ServiceScope scope = ServiceScope::user;
  std::filesystem::path program;
  std::vector<std::string> words;  ///< behind the program: options, then "serve"
  std::chrono::seconds stop{60};   ///< how long it may take to stop before it is killed
  std::string user = "";           ///< of a system service: whose it is
  std::vector<std::filesystem::path> writable = {};  ///< of a system service: what it writes to
  bool private_tmp = true;  ///< of a system service: /tmp of its own; hides what lies in the other
};

/// The first line of every file that `unit_text` made.
constexpr std::string_view kUnitMark = "# Written by `seohak init --service`";

/// The unit file, its comments in `lang`. Errors: bad_request (a path with a line break or another
/// control character, which such a file cannot hold).
Result<std::string> unit_text(const ServiceUnit& unit, Lang lang);

/// A word of a list in a unit file: quoted where blanks, quotes and backslashes would not stay what
/// they are, with systemd's % doubled.
std::string unit_word(std::string_view text);

}  // namespace seohak
