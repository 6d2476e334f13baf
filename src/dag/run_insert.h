#pragma once

#include <string>

#include "client/sqlite.h"
#include "dag/run_store.h"

namespace seohak {

/// Writes a run of this process with queued tasks, inside a transaction of the caller's; its state
/// is `running`, or `queued` for one that waits to be taken up. Returns its id, later ones
/// sort later.
Result<std::string> insert_run(Sqlite& database, const NewRun& run, RunState state, Instant now);

/// Every run made before the second in which the instant lies has an id below this; others above.
std::string first_run_id(Instant second);

}  // namespace seohak
