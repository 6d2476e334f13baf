#pragma once

#include "serve/http.h"

namespace seohak {

/// Keeps web pages from elsewhere out (DNS rebinding, cross-site requests): Host must name this
/// machine's loopback and the port the request came in on; Origin, when sent, must be that same
/// origin; a script or image of another site is refused by Sec-Fetch-Site. Only GET and HEAD.
/// Errors: forbidden; bad_request for the method.
Result<void> check_loopback_request(const WebRequest& request);

/// `next` behind the check, its answers with the security headers added. A refusal is 403 (405 for
/// the method).
Handler guarded(Handler next);

}  // namespace seohak
