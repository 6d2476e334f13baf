#pragma once

#include <string>

#include "client/sqlite.h"

namespace seohak {

/// Of the log of a try at least so many first and so many newest lines are kept.
constexpr int kLogLinesKept = 2'000;

/// To be called after each line that was added to the log in `database`, of this try. A try that
/// logs without end keeps its first lines and its newest, one line between them says so; its log
/// never has more than some three times kLogLinesKept. Few lines cost more than a comparison.
/// Errors: those of `Sqlite`.
Result<void> limit_log(Sqlite& database, const std::string& run, const std::string& task,
                       int attempt);

}  // namespace seohak
