#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "language.h"

namespace seohak {

/// What the words on the command line say. Filled by `parse_arguments`.
struct Arguments {
  // Global.
  std::filesystem::path home;
  std::optional<std::filesystem::path> config;
  std::optional<std::string> profile;
  std::optional<std::string> recordings;
  bool json = false;
  bool quiet = false;
  bool verbose = false;
  bool no_color = false;
  Lang lang = Lang::en;
  std::string lang_word;  ///< --lang; empty when not given

  std::string command;                 ///< "run", "models test", …
  std::vector<std::string> words;      ///< pipelines, SQL, run id, shell, …
  std::optional<std::string> for_day;  ///< --for
  std::optional<std::string> from;     ///< --from
  std::optional<std::string> to;       ///< --to
  std::optional<std::string> as_of;    ///< --as-of
  std::optional<std::string> listen;   ///< --listen
  std::optional<std::string> output;   ///< -o
  std::string format = "table";        ///< --format
  bool follow = false;                 ///< -f
  bool dry_run = false;                ///< --dry-run
  bool print = false;                  ///< init --print
  bool force = false;                  ///< init --force
  bool password = false;               ///< init --password
  std::optional<std::string> service;  ///< init --service: "system", "user" or "", as "user"
  std::optional<std::string> user;     ///< init --user
  int limit = 20;                      ///< --limit
  int parallel = 4;                    ///< backfill --parallel
  bool oldest_first = false;           ///< backfill --oldest-first
  bool only = false;                   ///< retry --only
  bool restart = false;                ///< backfill --restart

  /// The days that --for, --from and --to name; empty when none does. Errors: bad_request.
  Result<DayInterval> days() const;
  /// The day of --from and of --to, where they are given. Errors: bad_request.
  Result<std::optional<PlainDay>> first_day() const;
  Result<std::optional<PlainDay>> end_day() const;
};

/// Outcome of reading the command line: arguments, or text to print and an exit code to leave with.
struct Parsed {
  Arguments arguments;
  bool leave = false;
  int exit_code = 0;
};

/// Reads the command line; prints help (stdout) or a usage error (stderr, exit code 2) itself.
Parsed parse_arguments(int argc, const char* const* argv, Lang lang);

/// The completion script of a shell (bash, zsh, fish), its descriptions in `lang`. It completes by
/// the whole line. Errors: bad_request.
Result<std::string> completion_script(std::string_view shell, Lang lang);

}  // namespace seohak
