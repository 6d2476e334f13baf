#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "client/http_multi.h"
#include "client/rate_limit.h"
#include "extract/breaker.h"
#include "extract/driver.h"
#include "extract/retry.h"

namespace seohak {

/// What the driver keeps of one source between runs.
struct SourceState {
  RateLimit limit;
  Breaker breaker;
  Breaker::Time not_before{};  ///< the source asked for rest until then
};

/// What lasts over a driver's runs: connections, limits, breakers, and its sense of time.
/// Thread-compatible, but for `http->wakeup`.
class DriveState {
 public:
  using Time = Breaker::Time;

  /// `clock` and `metrics` outlive the state.
  DriveState(DriverOptions driver_options, const Clock& driver_clock, Metrics& driver_metrics);
  /// Makes `http`, once. Errors: as HttpMulti::open.
  Result<void> open_http();
  /// Steady time, moved on by the waits that took no time.
  Time now() const { return clock.steady_now() + skipped_; }
  SourceState& source(const std::string& name);
  /// Whether a replay server answers instead of the sources.
  bool replays() const { return !options.replay_route.empty(); }
  /// Lets `most` pass, or less, while nothing is under way.
  void rest(Duration most);
  /// Transfers, until something ends or `most` passed; a second when there is no `most`.
  std::vector<HttpDone> transfer(std::optional<Duration> most);

  const DriverOptions options;
  const Clock& clock;
  Metrics& metrics;
  Backoff backoff;
  std::unique_ptr<HttpMulti> http;

 private:
  std::map<std::string, SourceState> sources_;
  Duration skipped_{};
};

}  // namespace seohak
