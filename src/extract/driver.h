#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "extract/connector.h"

namespace seohak {

/// How the driver behaves, besides each dataset's own limits.
struct DriverOptions {
  int parallel = 32;  ///< calls under way at once in this driver
  /// Hand answers over in the order of the plan (the recorded profile, for equal landing files);
  /// at most `parallel` answers wait for an earlier one.
  bool in_plan_order = false;
  std::string ca_bundle;  ///< extra PEM file of certificate authorities; verification stays on
  std::string user_agent = "seohak/0.1 (+https://example.invalid/seohak)";
  std::size_t max_body_bytes = 64U << 20U;
  std::chrono::milliseconds connect_timeout{10'000};
  /// When set, `https://HOST/PATH` is fetched as `ROUTE/HOST/PATH` (the replay server), the request
  /// carries `X-Seohak-Clock`, and `fetched_at` is the answer's `X-Seohak-Recorded-At`. What is
  /// landed still names the real URL. No rate limit holds, as the source is not called; a 404
  /// without `X-Seohak-Recorded-At` means "not recorded" and fails the call without an answer.
  std::string replay_route;
  /// `fetched_at` of files of the drop folder (the recorded profile, for equal runs); not set: now.
  std::optional<Instant> files_read_at;
  /// Breaker: after this many timeouts and unavailable answers in a row a source rests this long,
  /// then one call tries it. When that fails too, the run's other calls fail without being made.
  int breaker_failures = 8;
  std::chrono::seconds breaker_rest{60};
  /// First back-off and its ceiling; each try doubles, with full jitter from `jitter_seed`.
  std::chrono::milliseconds backoff_first{500};
  std::chrono::milliseconds backoff_most{60'000};
  std::uint64_t jitter_seed = 0;  ///< 0: from the system
  /// A wait that a source asks for and that is longer than this is not waited for: the call fails
  /// with `retry_after`, for the scheduler to come back.
  std::chrono::seconds longest_wait{300};
  /// How to let time pass while nothing is under way; tests advance their clock here. Empty: wait
  /// for real; over a replay route, and on a clock that stands still, waits take no time.
  std::function<void(Duration)> wait;
};

/// A call that did not bring data, and why. `call.url` holds real secrets, `error` none.
struct FailedCall {
  Call call;
  Error error;
};

struct DriveReport {
  int succeeded = 0;
  int retried = 0;  ///< extra tries over all calls
  std::vector<FailedCall> failed;
};

/// Receives answers on the thread that runs the driver. `ok` false: the final answer of a call
/// that failed (landed for people to look at, never loaded). An error stops the run.
using AnswerHandler = std::function<Result<void>(const Call& call, const Answer& answer, bool ok)>;

/// Told after every finished call: finished and known calls so far.
using DriveProgress = std::function<void(int finished, int known)>;

/// Runs calls on one event loop (libcurl's multi interface): many at once,
/// connections reused, HTTP/2 over TLS, gzip, TLS verified; per call a rate limit (GCRA), retry
/// with jittered back-off that honours Retry-After, and a circuit breaker per source. Limits,
/// breakers and connections last over runs. Thread-safe: a second run waits for the first.
class Driver {
 public:
  /// `clock` and `metrics` outlive the driver.
  Driver(DriverOptions options, const Clock& clock, Metrics& metrics);
  ~Driver();
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  /// Makes `calls` (and the pages that follow from `connector.next`) of one connector. Blocks until
  /// all are done, a handler fails, or `stop` is requested. Errors: cancelled, and those of the
  /// handler; a call's own failure is in the report.
  Result<DriveReport> run(const Connector& connector, std::vector<Call> calls,
                          const AnswerHandler& handler, const DriveProgress& progress,
                          std::stop_token stop);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace seohak
