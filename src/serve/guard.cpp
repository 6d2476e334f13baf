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

/// "192.0.2.7", "[2001:db8::1]".
std::string url_host(const std::string& address) {
  return address.find(':') == std::string::npos ? address : fmt::format("[{}]", address);
}

/// "desk.local:8050" -> "desk.local", "[::1]:80" -> "[::1]".
std::string_view without_port(std::string_view authority) {
  const std::size_t colon = authority.rfind(':');
  const bool has_port = colon != std::string_view::npos && !authority.ends_with(']');
  return has_port ? authority.substr(0, colon) : authority;
}

/// Whether `authority` ("127.0.0.1:8050") names this server. Of an address the port counts too; a
/// proxy or a port forwarded may give a known host any.
bool is_own(std::string_view authority, const WebRequest& request, const GuardOptions& options) {
  if (contains_ignoring_case(options.hosts, without_port(authority))) return true;
  const int port = request.local_port;
  for (const std::string& name : {std::string("127.0.0.1"), std::string("localhost"),
                                  std::string("[::1]"), url_host(request.local_address)}) {
    if (name.empty()) continue;
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

bool is_forwarded(const WebRequest& request) {
  constexpr std::array<std::string_view, 5> kNames{"Forwarded", "X-Forwarded-For",
                                                   "X-Forwarded-Host", "X-Forwarded-Proto", "Via"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](std::string_view name) { return request.header(name).has_value(); });
}

Result<void> check_host(const WebRequest& request, const GuardOptions& options) {
  const std::string_view host = request.header("Host").value_or("");
  if (count_headers(request, "Host") != 1 || !is_own(host, request, options)) {
    return fail(Errc::forbidden,
                fmt::format("this server answers to http://127.0.0.1:{0}, http://localhost:{0} and "
                            "http://[::1]:{0}{1} only; another name goes into serve.hosts",
                            request.local_port, options.login ? ", its own address" : ""));
  }
  if (!options.login && is_forwarded(request)) {
    return fail(Errc::forbidden,
                "a proxy passes this request on: set a password with `seohak init --password` and "
                "name the proxy's host in serve.hosts");
  }
  return {};
}

Result<void> check_origin(const WebRequest& request, const GuardOptions& options) {
  const std::string_view host = request.header("Host").value_or("");
  const bool secure = client_of(request, options.proxy).secure;
  const std::string own = fmt::format("{}://{}", secure ? "https" : "http", host);
  for (const Header& header : request.headers) {
    if (!equal_ignoring_case(header.name, "Origin")) continue;
    if (equal_ignoring_case(header.value, own)) continue;
    if (options.login && equal_ignoring_case(header.value, fmt::format("https://{}", host))) {
      return fail(Errc::forbidden,
                  fmt::format("a TLS proxy stands in front that serve.proxy does not name; it asks "
                              "from {}",
                              request.peer_address));
    }
    return fail(Errc::forbidden, "requests from other web pages are refused");
  }
  if (is_cross_site_part(request)) {
    return fail(Errc::forbidden, "requests from other web pages are refused");
  }
  return {};
}

bool is_json(const WebRequest& request) {
  const std::string_view type = request.header("Content-Type").value_or("");
  return equal_ignoring_case(trim(type.substr(0, type.find(';'))), "application/json");
}

}  // namespace

Client client_of(const WebRequest& request, std::string_view proxy) {
  Client client{.address = request.peer_address};
  if (proxy.empty() || request.peer_address != proxy) return client;
  client.secure = equal_ignoring_case(request.header("X-Forwarded-Proto").value_or(""), "https");
  // The last of the list is what the proxy itself saw; those before are the client's own words.
  const std::vector<std::string> hops = split(request.header("X-Forwarded-For").value_or(""), ',');
  if (!hops.empty()) client.address = hops.back();
  return client;
}

Result<void> check_request(const WebRequest& request, const GuardOptions& options) {
  SEOHAK_TRY(check_host(request, options));
  return check_origin(request, options);
}

Handler guarded(Handler next, GuardOptions options) {
  return [next = std::move(next), options = std::move(options)](const WebRequest& request) {
    const Result<void> allowed = check_request(request, options);
    WebResponse response = allowed ? next(request) : error_response(allowed.error());
    add_security_headers(response);
    return response;
  };
}

Handler json_only(Handler next) {
  return [next = std::move(next)](const WebRequest& request) {
    if (is_json(request)) return next(request);
    WebResponse refusal =
        error_response({Errc::bad_request, "the body must have the Content-Type application/json"});
    refusal.status = 415;
    return refusal;
  };
}

}  // namespace seohak
