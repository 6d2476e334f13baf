#pragma once

#include "context.h"

namespace seohak {

/// Writes the systemd unit that `--service` asks for (--print: to stdout) and says how to switch it
/// on; starts and changes nothing itself. Returns the exit code.
int init_service(const Context& context);

}  // namespace seohak
