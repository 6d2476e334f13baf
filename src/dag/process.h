#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace seohak {

/// Which process, so that a later one with the same number is not taken for it.
struct ProcessIdentity {
  std::int64_t pid = 0;
  /// Boot, pid namespace and start time as the system counts it; "" when it does not tell.
  std::string start;
  bool operator==(const ProcessIdentity&) const = default;
};

/// The process that calls.
ProcessIdentity this_process();

/// Whether that process still runs. A process of another pid namespace (a container) of the same
/// boot, and one whose start is not known, count as running: better a run that looks alive than two
/// at once.
bool is_running(const ProcessIdentity& process);

}  // namespace seohak
