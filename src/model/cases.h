#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "load/catalog.h"
#include "model/model.h"

namespace seohak {

/// What became of the model cases.
struct CaseReport {
  int passed = 0;
  int failed = 0;
  std::vector<std::string> failures;  ///< "fx_trend_daily/first_rows: row 3: …", at most 5 a case
};

/// Runs every case `directory/<table>/<case>/{given.<schema>.<table>.csv, expect.csv}` on a DuckDB
/// in memory, each twice, then days of an incremental model by themselves (neither may change
/// rows). Rows compare in the order of the grain: texts, days and decimals exactly, doubles to
/// 1e-12 relative. Errors: not_found (no case there), bad_data (a header of `files`).
Result<CaseReport> run_model_cases(const std::filesystem::path& directory,
                                   std::span<const ModelFile> files);

}  // namespace seohak
