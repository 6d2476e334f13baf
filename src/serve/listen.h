#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace seohak {

/// A TCP address to listen on.
struct ListenAddress {
  std::string host;  ///< "127.0.0.1" or "::1"
  int port = 0;      ///< 0: any free one
  /// "127.0.0.1:8050", "[::1]:8050".
  std::string to_string() const;
};

/// "127.0.0.1:8050", "localhost:8050", "[::1]:8050", ":8050" or "8050". Errors: bad_request (not an
/// address), forbidden (not a loopback address: there is no password yet).
Result<ListenAddress> parse_listen(std::string_view text);

/// The process that listens on that TCP port of this machine: "pid 4711 (nginx)"; empty when it
/// cannot be told (another user's).
std::string port_owner(int port);

}  // namespace seohak
