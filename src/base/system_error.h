#pragma once

#include <cerrno>

namespace seohak {

/// Whether this errno says that the user may not do so. That is final: trying again changes
/// nothing until somebody gives the right.
inline bool is_denied(int number) { return number == EACCES || number == EPERM || number == EROFS; }

}  // namespace seohak
