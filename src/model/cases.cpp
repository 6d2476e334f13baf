#include "model/cases.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <set>

#include <arrow/array.h>
#include <arrow/scalar.h>
#include <arrow/table.h>
#include <fmt/core.h>

#include "load/csv_rows.h"
#include "load/sql_text.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;
using Table = std::shared_ptr<arrow::Table>;

Result<std::string> read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Errc::not_found, fmt::format("{} cannot be read", path.string()));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::vector<fs::path> sorted_entries(const fs::path& directory) {
  std::vector<fs::path> paths;
  std::error_code ignored;  // a directory that is not there has no entries
  for (const auto& entry : fs::directory_iterator(directory, ignored))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

bool same(const arrow::Scalar& a, const arrow::Scalar& b) {
  if (a.is_valid && b.is_valid && a.type->id() == arrow::Type::DOUBLE) {
    const double x = static_cast<const arrow::DoubleScalar&>(a).value;
    const double y = static_cast<const arrow::DoubleScalar&>(b).value;
    return x == y || std::abs(x - y) <= 1e-12 * std::max(std::abs(x), std::abs(y));
  }
  return a.Equals(b);
}

std::vector<std::string> differences(const arrow::Table& expected, const arrow::Table& actual) {
  std::vector<std::string> found;
  if (expected.num_rows() != actual.num_rows())
    found.push_back(
        fmt::format("{} rows where {} are due", actual.num_rows(), expected.num_rows()));
  for (std::int64_t row = 0; row < std::min(expected.num_rows(), actual.num_rows()); ++row)
    for (int column = 0; column < expected.num_columns() && found.size() < 5; ++column) {
      const auto due = *expected.column(column)->GetScalar(row);
      const auto got = *actual.column(column)->GetScalar(row);
      if (!same(*due, *got))
        found.push_back(fmt::format("row {} {}: {} where {} is due", row + 1,
                                    expected.field(column)->name(), got->ToString(),
                                    due->ToString()));
    }
  return found;
}

/// One case on a warehouse of its own.
class CaseRun {
 public:
  CaseRun(const Model& model, std::span<const TableSchema> schemas, fs::path directory)
      : model_(model), schemas_(schemas), directory_(std::move(directory)) {}

  /// What is wrong; empty when the case passes.
  Result<std::vector<std::string>> run() {
    warehouse_ = SEOHAK_TRY(open_duckdb_warehouse(":memory:", {1, 256}));
    TableSchema expected = model_.schema;
    expected.name = "expected.rows";
    SEOHAK_TRY(warehouse_->ensure_tables(std::vector{model_.schema, expected}));
    SEOHAK_TRY(give());
    SEOHAK_TRY(fill(expected, directory_ / "expect.csv"));
    const Table due = SEOHAK_TRY(rows_of(expected.name));
    SEOHAK_TRY(run_model(model_, {}, *warehouse_));
    const Table first = SEOHAK_TRY(rows_of(model_.schema.name));
    std::vector<std::string> found = differences(*due, *first);
    SEOHAK_TRY(run_model(model_, {}, *warehouse_));
    if (!SEOHAK_TRY(rows_of(model_.schema.name))->Equals(*first))
      found.push_back("the second run changed rows");
    SEOHAK_TRY(write_days(*first, found));
    return found;
  }

 private:
  /// Writes some days of an incremental model anew, each by itself: nothing may change.
  Result<void> write_days(const arrow::Table& rows, std::vector<std::string>& found) {
    if (model_.range_column.empty() || rows.num_rows() == 0) return {};
    const auto days = SEOHAK_TRY(warehouse_->query(
        fmt::format("SELECT DISTINCT CAST({0} AS VARCHAR) AS day FROM {1} ORDER BY day",
                    quote_name(model_.range_column), quote_table(model_.schema.name))));
    const std::int64_t last = days->num_rows() - 1;
    for (const std::int64_t row : std::set{std::int64_t{0}, last / 2, last}) {
      const std::string text = (*days->column(0)->GetScalar(row))->ToString();
      const PlainDay day = SEOHAK_TRY(parse_day(text));
      SEOHAK_TRY(run_model(model_, {day, day + 1}, *warehouse_));
      if (!SEOHAK_TRY(rows_of(model_.schema.name))->Equals(rows))
        found.push_back(fmt::format("writing {} by itself changed rows", text));
    }
    return {};
  }

  Result<void> fill(const TableSchema& schema, const fs::path& file) {
    const std::string csv = SEOHAK_TRY(read_text(file));
    const Batch batch = SEOHAK_TRY(csv_rows(schema, csv).context(file.filename().string()));
    SEOHAK_TRY(warehouse_->merge(std::span(&batch, 1)));
    return {};
  }

  Result<void> give() {
    std::vector<std::string> given;
    for (const fs::path& file : sorted_entries(directory_)) {
      const std::string name = file.filename().string();
      if (!name.starts_with("given.") || !name.ends_with(".csv")) continue;
      given.push_back(name.substr(6, name.size() - 10));
      const auto schema =
          std::find_if(schemas_.begin(), schemas_.end(),
                       [&](const TableSchema& each) { return each.name == given.back(); });
      if (schema == schemas_.end())
        return fail(Errc::bad_data, fmt::format("{}: no such table", name));
      SEOHAK_TRY(warehouse_->ensure_tables(std::span(&*schema, 1)));
      SEOHAK_TRY(fill(*schema, file));
    }
    std::sort(given.begin(), given.end());
    if (given != model_.reads)
      return fail(Errc::bad_data, "the given tables are not those that the model reads");
    return {};
  }

  Result<Table> rows_of(const std::string& table) {
    return warehouse_->query(fmt::format("SELECT * FROM {} ORDER BY {}", quote_table(table),
                                         quote_list(model_.schema.grain)));
  }

  const Model& model_;
  std::span<const TableSchema> schemas_;
  fs::path directory_;
  std::unique_ptr<Warehouse> warehouse_;
};

void run_case(const Model* model, std::span<const TableSchema> schemas, const fs::path& directory,
              CaseReport& report) {
  const std::string name = (directory.parent_path().filename() / directory.filename()).string();
  Result<std::vector<std::string>> found =
      model != nullptr
          ? CaseRun(*model, schemas, directory).run()
          : Result<std::vector<std::string>>(fail(Errc::not_found, "there is no such model"));
  if (!found) found = std::vector{found.error().message};
  ++(found->empty() ? report.passed : report.failed);
  for (const std::string& line : *found)
    report.failures.push_back(fmt::format("{}: {}", name, line));
}

}  // namespace

Result<CaseReport> run_model_cases(const fs::path& directory, std::span<const ModelFile> files) {
  const std::vector<Model> models = SEOHAK_TRY(load_models(files));
  std::vector<TableSchema> schemas = SEOHAK_TRY(table_schemas(files, "raw_data"));
  for (TableSchema& schema : SEOHAK_TRY(table_schemas(files, "meta")))
    schemas.push_back(std::move(schema));
  for (const Model& model : models) schemas.push_back(model.schema);
  CaseReport report;
  for (const fs::path& table : sorted_entries(directory)) {
    const auto model = std::find_if(models.begin(), models.end(), [&](const Model& each) {
      return each.schema.name == "analytics." + table.filename().string();
    });
    for (const fs::path& one : sorted_entries(table))
      if (fs::exists(one / "expect.csv"))
        run_case(model == models.end() ? nullptr : &*model, schemas, one, report);
  }
  if (report.passed + report.failed == 0)
    return fail(Errc::not_found, fmt::format("no model case below {}", directory.string()));
  return report;
}

}  // namespace seohak
