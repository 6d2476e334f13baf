#include <fmt/core.h>

#include "load/ddl.h"
#include "load/sql_text.h"

namespace seohak {

std::string postgres_ddl(const TableSchema& schema, bool primary_key) {
  std::string lines;
  for (const Column& column : schema.columns)
    lines += fmt::format("{}  {} {}{}", lines.empty() ? "" : ",\n", quote_name(column.name),
                         sql_name(column.type), column.nullable ? "" : " NOT NULL");
  if (primary_key && !schema.grain.empty())
    lines += fmt::format(",\n  PRIMARY KEY ({})", quote_list(schema.grain));
  return fmt::format("CREATE TABLE IF NOT EXISTS {} (\n{}\n)", quote_table(schema.name), lines);
}

}  // namespace seohak
