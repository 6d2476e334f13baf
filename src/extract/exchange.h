#pragma once

#include <string>

#include "client/http_multi.h"
#include "extract/connector.h"
#include "extract/driver.h"

namespace seohak {

/// The HTTP request of a call: routed to the replay server when the options say so. `now` is what
/// the replay server is told unless the call names its own clock.
HttpRequest request_of(const Call& call, const Limits& limits, const DriverOptions& options,
                       Instant now);

/// The answer of a call as it is landed: secrets masked in its URL and headers. `now` becomes
/// fetched_at unless a replay server tells when it was recorded. Errors: not_found (the replay
/// server has no recording of it).
Result<Answer> answer_of(const Call& call, HttpResponse response, const DriverOptions& options,
                         Instant now);

/// `text` with every secret value of the call as `***`: a source may echo them.
std::string without_secrets(std::string text, const Call& call);

/// "eximbank rates 2024-11-26": what messages call a call.
std::string name_of(const Call& call);

}  // namespace seohak
