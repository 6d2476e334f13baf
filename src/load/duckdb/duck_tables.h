#pragma once

#include <span>

#include "base/schema.h"
#include "load/duckdb/duck.h"
#include "load/warehouse.h"

namespace seohak {

/// Creates what is missing, in one transaction; a table of another shape is bad_data.
Result<void> duck_ensure_tables(DuckConnection& connection, std::span<const TableSchema> tables);

/// Base tables of the given schemas, "schema.table", sorted.
Result<std::vector<std::string>> duck_tables_in(DuckConnection& connection,
                                                std::span<const std::string> schemas);

/// Notes in meta.change that `days` of a table were written (empty: any day), inside the caller's
/// transaction. Does nothing where the warehouse has no meta.change.
Result<void> duck_note_change(DuckConnection& connection, std::string_view table, DayInterval days);

/// `Warehouse::merge` inside the caller's transaction.
Result<MergeStats> duck_merge(DuckConnection& connection, std::span<const Batch> batches);

/// `Warehouse::write_model` inside the caller's transaction.
Result<Warehouse::WriteReport> duck_write_model(DuckConnection& connection, const ModelWrite& write,
                                                std::span<const Warehouse::AuditQuery> audits);

}  // namespace seohak
