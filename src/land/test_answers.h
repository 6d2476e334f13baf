#pragma once

#include <string>

#include "land/landing.h"

namespace seohak::land_test {

inline Instant instant(std::string_view text) { return parse_instant(text).value(); }
inline PlainDay day(std::string_view text) { return parse_day(text).value(); }
inline DayInterval days(std::string_view from, std::string_view to) { return {day(from), day(to)}; }

inline Call call_of(std::string url) {
  Call call;
  call.source = "eximbank";
  call.dataset = "rates";
  call.url = std::move(url);
  call.secret_parameters = {"authkey"};
  return call;
}

inline Answer answer_of_body(std::string body,
                             std::string_view fetched_at = "2024-11-26T02:10:00Z") {
  Answer answer;
  answer.source = "eximbank";
  answer.dataset = "rates";
  answer.status = 200;
  answer.headers = {{"Content-Type", "application/json"}};
  answer.body = std::move(body);
  answer.fetched_at = instant(fetched_at);
  return answer;
}

/// Bytes that do not compress, the same each time.
inline std::string noise(std::size_t size, std::uint64_t seed = 1) {
  std::string bytes(size, '\0');
  std::uint64_t state = seed;
  for (char& c : bytes) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    c = static_cast<char>(state >> 56U);
  }
  return bytes;
}

}  // namespace seohak::land_test
