#include "dag/process.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/core.h>

#include "base/text.h"

namespace seohak {
namespace {

std::string boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

std::string pid_namespace() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/ns/pid", error).string();
}

/// Start time in clock ticks since boot; nullopt when there is no such process or it has ended and
/// only waits for its parent.
std::optional<std::string> start_ticks(std::int64_t pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::stringstream text;
  text << file.rdbuf();
  const std::string line = text.str();
  const std::size_t name_end = line.rfind(')');  // the name may hold blanks and parentheses
  if (name_end == std::string::npos) return std::nullopt;
  const auto fields = split(line.substr(name_end + 2), ' ');
  constexpr std::size_t kState = 0;
  constexpr std::size_t kStartTime = 19;
  if (fields.size() <= kStartTime) return std::nullopt;
  if (fields[kState] == "Z" || fields[kState] == "X") return std::nullopt;
  return fields[kStartTime];
}

}  // namespace

ProcessIdentity this_process() {
  ProcessIdentity process{::getpid(), ""};
  if (const auto ticks = start_ticks(process.pid))
    process.start = fmt::format("{}/{}/{}", boot_id(), pid_namespace(), *ticks);
  return process;
}

bool is_running(const ProcessIdentity& process) {
  const auto parts = split(process.start, '/');
  if (parts.size() != 3) return ::kill(static_cast<pid_t>(process.pid), 0) == 0 || errno == EPERM;
  if (parts[0] != boot_id()) return false;
  if (parts[1] != pid_namespace()) return true;
  const auto ticks = start_ticks(process.pid);
  return ticks.has_value() && *ticks == parts[2];
}

}  // namespace seohak
