#include "client/http_date.h"

#include <string>

#include <curl/curl.h>

namespace seohak {

std::optional<Instant> parse_http_date(std::string_view text) {
  const std::time_t seconds = curl_getdate(std::string(text).c_str(), nullptr);
  if (seconds < 0) return std::nullopt;
  return Instant(std::chrono::seconds(seconds));
}

}  // namespace seohak
