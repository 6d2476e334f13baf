#pragma once

#include <map>
#include <span>
#include <string>

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

/// Rows on their way into their tables, inside the caller's transaction.
class DuckMerge {
 public:
  /// Keeps the rows in temporary tables.
  Result<void> append(DuckConnection& connection, std::span<const Batch> batches);
  /// `Warehouse::merge` of all that was appended.
  Result<MergeStats> finish(DuckConnection& connection);

 private:
  struct Stage {
    TableSchema schema;
    std::string name;
    std::int64_t rows = 0;
  };
  std::map<std::string, Stage, std::less<>> stages_;
};

/// `Warehouse::write_model` inside the caller's transaction.
Result<Warehouse::WriteReport> duck_write_model(DuckConnection& connection, const ModelWrite& write,
                                                std::span<const Warehouse::AuditQuery> audits);

}  // namespace seohak
