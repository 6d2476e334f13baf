#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace seohak {

/// A TCP address to listen on.
struct ListenAddress {
  std::string host;  ///< an IP address: "127.0.0.1", "::1", "0.0.0.0"
  int port = 0;      ///< 0: any free one
  /// "127.0.0.1:8050", "[::1]:8050".
  std::string to_string() const;
  /// Whether only programs of this machine reach it.
  bool is_loopback() const;
  /// Whether it stands for every address of this machine: "0.0.0.0", "::".
  bool is_everywhere() const;
};

/// "127.0.0.1:8050", "localhost:8050", "[::1]:8050", ":8050" or "8050" (the last two: 127.0.0.1),
/// "0.0.0.0:8050", "[::]:8050". Errors: bad_request (not an IP address and a port).
Result<ListenAddress> parse_listen(std::string_view text);

/// The addresses at which other machines reach a server that listens on `address`, IPv4 first:
/// its own, or those of this machine's network interfaces that are up when it is every address;
/// none for a loopback address. Of IPv6 the link-local ones are left out: browsers do not take
/// them.
std::vector<ListenAddress> reachable_addresses(const ListenAddress& address);

/// Whether the text is an IPv4 or IPv6 address, the latter without brackets.
bool is_ip_address(const std::string& text);

/// The process that listens on that TCP port of this machine: "pid 4711 (nginx)"; empty when it
/// cannot be told (another user's).
std::string port_owner(int port);

}  // namespace seohak
