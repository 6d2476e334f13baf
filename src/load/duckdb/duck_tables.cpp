#include "load/duckdb/duck_tables.h"

#include <map>
#include <set>

#include <arrow/array.h>
#include <arrow/table.h>
#include <fmt/core.h>

#include "load/ddl.h"
#include "load/sql_text.h"

namespace seohak {
namespace {

struct StoredColumn {
  std::string name;
  std::string type;
  bool nullable = false;
};
using StoredTables = std::map<std::string, std::vector<StoredColumn>, std::less<>>;

std::string_view text_at(const arrow::Table& table, int column, std::int64_t row) {
  return static_cast<const arrow::StringArray&>(*table.column(column)->chunk(0)).GetView(row);
}

/// DuckDB's own spelling of a column type.
std::string_view duckdb_name(ColumnType type) {
  return type == ColumnType::real ? "DOUBLE" : sql_name(type);
}

Result<StoredTables> stored_tables(DuckConnection& connection) {
  const auto rows = SEOHAK_TRY(
      connection.query("SELECT schema_name || '.' || table_name, column_name, data_type, "
                       "CASE WHEN is_nullable THEN 'y' ELSE 'n' END FROM duckdb_columns() "
                       "WHERE NOT internal AND database_name = current_database() "
                       "ORDER BY schema_name, table_name, column_index",
                       {}, true, {}));
  StoredTables tables;
  for (std::int64_t i = 0; i < rows->num_rows(); ++i)
    tables[std::string(text_at(*rows, 0, i))].push_back({std::string(text_at(*rows, 1, i)),
                                                         std::string(text_at(*rows, 2, i)),
                                                         text_at(*rows, 3, i) == "y"});
  return tables;
}

/// What differs between a stored table and its header, in words; empty when nothing does.
std::string difference(const TableSchema& wanted, const std::vector<StoredColumn>& stored) {
  for (std::size_t i = 0; i < wanted.columns.size(); ++i) {
    const Column& column = wanted.columns[i];
    if (i >= stored.size()) return fmt::format("column {} is missing", column.name);
    if (stored[i].name != column.name)
      return fmt::format("column {} stands where {} is due", stored[i].name, column.name);
    if (stored[i].type != duckdb_name(column.type))
      return fmt::format("column {} is {} where {} is due", column.name, stored[i].type,
                         duckdb_name(column.type));
    if (stored[i].nullable != column.nullable)
      return fmt::format("column {} {} null", column.name,
                         column.nullable ? "must allow" : "must not allow");
  }
  if (stored.size() > wanted.columns.size())
    return fmt::format("column {} is unknown", stored[wanted.columns.size()].name);
  return {};
}

}  // namespace

Result<void> duck_ensure_tables(DuckConnection& connection, std::span<const TableSchema> tables) {
  const StoredTables stored = SEOHAK_TRY(stored_tables(connection));
  std::string create;
  std::set<std::string, std::less<>> schemas;
  for (const TableSchema& table : tables) {
    const auto found = stored.find(table.name);
    if (found == stored.end()) {
      if (schemas.emplace(schema_of(table.name)).second)
        create +=
            fmt::format("CREATE SCHEMA IF NOT EXISTS {};\n", quote_name(schema_of(table.name)));
      create += duckdb_ddl(table) + ";\n";
      continue;
    }
    const std::string differs = difference(table, found->second);
    if (!differs.empty())
      return fail(Errc::bad_data,
                  fmt::format("table {} has another shape: {}; move the warehouse file away and "
                              "rebuild it from landing with `seohak replay`",
                              table.name, differs));
  }
  if (create.empty()) return {};
  DuckTransaction transaction = SEOHAK_TRY(DuckTransaction::begin(connection));
  SEOHAK_TRY(connection.execute(create));
  return transaction.commit();
}

Result<std::vector<std::string>> duck_tables_in(DuckConnection& connection,
                                                std::span<const std::string> schemas) {
  std::string list;
  for (const std::string& schema : schemas) list += (list.empty() ? "" : ", ") + quote_text(schema);
  const auto rows = SEOHAK_TRY(connection.query(
      fmt::format("SELECT schema_name || '.' || table_name FROM duckdb_tables() "
                  "WHERE NOT internal AND NOT temporary AND schema_name IN ({}) ORDER BY 1",
                  list),
      {}, true, {}));
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < rows->num_rows(); ++i) names.emplace_back(text_at(*rows, 0, i));
  return names;
}

}  // namespace seohak
