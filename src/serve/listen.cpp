#include "serve/listen.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include "base/text.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;

std::optional<int> parse_port(std::string_view text) {
  int port = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port < 0 || port > 65535)
    return std::nullopt;
  return port;
}

std::optional<in_addr> ipv4(const std::string& text) {
  in_addr address{};
  return inet_pton(AF_INET, text.c_str(), &address) == 1 ? std::optional(address) : std::nullopt;
}

std::optional<in6_addr> ipv6(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET6, text.c_str(), &address) == 1 ? std::optional(address) : std::nullopt;
}

/// The host of "192.0.2.7:", "[::1]:"; nullopt when it is no address.
std::optional<std::string> parse_host(std::string_view text) {
  if (text.empty() || equal_ignoring_case(text, "localhost")) return "127.0.0.1";
  if (text.starts_with('[') && text.ends_with(']')) {
    std::string inner(text.substr(1, text.size() - 2));
    return ipv6(inner) ? std::optional(std::move(inner)) : std::nullopt;
  }
  return ipv4(std::string(text)) ? std::optional(std::string(text)) : std::nullopt;
}

/// The text of an interface's IPv4 or IPv6 address; empty for what nobody else can use.
std::string shared_address(const ifaddrs& one) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (one.ifa_addr == nullptr || (one.ifa_flags & IFF_UP) == 0 ||
      (one.ifa_flags & IFF_LOOPBACK) != 0)
    return {};
  if (one.ifa_addr->sa_family == AF_INET) {
    const auto* address = reinterpret_cast<const sockaddr_in*>(one.ifa_addr);
    inet_ntop(AF_INET, &address->sin_addr, text.data(), text.size());
  } else if (one.ifa_addr->sa_family == AF_INET6) {
    const auto* address = reinterpret_cast<const sockaddr_in6*>(one.ifa_addr);
    if (IN6_IS_ADDR_LINKLOCAL(&address->sin6_addr)) return {};
    inet_ntop(AF_INET6, &address->sin6_addr, text.data(), text.size());
  }
  return text.data();
}

/// Inode of the socket that listens on `port`, from one of /proc/net/tcp and tcp6; empty if none.
std::string listening_inode(const char* table, int port) {
  std::ifstream file(table);
  std::string line;
  std::getline(file, line);
  const std::string suffix = fmt::format(":{:04X}", port);
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string slot, local, remote, state, queues, timer, retransmits, user, timeout, inode;
    fields >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> user >>
        timeout >> inode;
    if (state == "0A" && local.ends_with(suffix)) return inode;
  }
  return {};
}

bool holds_socket(const fs::path& process, const std::string& link) {
  std::error_code error;
  for (fs::directory_iterator it(process / "fd", error), end; !error && it != end;
       it.increment(error)) {
    std::error_code unreadable;
    if (fs::read_symlink(it->path(), unreadable) == link) return true;
  }
  return false;
}

}  // namespace

std::string ListenAddress::to_string() const {
  return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port)
                                             : fmt::format("[{}]:{}", host, port);
}

bool ListenAddress::is_loopback() const {
  if (const auto four = ipv4(host)) return (ntohl(four->s_addr) >> 24U) == 127;
  const auto six = ipv6(host);
  return six && IN6_IS_ADDR_LOOPBACK(&*six);
}

bool ListenAddress::is_everywhere() const {
  if (const auto four = ipv4(host)) return four->s_addr == INADDR_ANY;
  const auto six = ipv6(host);
  return six && IN6_IS_ADDR_UNSPECIFIED(&*six);
}

Result<ListenAddress> parse_listen(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  const bool bare = colon == std::string_view::npos;
  const auto host = parse_host(bare ? std::string_view() : text.substr(0, colon));
  const auto port = parse_port(bare ? text : text.substr(colon + 1));
  if (host && port) return ListenAddress{*host, *port};
  return fail(Errc::bad_request,
              fmt::format("\"{}\" is not an address to listen on; use 127.0.0.1:8050", text));
}

bool is_ip_address(const std::string& text) { return ipv4(text) || ipv6(text); }

std::vector<ListenAddress> reachable_addresses(const ListenAddress& address) {
  if (address.is_loopback()) return {};
  if (!address.is_everywhere()) return {address};
  std::vector<ListenAddress> found;
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return found;
  const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owned(list, freeifaddrs);
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
    const std::string text = shared_address(*one);
    if (!text.empty()) found.push_back({text, address.port});
  }
  const auto is_four = [](const ListenAddress& one) { return ipv4(one.host).has_value(); };
  if (is_four(address)) std::erase_if(found, [&](const auto& one) { return !is_four(one); });
  std::stable_partition(found.begin(), found.end(), is_four);
  return found;
}

std::string port_owner(int port) {
  std::string inode = listening_inode("/proc/net/tcp", port);
  if (inode.empty()) inode = listening_inode("/proc/net/tcp6", port);
  if (inode.empty()) return {};
  const std::string link = fmt::format("socket:[{}]", inode);
  std::error_code error;
  for (fs::directory_iterator it("/proc", error), end; !error && it != end; it.increment(error)) {
    const std::string pid = it->path().filename();
    if (pid.find_first_not_of("0123456789") != std::string::npos) continue;
    if (!holds_socket(it->path(), link)) continue;
    std::string name;
    std::ifstream comm(it->path() / "comm");
    std::getline(comm, name);
    return fmt::format("pid {} ({})", pid, name);
  }
  return {};
}

}  // namespace seohak
