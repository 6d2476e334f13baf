#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seohak {

/// Talks to the program that holds the warehouse, over its unix socket. Thread-compatible.
class SocketClient {
 public:
  explicit SocketClient(std::filesystem::path socket) : socket_(std::move(socket)) {}

  /// Whether some process accepts connections there now.
  bool is_listening() const;
  /// The body of the answer to a POST. Errors: unavailable (nobody listens, or the connection was
  /// cut), cancelled, and what the other side answered, with its code and message.
  Result<std::string> post(std::string_view path, std::string_view json,
                           std::stop_token stop = {}) const;
  /// The same, handing the answer's parts over as they come (NDJSON: a part may end inside a line).
  Result<void> stream(std::string_view path, std::string_view json,
                      const std::function<void(std::string_view part)>& on_part,
                      std::stop_token stop = {}) const;

 private:
  std::filesystem::path socket_;
};

}  // namespace seohak
