#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "client/header.h"

namespace seohak {

class RowSink;

/// How fast a source may be called. The driver keeps it (GCRA).
struct Limits {
  double per_second = 1.0;  ///< sustained rate
  int burst = 1;            ///< calls that may go at once after a rest
  int parallel = 4;         ///< calls under way at once
  std::chrono::seconds timeout{30};
  int attempts = 4;  ///< tries of one call, the first included
};

/// How much of a dataset one part of a backfill asks for: what is lost when it is cut off.
struct Portion {
  int days = 0;    ///< 0: the calls of all days together, as few calls bring them
  int calls = 64;  ///< at most so many of them
};

/// One thing that a source offers.
struct Dataset {
  std::string_view name;                     ///< "rates"; with the source in front "eximbank.rates"
  std::span<const std::string_view> tables;  ///< raw tables its answers fill
  Zone zone = Zone::new_york;                ///< whose dates `Request::days` are
  Limits limits;
  bool now_only = false;       ///< answers only the present; a past day is refused
  std::string_view freshness;  ///< one sentence for people: how fresh it can be
  Portion portion{};
};

/// What is wanted of one dataset.
struct Request {
  std::string_view dataset;  ///< "rates"
  DayInterval days;          ///< half-open, in the dataset's zone
};

/// One HTTP request to make. The secret parts are named, so that nothing that is stored shows them.
struct Call {
  std::string source;   ///< "eximbank"
  std::string dataset;  ///< "rates"
  std::string url;      ///< absolute, with real secrets
  std::vector<Header> headers;
  std::string body;                            ///< POST when not empty
  std::vector<std::string> secret_parameters;  ///< query parameters to mask
  std::vector<std::string> secret_headers;     ///< besides Authorization and Cookie
  std::string label;                           ///< what people call it: "2024-11-26"
  int page = 0;
  /// On a replay route: the instant at which the source is asked, in place of the driver's clock.
  std::optional<Instant> clock;
  /// Absolute path of the file that holds the answer: it is read, and `url` is what it is known by.
  /// Empty: `url` is asked.
  std::filesystem::path file;
};

/// What came back, content-decoded, or the same read again from landing.
struct Answer {
  std::string source;
  std::string dataset;
  std::string url;  ///< of the call, secrets masked as `***`
  int status = 0;
  std::vector<Header> headers;
  std::string body;
  Instant fetched_at{};

  /// First value of a header; empty when absent.
  std::string_view header(std::string_view name) const;
};

/// All that seohak knows of one upstream. Pure: no I/O, no clock, no retries. Thread-compatible.
class Connector {
 public:
  virtual ~Connector() = default;
  /// Key prefix, folder under landing, metric label: "eximbank".
  virtual std::string_view name() const = 0;
  virtual std::span<const Dataset> datasets() const = 0;
  /// Requests for `request.days`, in order. Errors: bad_request (a dataset or range it cannot
  /// serve), unauthorized (its key is not set; the message says where to get and set it).
  virtual Result<std::vector<Call>> plan(const Request& request) const = 0;
  /// The page after this answer, if any.
  virtual std::optional<Call> next(const Call& call, const Answer& answer) const;
  /// Whether the answer holds data. Errors: rate_limited, refused, unauthorized, unavailable,
  /// drifted, with the source's own words in the message.
  virtual Result<void> classify(const Answer& answer) const = 0;
  /// Appends rows to the sink's tables; a row that breaks the schema goes to `sink.quarantine`.
  /// Never called for an answer that `classify` failed. Errors: drifted, naming the field that
  /// changed; what was appended before is then dropped by the caller.
  virtual Result<void> parse(const Answer& answer, RowSink& sink) const = 0;
};

/// The call's URL with secret parameters as `***`.
std::string masked_url(const Call& call);

/// Common reading of the HTTP status: 2xx ok, 429 rate_limited (with Retry-After), 401
/// unauthorized, 403 and 418 refused, 404 not_found, 408 timeout, 5xx unavailable, else drifted.
Result<void> classify_status(const Answer& answer);

/// Seconds of a Retry-After header: delta-seconds or an HTTP date against `answer.fetched_at`.
std::optional<std::chrono::seconds> retry_after(const Answer& answer);

}  // namespace seohak
