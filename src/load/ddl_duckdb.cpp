#include <fmt/core.h>

#include "load/ddl.h"
#include "load/sql_text.h"

namespace seohak {

std::string duckdb_ddl(const TableSchema& schema) {
  std::string columns;
  for (const Column& column : schema.columns)
    columns += fmt::format("{}  {} {}{}", columns.empty() ? "" : ",\n", quote_name(column.name),
                           sql_name(column.type), column.nullable ? "" : " NOT NULL");
  return fmt::format("CREATE TABLE IF NOT EXISTS {} (\n{}\n)", quote_table(schema.name), columns);
}

}  // namespace seohak
