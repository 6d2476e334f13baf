#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "extract/connector.h"

namespace seohak {

/// One `name=value` of a query string, percent-decoded.
struct QueryParameter {
  std::string name;
  std::string value;
};

/// One HTTP request as a handler sees it.
struct WebRequest {
  std::string method;  ///< "GET"
  std::string target;  ///< as sent: "/api/v1/fx/USD?range=1y"
  std::string path;    ///< percent-decoded, without the query
  std::vector<QueryParameter> query;
  std::vector<QueryParameter> path_parameters;  ///< what the router's {names} stood for
  std::vector<Header> headers;
  std::string body;
  int local_port = 0;  ///< TCP port it came in on; 0 over the unix socket
  /// Requested when the reader hangs up and when the server gives up waiting for its handlers.
  std::stop_token stop;

  /// First header of that name, case ignored; nullopt when absent.
  std::optional<std::string_view> header(std::string_view name) const;
  /// First query parameter of that name; nullopt when absent.
  std::optional<std::string_view> parameter(std::string_view name) const;
  /// Path parameter of that name; empty when the route has none.
  std::string_view path_parameter(std::string_view name) const;
};

/// Where a streamed answer is written. One thread at a time.
class BodyWriter {
 public:
  virtual ~BodyWriter() = default;
  /// Sends a part and waits until the system took it. Errors: cancelled (the reader is gone or the
  /// server stops).
  virtual Result<void> write(std::string_view part) = 0;
  /// Tells, after the last part, that the answer is not whole: trailers Seohak-Error-Code and
  /// Seohak-Error-Message.
  virtual void fail_with(const Error& error) = 0;
};

/// Server-sent events of one reader, for an answer without an end: it costs a connection and its
/// coroutine, no thread.
class EventFeed {
 public:
  virtual ~EventFeed() = default;
  /// Events that came since the last call, as sent; empty: none. Returns at once.
  virtual std::string take() = 0;
  /// `wake` is called from any thread when `take` may give something; it only notes that, and does
  /// not call back. Null: never, from the return on.
  virtual void on_ready(std::function<void()> wake) = 0;
};

/// What a handler answers: `body`, `stream` or `feed`.
struct WebResponse {
  int status = 200;
  std::vector<Header> headers;
  /// Shared, because a cache and answers under way hold the same bytes. May be null: no body.
  std::shared_ptr<const std::string> body;
  /// When set, called on a worker thread after the head is sent; the body is chunked.
  std::function<void(BodyWriter&)> stream;
  /// When set, sent as it comes until the reader leaves or the server stops, with a `beat` event in
  /// each silence. Shared, because answers are copied on their way.
  std::shared_ptr<EventFeed> feed;

  /// First header of that name, case ignored; empty when absent.
  std::string_view header(std::string_view name) const;
};

/// Answers requests. Called from several threads at once.
using Handler = std::function<WebResponse(const WebRequest&)>;

/// An answer with a body of that type.
WebResponse text_response(int status, std::string_view content_type, std::string body);
/// `{"error": {"code", "message"}}` with the HTTP status of the error's kind.
WebResponse error_response(const Error& error);
/// The HTTP status of a kind of failure: bad_request 400, forbidden 403, not_found 404, …
int http_status(Errc code);

/// "a%20b+c" -> "a b c" when `plus_is_blank`. Errors: bad_request (a broken escape, a NUL).
Result<std::string> percent_decode(std::string_view text, bool plus_is_blank);
/// Parameters of "a=1&b=2". Errors: bad_request.
Result<std::vector<QueryParameter>> parse_query(std::string_view query);
/// Fills `path` and `query` from `target`. Errors: bad_request (not an absolute path).
Result<void> split_target(WebRequest& request);

}  // namespace seohak
