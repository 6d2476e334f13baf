// Kernels over the rows of another engine's SELECT, for tests/models/run_postgres.py: it runs the
// SELECTs of this test on a real server and gives their rows back as CSV.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <arrow/csv/writer.h>
#include <arrow/io/file.h>
#include <arrow/table.h>
#include <gmock/gmock.h>

#include "load/csv_rows.h"
#include "load/test_warehouse.h"
#include "model/kernels.h"

namespace seohak {
namespace {

using std::filesystem::path;

std::string text_of(const path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return std::move(text).str();
}

/// Computes the kernels over `rows` (CSV with a header line) and writes the table to `made`.
void compute(const Model& model, const std::string& rows, const path& made) {
  const auto read = csv_rows(model.schema, rows);
  ASSERT_THAT(read, test::succeeds());
  const auto table = arrow::Table::FromRecordBatches({read->rows});
  ASSERT_TRUE(table.ok());
  const auto computed = compute_kernels(model, **table);
  ASSERT_THAT(computed, test::succeeds());
  auto file = arrow::io::FileOutputStream::Open(made.string());
  ASSERT_TRUE(file.ok());
  auto options = arrow::csv::WriteOptions::Defaults();
  options.quoting_style = arrow::csv::QuotingStyle::Needed;
  ASSERT_TRUE(arrow::csv::WriteCSV(**computed, options, file->get()).ok());
  ASSERT_TRUE((*file)->Close().ok());
}

TEST(KernelRows, OfAnotherEngine) {
  const test::TempDir fresh;
  const char* given = std::getenv("SEOHAK_TEST_KERNEL_DIR");
  const path folder = given != nullptr ? path(given) : fresh.path();
  const auto models = load_models();
  ASSERT_THAT(models, test::succeeds());
  int found = 0;
  for (const Model& model : *models) {
    if (model.kernels.empty()) continue;
    ++found;
    const std::string name = model.schema.name;
    std::ofstream(folder / (name + ".sql")) << kernel_select(model);
    const path rows = folder / (name + ".rows.csv");
    if (exists(rows)) compute(model, text_of(rows), folder / (name + ".csv"));
  }
  EXPECT_GE(found, 2);
}

}  // namespace
}  // namespace seohak
