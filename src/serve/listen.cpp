#include "serve/listen.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "base/text.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;

Result<int> parse_port(std::string_view text, std::string_view whole) {
  int port = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port < 0 || port > 65535) {
    return fail(Errc::bad_request,
                fmt::format("\"{}\" is not an address to listen on; use 127.0.0.1:8050", whole));
  }
  return port;
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

Result<ListenAddress> parse_listen(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  const std::string_view host =
      colon == std::string_view::npos ? std::string_view() : text.substr(0, colon);
  const std::string_view port = colon == std::string_view::npos ? text : text.substr(colon + 1);
  const int number = SEOHAK_TRY(parse_port(port, text));
  if (host.empty() || host == "127.0.0.1" || equal_ignoring_case(host, "localhost")) {
    return ListenAddress{"127.0.0.1", number};
  }
  if (host == "[::1]") return ListenAddress{"::1", number};
  return fail(
      Errc::forbidden,
      fmt::format("listening on {} is refused: beyond loopback needs a password, which this "
                  "version cannot set; use 127.0.0.1:{}",
                  host, number));
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
