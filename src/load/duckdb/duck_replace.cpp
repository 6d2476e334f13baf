#include <algorithm>

#include <fmt/core.h>

#include "load/duckdb/duck_tables.h"
#include "load/sql_text.h"

namespace seohak {
namespace {

constexpr std::string_view kDiffering = "seohak_differing";

/// The table's first DATE column that is never null; empty when it has none.
std::string day_column(const TableSchema& table) {
  const auto found = std::find_if(
      table.columns.begin(), table.columns.end(),
      [](const Column& column) { return column.type == ColumnType::date && !column.nullable; });
  return found == table.columns.end() ? std::string() : quote_name(found->name);
}

std::string same_key(const TableSchema& table) {
  std::string sql;
  for (const std::string& key : table.grain)
    sql += fmt::format("{0}fresh.{1} = stored.{1}", sql.empty() ? "" : " AND ", quote_name(key));
  return sql;
}

std::string differs(const TableSchema& table) {
  std::string sql = "fresh.rowid IS NULL OR stored.rowid IS NULL";
  for (const Column& column : table.columns)
    if (std::find(table.grain.begin(), table.grain.end(), column.name) == table.grain.end())
      sql += fmt::format(" OR fresh.{0} IS DISTINCT FROM stored.{0}", quote_name(column.name));
  return sql;
}

/// Fills the temporary table of what differs: a row number on either side and the days.
Result<void> find_differences(DuckConnection& connection, const TableSchema& table,
                              const std::string& fresh, const std::string& range) {
  const std::string day = day_column(table);
  SEOHAK_TRY(connection.execute(fmt::format(
      "CREATE TEMP TABLE {0} AS SELECT fresh.rowid AS fresh_row, stored.rowid AS stored_row, "
      "{1} AS first_day, {2} AS last_day FROM temp.main.{3} AS fresh FULL JOIN "
      "(SELECT *, rowid FROM {4}{5}) AS stored ON {6} WHERE {7}",
      kDiffering, day.empty() ? "NULL::DATE" : fmt::format("least(fresh.{0}, stored.{0})", day),
      day.empty() ? "NULL::DATE" : fmt::format("greatest(fresh.{0}, stored.{0})", day), fresh,
      quote_table(table.name), range, same_key(table), differs(table))));
  return {};
}

/// From the first to the last day of `rows`, a table or a subquery with first_day and last_day.
Result<DayInterval> days_of(DuckConnection& connection, const std::string& rows) {
  const auto edge = [&](std::string_view day) {
    return connection.number(
        fmt::format("SELECT coalesce({} - DATE '1970-01-01', 0) FROM {}", day, rows));
  };
  const std::int64_t first = SEOHAK_TRY(edge("min(first_day)"));
  const std::int64_t last = SEOHAK_TRY(edge("max(last_day)"));
  return DayInterval{PlainDay{} + static_cast<int>(first), PlainDay{} + static_cast<int>(last) + 1};
}

std::string columns_of(const TableSchema& table) {
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.name);
  return quote_list(names);
}

/// All rows anew, stored in the order of the key, which later scans of days gain from.
Result<DuckReplaced> replace_all(DuckConnection& connection, const TableSchema& table,
                                 const std::string& fresh, const std::string& range) {
  const std::string name = quote_table(table.name);
  const std::string day = day_column(table);
  DuckReplaced replaced;
  if (!day.empty())
    replaced.days = SEOHAK_TRY(days_of(
        connection, fmt::format("(SELECT {0} AS first_day, {0} AS last_day FROM temp.main.{1} "
                                "UNION ALL SELECT {0}, {0} FROM {2}{3}) AS touched",
                                day, fresh, name, range)));
  const std::int64_t removed =
      SEOHAK_TRY(connection.execute(fmt::format("DELETE FROM {}{}", name, range)));
  replaced.written = SEOHAK_TRY(connection.execute(fmt::format(
      "INSERT INTO {0} ({1}) SELECT {1} FROM temp.main.{2}{3}", name, columns_of(table), fresh,
      table.grain.empty() ? "" : fmt::format(" ORDER BY {}", quote_list(table.grain)))));
  replaced.any = removed + replaced.written > 0;
  return replaced;
}

/// Writes the rows that `find_differences` found.
Result<DuckReplaced> replace_differing(DuckConnection& connection, const TableSchema& table,
                                       const std::string& fresh) {
  const std::string differing = fmt::format("temp.main.{}", kDiffering);
  DuckReplaced replaced;
  replaced.any = SEOHAK_TRY(connection.number("SELECT count(*) FROM " + differing)) > 0;
  if (!replaced.any) return replaced;
  if (!day_column(table).empty()) replaced.days = SEOHAK_TRY(days_of(connection, differing));
  SEOHAK_TRY(
      connection.execute(fmt::format("DELETE FROM {} WHERE rowid IN (SELECT stored_row FROM {})",
                                     quote_table(table.name), differing)));
  replaced.written = SEOHAK_TRY(connection.execute(fmt::format(
      "INSERT INTO {0} ({1}) SELECT {1} FROM temp.main.{2} WHERE rowid IN "
      "(SELECT fresh_row FROM {3}) ORDER BY {4}",
      quote_table(table.name), columns_of(table), fresh, differing, quote_list(table.grain))));
  return replaced;
}

}  // namespace

Result<DuckReplaced> duck_replace(DuckConnection& connection, const TableSchema& table,
                                  const std::string& fresh, const std::string& range) {
  const std::string name = quote_table(table.name);
  const auto count = [&](const std::string& from) {
    return connection.number("SELECT count(*) FROM " + from);
  };
  const std::int64_t due = SEOHAK_TRY(count("temp.main." + fresh));
  const std::int64_t before = SEOHAK_TRY(count(name + range));
  if (due == 0 || before == 0 || table.grain.empty())
    return replace_all(connection, table, fresh, range);
  SEOHAK_TRY(find_differences(connection, table, fresh, range));
  const DuckReplaced replaced = SEOHAK_TRY(replace_differing(connection, table, fresh));
  // A repeated key hides among its equals: all of it goes in, for the audits to find.
  if (SEOHAK_TRY(count(name + range)) == due) return replaced;
  return replace_all(connection, table, fresh, range);
}

}  // namespace seohak
