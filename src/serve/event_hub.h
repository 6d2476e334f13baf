#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "base/metrics.h"
#include "serve/http.h"

namespace seohak {

/// How much a hub keeps, and for how many.
struct EventLimits {
  int streams = 128;                      ///< open at once; half of a server's connections
  std::size_t events = 512;               ///< kept for those that come back
  std::size_t event_bytes = 256U << 10U;  ///< of all kept events
  std::size_t part_bytes = 64U << 10U;    ///< handed to a stream at once, one event at least
};

/// Tells every open page what happens, as server-sent events (WHATWG HTML, 9.2). It keeps the
/// newest events once for all; a stream is a place in them, so that a slow reader costs no memory:
/// one that falls behind what is kept, or comes back too late, is sent `reload`. Events: `ready` (a
/// stream begins, or goes on without a gap), `reload` (it may have missed some), and what is
/// published. Thread-safe; outlives its streams.
class EventHub {
 public:
  /// `boot`: different for every process, part of each id. `metrics` outlives the hub.
  EventHub(std::string boot, Metrics& metrics, EventLimits limits = {});
  ~EventHub();
  EventHub(const EventHub&) = delete;
  EventHub& operator=(const EventHub&) = delete;

  /// `name`: a word; `data`: one line. Never waits for a reader.
  void publish(std::string_view name, std::string_view data);
  /// Events from now on; from behind `last_id` when that is one of ours. Errors: busy (too many
  /// streams), with when to try again.
  Result<std::shared_ptr<EventFeed>> open(std::string_view last_id);
  /// Id of the newest event, "BOOT-N": what is read from the warehouse after asking for it holds
  /// everything up to there.
  std::string last_id() const;
  const std::string& boot() const { return boot_; }

 private:
  class Stream;
  struct Event {
    std::string name;
    std::string text;  ///< as sent
  };
  std::string id_of(std::uint64_t number) const;
  /// The number of one of our ids that can be gone on from; nullopt of any other.
  std::optional<std::uint64_t> known(std::string_view id) const;
  std::string next_part(std::uint64_t& seen);
  void leave(Stream& stream);

  const std::string boot_;
  Metrics& metrics_;
  const EventLimits limits_;
  mutable std::mutex mutex_;
  std::deque<Event> kept_;      ///< the newest, oldest first; guarded by mutex_
  std::size_t kept_bytes_ = 0;  ///< guarded by mutex_
  std::uint64_t last_ = 0;      ///< number of the newest event, 0: none yet; guarded by mutex_
  std::set<Stream*> streams_;   ///< guarded by mutex_
};

constexpr char kEventsPath[] = "/api/v1/events";
constexpr std::string_view kEventsParameters = "after:text(64)";
/// GET of that path over a hub, which outlives the handler: the stream behind the id of the header
/// Last-Event-ID or of `?after=`.
Handler event_stream(EventHub& hub);

}  // namespace seohak
