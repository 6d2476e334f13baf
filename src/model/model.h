#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/schema.h"
#include "base/time.h"
#include "load/catalog.h"
#include "load/warehouse.h"

namespace seohak {

/// One analytics table: its header and its SELECT.
struct Model {
  TableSchema schema;
  std::string sql;
  std::vector<std::string> reads;  ///< tables, as the header declares, sorted
  std::string range_column;        ///< incremental by this day column; empty: full
  int lookback_days = 0;           ///< widens @from of the query, not what is written
};

/// All models (files below analytics/), each after those it reads. Errors: bad_data (a header that
/// does not fit its SQL, a `reads` that names too much or too little, a cycle with its path).
Result<std::vector<Model>> load_models(std::span<const ModelFile> files);
/// The models built into the program.
Result<std::vector<Model>> load_models();

struct ModelReport {
  std::int64_t rows = 0;
  std::vector<std::string> warnings;
};
/// Writes one model for `days` (an empty interval: all days). The table exists. A rerun changes
/// nothing. Errors: bad_data when a blocking audit fails (the previous rows stay), and the
/// warehouse's.
Result<ModelReport> run_model(const Model& model, DayInterval days, Warehouse& warehouse);

/// The SELECT with @from and @to bound (all days when empty) and lookback applied to @from.
std::string bind_range(const Model& model, DayInterval days);
/// SELECTs that return the offending rows of each audit of `schema`. Audits: unique(c, …),
/// not_null(c, …), positive(c, …), between(c, low, high), accepted(c, word, …),
/// sums_to(c, total, tolerance), rows(least, most), expression(condition every row fulfils);
/// `grain` stands for the key columns. Null passes all but not_null and expression. Errors:
/// bad_data (an unknown audit or column, wrong arguments).
Result<std::vector<Warehouse::AuditQuery>> audit_queries(const TableSchema& schema);
/// Runs the audits of a stored table; what they found, in words. Errors: as `audit_queries`, and
/// the warehouse's.
Result<std::vector<std::string>> audit_table(const TableSchema& schema, Warehouse& warehouse);

}  // namespace seohak
