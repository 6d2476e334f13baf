#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/secret.h"
#include "client/sqlite.h"

namespace seohak {

/// How long a log-in lasts, and how many there may be.
struct SessionLimits {
  Duration lifetime = std::chrono::hours(24 * 30);  ///< from the log-in
  Duration idle = std::chrono::hours(24 * 7);       ///< from the last request
  std::size_t count = 32;  ///< one more ends the session that was longest unused
};

/// The log-ins of a home, kept over restarts in a SQLite file (mode 0600) by the SHA-256 of their
/// ids, and in memory, so that a request costs no disk. A session holds for the password it was
/// made with. Thread-safe.
class SessionStore {
 public:
  /// `clock`, the machine's, outlives the store. Errors: those of `Sqlite`.
  static Result<std::unique_ptr<SessionStore>> open(const std::filesystem::path& file,
                                                    const Clock& clock, SessionLimits limits = {});

  /// Begins a session for a password, given by its hash, and returns its id. Errors: those of
  /// `Sqlite`; then there is no session.
  Result<Secret> begin(std::string_view password_hash);
  /// Whether there is a session of that id and password; it then counts as used now.
  bool use(std::string_view id, std::string_view password_hash);
  /// Ends one session; that there is none is no error. Errors: those of `Sqlite`; the session is
  /// then over until a restart.
  Result<void> end(std::string_view id);
  /// Ends every session. Errors: those of `Sqlite`.
  Result<void> end_all();

  const SessionLimits& limits() const { return limits_; }

 private:
  struct Session {
    std::string password;  ///< SHA-256 of the password's hash
    Instant began_at;
    Instant used_at;
    Instant stored_at;  ///< `used_at` as the file has it
  };
  SessionStore(Sqlite database, const Clock& clock, SessionLimits limits)
      : clock_(clock), limits_(limits), database_(std::move(database)) {}
  Result<void> read();
  bool is_over(const Session& session, Instant now) const;
  /// Ends what is over or of another password, and the longest unused of too many.
  Result<void> make_room(const std::string& password, Instant now);
  Result<void> erase(const std::string& key);
  void store_use(const std::string& key, Session& session);

  const Clock& clock_;
  const SessionLimits limits_;
  std::mutex mutex_;
  Sqlite database_;                          // guarded by mutex_
  std::map<std::string, Session> sessions_;  // by SHA-256 of the id; guarded by mutex_
};

}  // namespace seohak
