#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace seohak {

/// Column types that every engine of the program has.
enum class ColumnType {
  date,         ///< DATE
  timestamp,    ///< TIMESTAMP WITH TIME ZONE, microseconds, UTC
  text,         ///< VARCHAR, UTF-8
  decimal,      ///< DECIMAL(18,6)
  real,         ///< DOUBLE PRECISION
  big_integer,  ///< BIGINT
  integer,      ///< INTEGER
  boolean,      ///< BOOLEAN
};
/// The SQL spelling, as in the model headers.
std::string_view sql_name(ColumnType type);

struct Column {
  std::string name;
  ColumnType type = ColumnType::text;
  bool nullable = false;
  std::string description;  ///< one sentence with unit and meaning
};

/// A check of a table: `between(score, 0, 100)` has name "between", arguments {"score","0","100"}.
struct Audit {
  std::string name;
  std::vector<std::string> arguments;
  bool blocking = true;  ///< false when the header says `warn:` before it
};

/// One table, as its file under models/ declares it.
struct TableSchema {
  std::string name;                ///< with schema: "raw_data.fx_rate_daily"
  std::string description;         ///< one sentence
  std::vector<std::string> grain;  ///< key columns, in the header's order
  std::vector<Column> columns;     ///< in the header's order
  std::vector<Audit> audits;

  /// Position of a column; nullopt when the table has none of that name.
  std::optional<std::size_t> find(std::string_view column) const;
};

/// The parts of a model file's header (`-- key: value` comment lines at its top, continued by
/// deeper indented lines) and the statement after it. Keys in the order they stand.
struct ModelText {
  std::string name;                                          ///< "analytics.fx_trend_daily"
  std::string description;                                   ///< the sentence behind the name
  std::vector<std::pair<std::string, std::string>> entries;  ///< "grain" -> "quote_day, currency"
  std::string sql;  ///< the statement; empty for raw tables

  /// Value of `key`; empty when absent.
  std::string_view get(std::string_view key) const;
};

/// Splits a model file. Errors: bad_data naming the line.
Result<ModelText> parse_model_text(std::string_view text);

/// Schema from a header: every line of `columns` is `name TYPE [NULL] description` (two or more
/// blanks between). Errors: bad_data naming table and line; the grain must be among the columns.
Result<TableSchema> parse_table_schema(const ModelText& text);

}  // namespace seohak
