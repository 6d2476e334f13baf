#include "extract/drive_state.h"

#include <algorithm>
#include <utility>

namespace seohak {

DriveState::DriveState(DriverOptions driver_options, const Clock& driver_clock,
                       Metrics& driver_metrics)
    : options(std::move(driver_options)),
      clock(driver_clock),
      metrics(driver_metrics),
      backoff(options.backoff_first, options.backoff_most, options.jitter_seed) {}

Result<void> DriveState::open_http() {
  if (http) return {};
  HttpOptions settings;
  settings.user_agent = options.user_agent;
  settings.ca_bundle = options.ca_bundle;
  settings.max_body_bytes = options.max_body_bytes;
  settings.connect_timeout = options.connect_timeout;
  http = SEOHAK_TRY(HttpMulti::open(std::move(settings)));
  return {};
}

SourceState& DriveState::source(const std::string& name) {
  const auto found = sources_.find(name);
  if (found != sources_.end()) return found->second;
  const Breaker breaker(options.breaker_failures, options.breaker_rest);
  return sources_.emplace(name, SourceState{RateLimit(), breaker, {}}).first->second;
}

void DriveState::rest(Duration most) {
  const auto before = clock.steady_now();
  if (options.wait) {
    options.wait(most);
  } else if (!replays()) {
    most = std::min<Duration>(most, std::chrono::seconds(1));
    http->poll(most);
  }
  if (clock.steady_now() == before) skipped_ += most;
}

std::vector<HttpDone> DriveState::transfer(std::optional<Duration> most) {
  // Where time does not pass by itself, nothing but the end of a call can be waited for.
  const bool timed = !options.wait && !replays();
  constexpr Duration kSecond = std::chrono::seconds(1);
  return http->poll(timed ? std::min(most.value_or(kSecond), kSecond) : kSecond);
}

}  // namespace seohak
