#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/result.h"

namespace seohak {

/// What is known of a transfer that libcurl gave up.
struct TransferFailure {
  int curl_code = 0;          ///< CURLcode
  long os_errno = 0;          ///< of the last failed connect; 0 when unknown
  std::string authority;      ///< "host:port" of the URL
  std::string shown;          ///< the request without secrets
  std::int64_t received = 0;  ///< bytes of body so far
  bool body_too_big = false;
  bool connected = false;
  std::string tls_reason;  ///< why a certificate was not trusted
  std::size_t max_body_bytes = 0;
  std::chrono::milliseconds timeout{};
  std::chrono::milliseconds connect_timeout{};
};

/// The failure in plain words, with what to do. Codes as HttpDone tells.
Error transfer_error(const TransferFailure& failure);

}  // namespace seohak
