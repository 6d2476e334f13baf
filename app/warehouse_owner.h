#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "context.h"
#include "control_words.h"
#include "run_words.h"
#include "serve/format.h"

namespace seohak {

/// The process that holds the warehouse of this home and profile, asked through the socket.
class WarehouseOwner {
 public:
  /// nullopt when nobody answers there, or one of another profile. Errors: busy (it listens but
  /// does not answer: who it is and what to do), cancelled.
  static Result<std::optional<WarehouseOwner>> find(const Context& context);

  /// Rows in `format`, handed over in parts. Errors: those of Warehouse::query; unavailable (it
  /// went away), cancelled.
  Result<void> query(std::string_view sql, OutputFormat format,
                     const std::function<void(std::string_view part)>& on_part,
                     std::stop_token stop) const;
  /// Has it run pipelines; each event line is handed over as it comes. Returns the exit code.
  /// Errors: busy (too many wait there), unavailable (it stopped before the end), cancelled.
  Result<int> run(const RunWords& words, const std::function<void(std::string_view line)>& on_event,
                  std::stop_token stop) const;
  /// Has it carry out what these words say. Errors: those of RunControl, unavailable.
  Result<void> control(const ControlWords& words, std::stop_token stop) const;
  std::int64_t pid() const { return pid_; }
  /// The directory of the recordings that it replays; "": none.
  const std::string& recordings() const { return recordings_; }
  /// Digests of the settings that its runs have; see run_settings.
  const std::map<std::string, std::string>& settings() const { return settings_; }

 private:
  WarehouseOwner(std::string path, std::int64_t pid) : path_(std::move(path)), pid_(pid) {}

  std::string path_;
  std::int64_t pid_;
  std::string recordings_;
  std::map<std::string, std::string> settings_;
};

}  // namespace seohak
