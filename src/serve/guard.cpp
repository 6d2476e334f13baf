#include "serve/guard.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "serve/ask.h"
#include "serve/listen.h"

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

std::string unknown_host(const WebRequest& request, const GuardOptions& options) {
  const std::string own =
      options.login ? in_language(request, ", its own address", ", 자기 주소") : "";
  return fmt::format(
      fmt::runtime(in_language(request,
                               "this server answers to http://127.0.0.1:{0}, http://localhost:{0} "
                               "and http://[::1]:{0}{1} only; another name goes into serve.hosts",
                               "이 서버는 http://127.0.0.1:{0}, http://localhost:{0}, "
                               "http://[::1]:{0}{1}로만 열립니다. 다른 이름은 serve.hosts에 "
                               "적으세요")),
      request.local_port, own);
}

Result<void> check_host(const WebRequest& request, const GuardOptions& options) {
  const std::string_view host = request.header("Host").value_or("");
  if (count_headers(request, "Host") != 1 || !is_own(host, request, options)) {
    return fail(Errc::forbidden, unknown_host(request, options));
  }
  if (!options.login && is_forwarded(request)) {
    return fail(Errc::forbidden,
                in_language(request,
                            "a proxy passes this request on: set a password with `seohak init "
                            "--password` and name the proxy's host in serve.hosts",
                            "프록시가 넘긴 요청입니다. `seohak init --password`로 암호를 정하고 "
                            "프록시의 호스트를 serve.hosts에 적으세요"));
  }
  return {};
}

Error other_page(const WebRequest& request) {
  return {Errc::forbidden, in_language(request, "requests from other web pages are refused",
                                       "다른 웹 페이지에서 온 요청은 받지 않습니다")};
}

Result<void> check_origin(const WebRequest& request, const GuardOptions& options) {
  const std::string_view host = request.header("Host").value_or("");
  const bool secure = client_of(request, options.proxy).secure;
  const std::string own = fmt::format("{}://{}", secure ? "https" : "http", host);
  for (const Header& header : request.headers) {
    if (!equal_ignoring_case(header.name, "Origin")) continue;
    if (equal_ignoring_case(header.value, own)) continue;
    if (options.login && equal_ignoring_case(header.value, fmt::format("https://{}", host))) {
      return fail(
          Errc::forbidden,
          fmt::format(fmt::runtime(in_language(
                          request,
                          "a TLS proxy stands in front that serve.proxy does not name; it asks "
                          "from {}",
                          "앞에 있는 TLS 프록시가 serve.proxy에 없습니다. 그 주소는 {}입니다")),
                      request.peer_address));
    }
    return fail(other_page(request));
  }
  if (is_cross_site_part(request)) return fail(other_page(request));
  return {};
}

/// The last part of a list that may be spread over several header lines: what the proxy itself
/// says; those before are the client's own words. Empty when there is none.
std::string last_word(const WebRequest& request, std::string_view name) {
  std::string last;
  for (const Header& header : request.headers) {
    if (!equal_ignoring_case(header.name, name)) continue;
    const std::size_t comma = header.value.rfind(',');
    last = trim(std::string_view(header.value).substr(comma == std::string::npos ? 0 : comma + 1));
  }
  return last;
}

/// The IP address of a hop: "192.0.2.7", "192.0.2.7:4711", "2001:db8::1", "[2001:db8::1]:4711",
/// "::ffff:192.0.2.7" (which is the first).
std::optional<std::string> address_of(std::string_view hop) {
  constexpr std::string_view kMapped = "::ffff:";
  // An IPv6 address with a port stands in brackets.
  const bool has_port = hop.starts_with('[') || std::count(hop.begin(), hop.end(), ':') == 1;
  std::string_view host = has_port ? without_port(hop) : hop;
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const bool is_mapped = host.starts_with(kMapped) && host.find('.') != std::string_view::npos;
  std::string address(is_mapped ? host.substr(kMapped.size()) : host);
  if (!is_ip_address(address)) return std::nullopt;
  return address;
}

bool is_json(const WebRequest& request) {
  const std::string_view type = request.header("Content-Type").value_or("");
  return equal_ignoring_case(trim(type.substr(0, type.find(';'))), "application/json");
}

}  // namespace

Client client_of(const WebRequest& request, std::string_view proxy) {
  Client client{.address = request.peer_address};
  if (proxy.empty() || request.peer_address != proxy) return client;
  client.secure = equal_ignoring_case(last_word(request, "X-Forwarded-Proto"), "https");
  client.address = address_of(last_word(request, "X-Forwarded-For")).value_or(client.address);
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
        error_response({Errc::bad_request,
                        in_language(request, "the body must have the Content-Type application/json",
                                    "본문의 Content-Type은 application/json이어야 합니다")});
    refusal.status = 415;
    return refusal;
  };
}

}  // namespace seohak
