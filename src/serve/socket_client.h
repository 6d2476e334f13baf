#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seohak {

/// Talks to the program that holds the warehouse, over its unix socket. Thread-compatible.
class SocketClient {
 public:
  /// How long `connect` and a whole answer may take; nothing: for ever.
  struct Patience {
    std::optional<std::chrono::milliseconds> connect = std::chrono::seconds(5);
    std::optional<std::chrono::milliseconds> answer = std::nullopt;
  };
  explicit SocketClient(std::filesystem::path socket, Patience patience = default_patience())
      : socket_(std::move(socket)), patience_(patience) {}

  /// Whether some process accepts connections there now, or is too busy to. Never waits.
  bool is_listening() const;
  /// The process that listens there; 0 when there is none or the system does not say.
  std::int64_t listener() const;
  /// The body of the answer to a POST. Errors: unavailable (nobody listens, or the connection was
  /// cut), timeout, cancelled, and what the other side answered, with its code, message and wait.
  Result<std::string> post(std::string_view path, std::string_view json,
                           std::stop_token stop = {}) const;
  /// The same, handing the answer's parts over as they come (NDJSON: a part may end inside a line).
  Result<void> stream(std::string_view path, std::string_view json,
                      const std::function<void(std::string_view part)>& on_part,
                      std::stop_token stop = {}) const;

 private:
  static Patience default_patience() { return {}; }

  std::filesystem::path socket_;
  Patience patience_;
};

}  // namespace seohak
