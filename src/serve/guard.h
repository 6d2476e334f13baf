#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "serve/http.h"

namespace seohak {

/// By what a server may be reached.
struct GuardOptions {
  /// Names beside loopback and the address that a request came in at, without port.
  std::vector<std::string> hosts;
  /// IP address of the proxy whose X-Forwarded-For and X-Forwarded-Proto are believed; empty: none.
  std::string proxy;
  /// Whether who asks has to log in. If not, what a proxy passes on is refused: it would show to
  /// others what is meant for this machine.
  bool login = false;
};

/// Who asks, seen past the proxy.
struct Client {
  std::string address;  ///< IP address
  bool secure = false;  ///< over TLS
};
/// The proxy's word is the last of all X-Forwarded-For and X-Forwarded-Proto, as some proxies add a
/// line and leave the client's own; a port is left out. Where the last hop is no IP address, the
/// proxy's own stands for it.
Client client_of(const WebRequest& request, std::string_view proxy);

/// Keeps web pages from elsewhere out (DNS rebinding, cross-site requests): Host must name loopback
/// or the address that the request came in at, with its port, or one of the known hosts; Origin,
/// when sent, must be that same origin; a script or image of another site is refused by
/// Sec-Fetch-Site. Errors: forbidden, in the language of `?lang=`.
Result<void> check_request(const WebRequest& request, const GuardOptions& options);

/// `next` behind the check, its answers with the security headers added. A refusal is 403.
Handler guarded(Handler next, GuardOptions options = {});

/// `next` for bodies that say they are JSON, which no form of another page can send; else 415.
Handler json_only(Handler next);

}  // namespace seohak
