#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seohak {

/// The service manager (systemd) that started this process and wants to hear how it is, by the
/// datagrams that sd_notify(3) documents. Thread-compatible.
class ServiceManager {
 public:
  /// By $NOTIFY_SOCKET, $WATCHDOG_USEC and $WATCHDOG_PID. Where they are not set nobody started it,
  /// and every call tells nobody.
  static ServiceManager of_environment();

  /// Tells one or more NAME=VALUE, a line each: "READY=1", "STOPPING=1". Errors: bad_request (the
  /// environment names no socket that can be), io.
  Result<void> tell(std::string_view state) const;
  /// Returns once `stop` is requested. Until then it asks `is_alive` three times in what the
  /// watchdog waits for, and tells the manager each time that it says yes; a manager that hears
  /// nothing ends the process and starts it again. `is_alive` may take a third of that time.
  void wait_until(const std::stop_token& stop, const std::function<bool()>& is_alive) const;
  /// Between two questions of `wait_until`; nullopt: no watchdog waits.
  std::optional<std::chrono::microseconds> beat() const { return beat_; }

 private:
  ServiceManager(std::string socket, std::optional<std::chrono::microseconds> beat)
      : socket_(std::move(socket)), beat_(beat) {}

  std::string socket_;  ///< a path, or "@name" of an abstract socket; empty: nobody to tell
  std::optional<std::chrono::microseconds> beat_;
};

}  // namespace seohak
