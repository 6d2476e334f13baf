#include <algorithm>

#include <arrow/scalar.h>
#include <arrow/table.h>
#include <arrow/type.h>
#include <fmt/core.h>

#include "load/duckdb/duck_tables.h"
#include "load/sql_text.h"

namespace seohak {
namespace {

/// The first rows of an audit's answer: "market_day=2024-01-02, score=120 · …".
std::string describe(const arrow::Table& rows, std::int64_t limit) {
  std::string text;
  for (std::int64_t row = 0; row < std::min(rows.num_rows(), limit); ++row) {
    if (row > 0) text += " · ";
    for (int column = 0; column < rows.num_columns(); ++column) {
      const auto value = rows.column(column)->GetScalar(row);
      text += fmt::format("{}{}={}", column > 0 ? ", " : "", rows.field(column)->name(),
                          value.ok() ? (*value)->ToString() : "?");
    }
  }
  return text;
}

/// " WHERE day >= … AND day < …" of the range that is written; empty for the whole table.
std::string range_condition(const ModelWrite& write) {
  if (write.range_column.empty()) return {};
  return fmt::format(" WHERE {0} >= DATE '{1}' AND {0} < DATE '{2}'",
                     quote_name(write.range_column), format(write.range.from),
                     format(write.range.to));
}

Result<void> run_audits(DuckConnection& connection, const std::string& table,
                        std::span<const Warehouse::AuditQuery> audits,
                        Warehouse::WriteReport& report) {
  for (const Warehouse::AuditQuery& audit : audits) {
    const auto rows = SEOHAK_TRY(connection.query(audit.sql, {}, true, {})
                                     .context(fmt::format("audit {} of {}", audit.name, table)));
    if (rows->num_rows() == 0) continue;
    std::string words =
        fmt::format("audit {} of {} found {} row{}: {}", audit.name, table, rows->num_rows(),
                    rows->num_rows() == 1 ? "" : "s", describe(*rows, 3));
    if (audit.blocking) return fail(Errc::bad_data, words + "; the rows published before stay");
    report.warnings.push_back(std::move(words));
  }
  return {};
}

/// Fills the temporary table seohak_fresh, before the old rows go: a model may read what it wrote
/// for earlier days.
Result<void> compute_rows(DuckConnection& connection, const ModelWrite& write,
                          const std::string& columns, const std::string& range) {
  if (write.rows == nullptr) {
    SEOHAK_TRY(connection.execute(
        fmt::format("CREATE TEMP TABLE seohak_fresh AS SELECT {} FROM (\n{}\n) AS seohak_model{}",
                    columns, write.select, range)));
    return {};
  }
  SEOHAK_TRY(connection.execute(fmt::format("CREATE TEMP TABLE seohak_fresh AS FROM {} LIMIT 0",
                                            quote_table(write.schema->name))));
  SEOHAK_TRY(connection.append("seohak_fresh", *write.rows));
  // Rows outside the range are not this write's.
  if (!range.empty())
    SEOHAK_TRY(connection.execute(
        fmt::format("DELETE FROM temp.main.seohak_fresh WHERE NOT ({})", range.substr(7))));
  return {};
}

/// An interrupt ends the statement under way; this keeps the next one from starting.
Result<void> check_stop(const ModelWrite& write) {
  if (!write.stop.stop_requested()) return {};
  return fail(Errc::cancelled, fmt::format("{}: the write was stopped", write.schema->name));
}

Result<void> keep_definition(DuckConnection& connection, const ModelWrite& write) {
  if (write.definition.empty()) return {};
  const std::string table = quote_text(write.schema->name);
  SEOHAK_TRY(connection.execute(fmt::format(
      "DELETE FROM meta.model_write WHERE table_name = {0}; "
      "INSERT INTO meta.model_write (table_name, definition, change_no) VALUES ({0}, {1}, {2}); "
      // A change that every model has followed is of no more use; a model that has never been
      // written does not ask for changes, nor does raw_data.market_session.
      "DELETE FROM meta.change WHERE change_no <= (SELECT min(change_no) FROM meta.model_write "
      "WHERE table_name LIKE 'analytics.%')",
      table, quote_text(write.definition), write.change_no)));
  return {};
}

}  // namespace

Result<DuckModelWritten> duck_write_model(DuckConnection& connection, const ModelWrite& write,
                                          std::span<const Warehouse::AuditQuery> audits) {
  const TableSchema& schema = *write.schema;
  std::vector<std::string> names;
  for (const Column& column : schema.columns) names.push_back(column.name);
  const std::string range = range_condition(write);
  DuckModelWritten written;
  SEOHAK_TRY(check_stop(write));
  SEOHAK_TRY(compute_rows(connection, write, quote_list(names), range).context(schema.name));
  SEOHAK_TRY(check_stop(write));
  const DuckReplaced replaced =
      SEOHAK_TRY(duck_replace(connection, schema, "seohak_fresh", range).context(schema.name));
  written.report.rows = replaced.written;
  written.any = replaced.any;
  SEOHAK_TRY(check_stop(write));
  SEOHAK_TRY(run_audits(connection, schema.name, audits, written.report));
  SEOHAK_TRY(check_stop(write));
  if (replaced.any) SEOHAK_TRY(duck_note_change(connection, schema.name, replaced.days));
  SEOHAK_TRY(keep_definition(connection, write));
  return written;
}

}  // namespace seohak
