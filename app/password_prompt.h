#pragma once

#include "base/secret.h"
#include "context.h"

namespace seohak {

/// Whether there is a person to ask: stdin and stderr are terminals, and neither --quiet nor --json
/// is given.
bool can_ask(const Context& context);

/// A new password: on a terminal asked for twice, without showing it; else the first line of stdin.
/// `or_none`: an empty answer is none and is not asked for again. Errors: bad_request (the two
/// differ), cancelled (Ctrl-C), io.
Result<Secret> ask_new_password(const Context& context, bool or_none);

}  // namespace seohak
