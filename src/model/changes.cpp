#include "model/changes.h"

#include <arrow/scalar.h>
#include <arrow/table.h>
#include <fmt/core.h>
#include <fmt/ranges.h>

#include "load/sql_text.h"

namespace seohak {
namespace {

/// A value of the answer's first row as text; empty for null or no row.
std::string cell(const arrow::Table& rows, int column) {
  if (rows.num_rows() == 0) return {};
  const auto value = rows.column(column)->GetScalar(0);
  return value.ok() && (*value)->is_valid ? (*value)->ToString() : std::string();
}

std::int64_t number(const arrow::Table& rows, int column) {
  const std::string text = cell(rows, column);
  return text.empty() ? 0 : std::stoll(text);
}

}  // namespace

Result<WrittenModel> last_write(std::string_view table, Warehouse& warehouse) {
  const auto rows = SEOHAK_TRY(warehouse.query(
      fmt::format("SELECT definition, change_no FROM meta.model_write WHERE table_name = {}",
                  quote_text(table))));
  return WrittenModel{cell(*rows, 0), number(*rows, 1)};
}

Result<std::int64_t> newest_change(Warehouse& warehouse) {
  const auto rows = SEOHAK_TRY(
      warehouse.query("SELECT MAX(change_no) AS newest FROM (SELECT change_no FROM meta.change "
                      "UNION ALL SELECT change_no FROM meta.model_write) AS known"));
  return number(*rows, 0);
}

Result<ChangedDays> changed_days(const std::vector<std::string>& tables, std::int64_t from,
                                 std::int64_t to, Warehouse& warehouse) {
  std::vector<std::string> names;
  names.reserve(tables.size());
  for (const std::string& table : tables) names.push_back(quote_text(table));
  const auto rows = SEOHAK_TRY(warehouse.query(fmt::format(
      "SELECT COUNT(*) AS writes, COUNT(days_from) AS ranges, MIN(days_from) AS days_from, "
      "MAX(days_to) AS days_to FROM meta.change WHERE change_no > {} AND change_no <= {} AND "
      "table_name IN ({})",
      from, to, fmt::join(names, ", "))));
  ChangedDays changed;
  changed.any = number(*rows, 0) > 0;
  changed.everywhere = number(*rows, 0) != number(*rows, 1);
  if (!changed.any || changed.everywhere) return changed;
  changed.days.from = SEOHAK_TRY(parse_day(cell(*rows, 2)));
  changed.days.to = SEOHAK_TRY(parse_day(cell(*rows, 3)));
  return changed;
}

}  // namespace seohak
