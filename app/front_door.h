#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/metrics.h"
#include "context.h"
#include "serve/guard.h"
#include "serve/listen.h"
#include "serve/login.h"

namespace seohak {

/// Where `serve` listens and by what it may be reached, by the settings.
struct Access {
  ListenAddress address;
  GuardOptions guard;
};

/// Whoever can be reached from other machines, directly or through a proxy, asks for the password;
/// how it was started decides, as a proxy's requests come from loopback. Errors: bad_request (no
/// address), bad_config (no password though one is needed, or a setting that is wrong).
Result<Access> read_access(const Context& context);

/// Says where the dashboard is: to programs as JSON on stdout, else to people. `access.address` has
/// the port that was found.
void announce(const Context& context, const Access& access);

/// The password's hash in force: the environment's, else that of secrets.toml, which is read again
/// when it changes, so that `seohak init --password` counts at once. A file that cannot be read
/// holds none. Thread-safe.
class PasswordInForce {
 public:
  explicit PasswordInForce(const Context& context);
  std::string hash();

 private:
  /// By which a file is told from the one before.
  struct Stamp {
    std::int64_t changed_ns = 0;  ///< 0: there is no file, or none was read
    std::uint64_t inode = 0;
    std::int64_t size = 0;
    bool operator==(const Stamp&) const = default;
  };
  static Stamp stamp_of(const std::filesystem::path& file);

  const std::filesystem::path file_;
  const bool watched_;
  std::mutex mutex_;
  Stamp stamp_;       // of what was read; guarded by mutex_
  std::string hash_;  // guarded by mutex_
};

/// Lets in who may. Made for one server, which it outlives.
class FrontDoor {
 public:
  /// Errors: those of SessionStore.
  static Result<std::unique_ptr<FrontDoor>> open(const Context& context, const Access& access,
                                                 Metrics& metrics);
  /// The router behind all checks, with the log-in added when one is needed; it outlives the
  /// handler.
  Handler in_front_of(Router& router);

 private:
  FrontDoor(const Context& context, Access access)
      : clock_(*context.wall), access_(std::move(access)), password_(context) {}

  const Clock& clock_;
  Access access_;
  PasswordInForce password_;
  std::unique_ptr<SessionStore> sessions_;
  std::optional<Login> login_;
};

}  // namespace seohak
