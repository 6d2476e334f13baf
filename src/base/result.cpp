#include "base/result.h"

namespace seohak {

std::string_view to_string(Errc code) {
  switch (code) {
    case Errc::bad_request: return "bad_request";
    case Errc::bad_config: return "bad_config";
    case Errc::unauthorized: return "unauthorized";
    case Errc::forbidden: return "forbidden";
    case Errc::not_found: return "not_found";
    case Errc::refused: return "refused";
    case Errc::drifted: return "drifted";
    case Errc::bad_data: return "bad_data";
    case Errc::rate_limited: return "rate_limited";
    case Errc::timeout: return "timeout";
    case Errc::unavailable: return "unavailable";
    case Errc::busy: return "busy";
    case Errc::no_space: return "no_space";
    case Errc::io: return "io";
    case Errc::cancelled: return "cancelled";
    case Errc::internal: return "internal";
  }
  return "internal";
}

bool is_retryable(Errc code) {
  switch (code) {
    case Errc::rate_limited:
    case Errc::timeout:
    case Errc::unavailable:
    case Errc::busy:
    case Errc::no_space:
    case Errc::io:
    case Errc::cancelled: return true;
    default: return false;
  }
}

int exit_code(Errc code) {
  if (code == Errc::bad_request || code == Errc::bad_config) return 2;
  if (code == Errc::cancelled) return 130;
  return is_retryable(code) ? 75 : 1;
}

Error with_context(std::string_view context, Error error) {
  error.message.insert(0, std::string(context) + ": ");
  return error;
}

}  // namespace seohak
