#pragma once

#include "client/sqlite.h"

namespace seohak {

/// Creates the tables of run history in an empty database, or checks the version of those there.
/// Errors: bad_config (written by a newer version), bad_data (another program's database).
Result<void> prepare_run_schema(Sqlite& database);

/// The version this program writes.
constexpr int kRunSchemaVersion = 1;

}  // namespace seohak
