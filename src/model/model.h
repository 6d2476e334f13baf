#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/schema.h"
#include "base/time.h"
#include "load/catalog.h"
#include "load/warehouse.h"

namespace seohak {

/// One column that a kernel of math/ computes: `rsi_wilder(close, 14) per symbol by bar_start ->
/// rsi_wilder`.
struct KernelCall {
  std::string kernel;  ///< "rsi_wilder"
  std::string input;   ///< a number column of the SELECT
  int period = 0;      ///< bars
  std::string per;     ///< a text column: each of its values is a series
  std::string by;      ///< the column that orders a series, oldest first
  std::string output;  ///< a column of the table that the SELECT does not give
};

/// A value that a query names: `@movers_places` for the setting movers.places.
struct ModelParameter {
  std::string setting;  ///< "movers.places"
  std::string value;    ///< a number, as SQL reads it
};

/// How far a change of one day reaches.
enum class Reach {
  window,  ///< `lookback_days` before and after it
  onward,  ///< every later day
};

/// One analytics table: its header and its SELECT.
struct Model {
  TableSchema schema;
  std::string sql;
  std::vector<std::string> reads;  ///< tables, as the header declares, sorted
  std::string range_column;        ///< incremental by this day column; empty: full
  int lookback_days = 0;           ///< widens @from of the query, not what is written
  Reach reach = Reach::window;
  std::vector<KernelCall> kernels;
  /// By the name in the query, without @. The header's `settings` give the defaults.
  std::map<std::string, ModelParameter, std::less<>> parameters;
};

/// All models (files below analytics/), each after those it reads. Errors: bad_data (a header that
/// does not fit its SQL, a `reads` that names too much or too little, a cycle with its path).
Result<std::vector<Model>> load_models(std::span<const ModelFile> files);
/// The models built into the program.
Result<std::vector<Model>> load_models();

/// Gives the models' parameters the values of the settings. Errors: internal (a setting that the
/// program does not have).
Result<void> use_settings(std::vector<Model>& models, const Config& config);

struct ModelReport {
  std::int64_t rows = 0;
  std::vector<std::string> warnings;
  bool unchanged = false;  ///< nothing that it reads has changed: nothing was written
};
/// Writes one model for `days` (an empty interval: all days), kernels computed from each series'
/// first row. The table exists. A rerun changes nothing. Errors: bad_data when a blocking audit
/// fails (the previous rows stay), and the warehouse's.
Result<ModelReport> run_model(const Model& model, DayInterval days, Warehouse& warehouse);
/// Writes what changes of the tables it reads ask for: nothing, the days that a change reaches, or
/// everything the first time and when its query, kernels or settings are others than at the last
/// write. The warehouse has meta.change and meta.model_write. `stop` interrupts it. Errors: as
/// `run_model`, cancelled.
Result<ModelReport> update_model(const Model& model, Warehouse& warehouse,
                                 const std::stop_token& stop = {});

/// The SELECT with @from, @to (all days when empty; lookback applied to @from; a model that reaches
/// onward reads and writes to the end) and the parameters bound.
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
