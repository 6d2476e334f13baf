#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/schema.h"
#include "load/batch_keys.h"
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

/// Rows on their way into their tables, inside the caller's transaction. Batches whose keys are all
/// new, as on a first load, go to their table at once; others wait in a temporary table, and are
/// compared with what is stored at the end.
class DuckMerge {
 public:
  /// `connection` has the transaction; `before` reads the state before it.
  DuckMerge(DuckConnection& connection, DuckConnection& before)
      : connection_(connection), before_(before) {}
  Result<void> append(std::span<const Batch> batches);
  /// `Warehouse::merge` of all that was appended.
  Result<MergeStats> finish();
  /// The tables whose rows `finish` changed.
  const std::vector<std::string>& changed() const { return changed_; }

 private:
  struct Target {
    TableSchema schema;
    SeenKeys keys;              ///< of all batches
    std::optional<bool> empty;  ///< whether nothing was stored before; unset: not asked yet
    std::int64_t written = 0;   ///< rows that went in at once
    DayInterval days;           ///< of these
    std::string stage;          ///< the temporary table; empty while there is none
    std::int64_t staged = 0;
  };
  Result<bool> stored(Target& target, const Batch& batch);
  Result<void> write(Target& target, const Batch& batch);
  Result<void> stage(Target& target, const Batch& batch);
  Result<MergeStats> finish(const Target& target);

  DuckConnection& connection_;
  DuckConnection& before_;
  std::map<std::string, Target, std::less<>> targets_;
  std::vector<std::string> changed_;
  int stages_ = 0;  ///< temporary tables
};

/// What `duck_replace` did.
struct DuckReplaced {
  bool any = false;          ///< some row was written or taken away
  std::int64_t written = 0;  ///< rows that are new or other than before
  /// From the first to the last day of rows that differ, by the table's first DATE column that is
  /// never null; empty when it has none.
  DayInterval days;
};
/// Makes the rows of `table` under `range` (" WHERE ...", empty: all) those of the temporary table
/// `fresh`, inside the caller's transaction; rows that are the same already are left alone.
Result<DuckReplaced> duck_replace(DuckConnection& connection, const TableSchema& table,
                                  const std::string& fresh, const std::string& range);

/// What `duck_write_model` did.
struct DuckModelWritten {
  Warehouse::WriteReport report;
  bool any = false;  ///< some row was written or taken away
};
/// `Warehouse::write_model` inside the caller's transaction.
Result<DuckModelWritten> duck_write_model(DuckConnection& connection, const ModelWrite& write,
                                          std::span<const Warehouse::AuditQuery> audits);

}  // namespace seohak
