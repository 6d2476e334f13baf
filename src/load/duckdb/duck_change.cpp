#include <fmt/core.h>

#include "load/duckdb/duck_tables.h"
#include "load/sql_text.h"

namespace seohak {

Result<void> duck_note_change(DuckConnection& connection, std::string_view table,
                              DayInterval days) {
  const std::int64_t known = SEOHAK_TRY(connection.number(
      "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'meta' AND table_name = 'change'"));
  if (known == 0) return {};
  const auto literal = [&](PlainDay day) {
    return days.empty() ? std::string("NULL") : fmt::format("DATE '{}'", format(day));
  };
  SEOHAK_TRY(connection.execute(
      fmt::format("INSERT INTO meta.change (change_no, table_name, days_from, days_to) "
                  "SELECT coalesce(max(change_no), 0) + 1, {}, {}, {} FROM (SELECT change_no "
                  "FROM meta.change UNION ALL SELECT change_no FROM meta.model_write)",
                  quote_text(table), literal(days.from), literal(days.to))));
  return {};
}

}  // namespace seohak
