#include "serve/session_store.h"

#include <algorithm>

#include "base/hash.h"
#include "base/password.h"

namespace seohak {
namespace {

/// Instants are microseconds since 1970 UTC.
constexpr const char* kTable = R"(
CREATE TABLE IF NOT EXISTS session (
  id_sha256 TEXT PRIMARY KEY,
  password_sha256 TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)";

/// A use is written down when the file is behind by this much: a write a request would be too many.
constexpr Duration kWrittenEvery = std::chrono::minutes(10);

std::int64_t micros(Instant instant) { return instant.time_since_epoch().count(); }
Instant instant(std::int64_t micros) { return Instant(Duration(micros)); }

}  // namespace

Result<std::unique_ptr<SessionStore>> SessionStore::open(const std::filesystem::path& file,
                                                         const Clock& clock, SessionLimits limits) {
  Sqlite database = SEOHAK_TRY(Sqlite::open(file).context("sessions"));
  std::unique_ptr<SessionStore> store(new SessionStore(std::move(database), clock, limits));
  SEOHAK_TRY(store->read().context("sessions"));
  return store;
}

Result<void> SessionStore::read() {
  const std::lock_guard lock(mutex_);
  SEOHAK_TRY(database_.script(kTable));
  auto rows = SEOHAK_TRY(
      database_.prepare("SELECT id_sha256, password_sha256, began_at, used_at FROM session"));
  while (SEOHAK_TRY(rows.step())) {
    const Instant used = instant(rows.integer(3));
    sessions_[rows.text(0)] = {.password = rows.text(1),
                               .began_at = instant(rows.integer(2)),
                               .used_at = used,
                               .stored_at = used};
  }
  return {};
}

bool SessionStore::is_over(const Session& session, Instant now) const {
  return now >= session.began_at + limits_.lifetime || now >= session.used_at + limits_.idle;
}

Result<void> SessionStore::erase(const std::string& key) {
  sessions_.erase(key);  // first: it ends here and now even if the file cannot be written
  SEOHAK_TRY(database_.run("DELETE FROM session WHERE id_sha256 = ?", {key}));
  return {};
}

Result<void> SessionStore::make_room(const std::string& password, Instant now) {
  std::vector<std::string> over;
  for (const auto& [key, session] : sessions_)
    if (is_over(session, now) || session.password != password) over.push_back(key);
  for (const std::string& key : over) SEOHAK_TRY(erase(key));
  while (sessions_.size() >= limits_.count) {
    const auto oldest = std::min_element(
        sessions_.begin(), sessions_.end(),
        [](const auto& a, const auto& b) { return a.second.used_at < b.second.used_at; });
    SEOHAK_TRY(erase(std::string(oldest->first)));
  }
  return {};
}

Result<Secret> SessionStore::begin(std::string_view password_hash) {
  Secret id = random_token();
  const std::string key = sha256_hex(id.reveal());
  const std::string password = sha256_hex(password_hash);
  const std::lock_guard lock(mutex_);
  const Instant now = clock_.now();
  SEOHAK_TRY(make_room(password, now));
  SEOHAK_TRY(database_.run("INSERT INTO session VALUES (?, ?, ?, ?)",
                           {key, password, micros(now), micros(now)}));
  sessions_[key] = {.password = password, .began_at = now, .used_at = now, .stored_at = now};
  return id;
}

void SessionStore::store_use(const std::string& key, Session& session) {
  if (session.used_at - session.stored_at < kWrittenEvery) return;
  // One that cannot be written is tried again with the next request; until then a restart could
  // only end the session early.
  if (database_.run("UPDATE session SET used_at = ? WHERE id_sha256 = ?",
                    {micros(session.used_at), key}))
    session.stored_at = session.used_at;
}

bool SessionStore::use(std::string_view id, std::string_view password_hash) {
  const std::string key = sha256_hex(id);
  const std::string password = sha256_hex(password_hash);
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(key);
  const Instant now = clock_.now();
  if (found == sessions_.end() || found->second.password != password || is_over(found->second, now))
    return false;
  found->second.used_at = now;
  store_use(key, found->second);
  return true;
}

Result<void> SessionStore::end(std::string_view id) {
  const std::string key = sha256_hex(id);
  const std::lock_guard lock(mutex_);
  return erase(key);
}

Result<void> SessionStore::end_all() {
  const std::lock_guard lock(mutex_);
  sessions_.clear();
  SEOHAK_TRY(database_.run("DELETE FROM session"));
  return {};
}

}  // namespace seohak
