#pragma once

#include "client/sqlite.h"

namespace seohak {

/// Creates the tables of run history in an empty database; brings those of an older version up to
/// this one, in one transaction. Errors: bad_config (written by a newer version), bad_data (another
/// program's database).
Result<void> prepare_run_schema(Sqlite& database);

/// The version this program writes.
constexpr int kRunSchemaVersion = 5;

}  // namespace seohak
