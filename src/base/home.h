#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"

namespace seohak {

/// Where one user's state lives. Each profile has its own warehouse, landing and run state, so that
/// recorded, simulated and live data never mix.
struct Home {
  std::filesystem::path root;  ///< HOME
  std::string profile;         ///< recorded, simulated, live

  std::filesystem::path data() const { return root / profile; }
  std::filesystem::path landing() const { return data() / "landing"; }
  std::filesystem::path warehouse() const { return data() / "warehouse.duckdb"; }
  std::filesystem::path state() const { return data() / "state.sqlite"; }
  std::filesystem::path drop() const { return data() / "drop"; }
  std::filesystem::path socket() const { return root / "seohak.sock"; }
  std::filesystem::path sessions() const { return root / "sessions.sqlite"; }
  std::filesystem::path config_file() const { return root / "seohak.toml"; }
  std::filesystem::path secrets_file() const { return root / "secrets.toml"; }

  /// Creates the directories (mode 0700). Errors: forbidden (no permission, or
  /// a read-only file system), no_space, io, with what to do.
  Result<void> create() const;
};

/// $XDG_CONFIG_HOME, else ~/.config; nullopt when $HOME is not set either.
std::optional<std::filesystem::path> user_config_directory();

/// $SEOHAK_HOME, else $XDG_DATA_HOME/seohak, else ~/.local/share/seohak.
std::filesystem::path default_home();

}  // namespace seohak
