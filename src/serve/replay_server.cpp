#include "serve/replay_server.h"

#include <fmt/format.h>

#include "base/text.h"

namespace seohak {
namespace {

/// Headers that say how bytes travelled, not what they are.
bool is_about_transport(std::string_view name) {
  for (std::string_view one : {"Content-Length", "Transfer-Encoding", "Content-Encoding",
                               "Connection", "Keep-Alive", "Date"}) {
    if (equal_ignoring_case(name, one)) return true;
  }
  return to_lower(name).starts_with("x-orig-");
}

Result<WebResponse> replay(const Recordings& recordings, const WebRequest& request) {
  Instant clock = recordings.clock();
  if (const auto asked = request.header("X-Seohak-Clock")) {
    Result<Instant> parsed = parse_instant(*asked);
    if (!parsed) return fail(Errc::bad_request, "X-Seohak-Clock: " + parsed.error().message);
    clock = *parsed;
  }
  Answer answer = SEOHAK_TRY(recordings.find(request.target.substr(1), clock));
  WebResponse response;
  response.status = answer.status;
  for (Header& header : answer.headers) {
    if (!is_about_transport(header.name)) response.headers.push_back(std::move(header));
  }
  response.headers.push_back({"X-Seohak-Recorded-At", format(answer.fetched_at)});
  response.body = std::make_shared<const std::string>(std::move(answer.body));
  return response;
}

}  // namespace

Handler replay_handler(const Recordings& recordings) {
  return [&recordings](const WebRequest& request) {
    if (request.method != "GET" && request.method != "HEAD") {
      WebResponse refused = error_response(
          {Errc::bad_request, fmt::format("recordings answer GET, not {}", request.method)});
      refused.status = 405;
      refused.headers.push_back({"Allow", "GET, HEAD"});
      return refused;
    }
    Result<WebResponse> response = replay(recordings, request);
    return response ? *std::move(response) : error_response(response.error());
  };
}

Result<std::unique_ptr<ReplayServer>> ReplayServer::start(const Recordings& recordings,
                                                          int threads) {
  std::unique_ptr<ReplayServer> made(new ReplayServer(threads));
  const int port = SEOHAK_TRY(
      made->server_.listen_tcp({"127.0.0.1", 0}, replay_handler(recordings)).context("replay"));
  made->route_ = fmt::format("http://127.0.0.1:{}", port);
  return made;
}

}  // namespace seohak
