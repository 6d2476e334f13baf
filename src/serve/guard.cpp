#include "serve/guard.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace seohak {
namespace {

constexpr std::string_view kPolicy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Whether `authority` ("127.0.0.1:8050") names loopback and that port.
bool is_own(std::string_view authority, int port) {
  for (std::string_view name : {"127.0.0.1", "localhost", "[::1]"}) {
    if (equal_ignoring_case(authority, fmt::format("{}:{}", name, port))) return true;
    if (port == 80 && equal_ignoring_case(authority, name)) return true;
  }
  return false;
}

std::size_t count_headers(const WebRequest& request, std::string_view name) {
  return static_cast<std::size_t>(
      std::count_if(request.headers.begin(), request.headers.end(),
                    [&](const Header& header) { return equal_ignoring_case(header.name, name); }));
}

bool is_cross_site_part(const WebRequest& request) {
  const std::string_view site = request.header("Sec-Fetch-Site").value_or("none");
  const std::string_view mode = request.header("Sec-Fetch-Mode").value_or("");
  return site != "same-origin" && site != "none" && mode != "navigate";
}

void add_security_headers(WebResponse& response) {
  response.headers.push_back({"Content-Security-Policy", std::string(kPolicy)});
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  response.headers.push_back({"Referrer-Policy", "no-referrer"});
  response.headers.push_back({"Cross-Origin-Resource-Policy", "same-origin"});
  response.headers.push_back({"Cross-Origin-Opener-Policy", "same-origin"});
}

WebResponse refusal(const Error& error) {
  WebResponse response = error_response(error);
  if (error.code == Errc::bad_request) {
    response.status = 405;
    response.headers.push_back({"Allow", "GET, HEAD"});
  }
  return response;
}

}  // namespace

Result<void> check_loopback_request(const WebRequest& request) {
  const std::string_view host = request.header("Host").value_or("");
  if (count_headers(request, "Host") != 1 || !is_own(host, request.local_port)) {
    return fail(Errc::forbidden,
                fmt::format("this server answers to http://127.0.0.1:{0}, http://localhost:{0} and "
                            "http://[::1]:{0} only",
                            request.local_port));
  }
  for (const Header& header : request.headers) {
    if (!equal_ignoring_case(header.name, "Origin")) continue;
    if (!equal_ignoring_case(header.value, fmt::format("http://{}", host))) {
      return fail(Errc::forbidden, "requests from other web pages are refused");
    }
  }
  if (is_cross_site_part(request)) {
    return fail(Errc::forbidden, "requests from other web pages are refused");
  }
  if (request.method != "GET" && request.method != "HEAD") {
    return fail(Errc::bad_request, fmt::format("{} is not allowed here; use GET", request.method));
  }
  return {};
}

Handler guarded(Handler next) {
  return [next = std::move(next)](const WebRequest& request) {
    const Result<void> allowed = check_loopback_request(request);
    WebResponse response = allowed ? next(request) : refusal(allowed.error());
    add_security_headers(response);
    return response;
  };
}

}  // namespace seohak
