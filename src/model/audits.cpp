#include <charconv>
#include <optional>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "load/sql_text.h"
#include "model/model.h"

namespace seohak {
namespace {

using Names = std::vector<std::string>;

/// How an audit is written in the header, for messages.
std::string spelled(const Audit& audit) {
  return fmt::format("{}({})", audit.name, fmt::join(audit.arguments, ", "));
}

bool is_number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

Result<void> need_column(const TableSchema& schema, const std::string& name) {
  if (schema.find(name)) return {};
  return fail(Errc::bad_data, fmt::format("{} has no column {}", schema.name, name));
}

/// The columns an audit names, `grain` spelled out.
Result<Names> columns_of(const TableSchema& schema, const Audit& audit) {
  Names names;
  for (const std::string& name : audit.arguments) {
    if (name == "grain") {
      names.insert(names.end(), schema.grain.begin(), schema.grain.end());
      continue;
    }
    SEOHAK_TRY(need_column(schema, name));
    names.push_back(name);
  }
  if (names.empty()) return fail(Errc::bad_data, "no column is named");
  return names;
}

/// Rows that fulfil `condition`, the key first, then what the audit looks at.
std::string offending(const TableSchema& schema, Names shown, const std::string& condition) {
  Names names = schema.grain;
  for (std::string& name : shown)
    if (std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  const std::string order =
      schema.grain.empty() ? "" : fmt::format(" ORDER BY {}", quote_list(schema.grain));
  return fmt::format("SELECT {} FROM {} WHERE {}{} LIMIT 100",
                     names.empty() ? "*" : quote_list(names), quote_table(schema.name), condition,
                     order);
}

Result<std::string> unique_sql(const TableSchema& schema, const Audit& audit) {
  const std::string columns = quote_list(SEOHAK_TRY(columns_of(schema, audit)));
  return fmt::format(
      "SELECT {0}, COUNT(*) AS times FROM {1} GROUP BY {0} HAVING COUNT(*) > 1 ORDER BY {0} LIMIT "
      "100",
      columns, quote_table(schema.name));
}

/// not_null and positive: a row offends when any named column fulfils `test`.
Result<std::string> any_column_sql(const TableSchema& schema, const Audit& audit,
                                   std::string_view test) {
  const Names names = SEOHAK_TRY(columns_of(schema, audit));
  std::string condition;
  for (const std::string& name : names)
    condition += fmt::format("{}{} {}", condition.empty() ? "" : " OR ", quote_name(name), test);
  return offending(schema, names, condition);
}

Result<std::string> between_sql(const TableSchema& schema, const Audit& audit) {
  if (audit.arguments.size() != 3 || !is_number(audit.arguments[1]) ||
      !is_number(audit.arguments[2]))
    return fail(Errc::bad_data, "between(column, low, high) is expected");
  SEOHAK_TRY(need_column(schema, audit.arguments[0]));
  const std::string column = quote_name(audit.arguments[0]);
  return offending(
      schema, {audit.arguments[0]},
      fmt::format("{0} < {1} OR {0} > {2}", column, audit.arguments[1], audit.arguments[2]));
}

Result<std::string> accepted_sql(const TableSchema& schema, const Audit& audit) {
  if (audit.arguments.size() < 2)
    return fail(Errc::bad_data, "accepted(column, word, …) is expected");
  SEOHAK_TRY(need_column(schema, audit.arguments[0]));
  std::string words;
  for (std::size_t i = 1; i < audit.arguments.size(); ++i)
    words += (words.empty() ? "" : ", ") + quote_text(audit.arguments[i]);
  return offending(schema, {audit.arguments[0]},
                   fmt::format("{} NOT IN ({})", quote_name(audit.arguments[0]), words));
}

Result<std::string> sums_to_sql(const TableSchema& schema, const Audit& audit) {
  if (audit.arguments.size() != 3 || !is_number(audit.arguments[1]) ||
      !is_number(audit.arguments[2]))
    return fail(Errc::bad_data, "sums_to(column, total, tolerance) is expected");
  SEOHAK_TRY(need_column(schema, audit.arguments[0]));
  return fmt::format(
      "SELECT total FROM (SELECT SUM({}) AS total FROM {}) AS sums WHERE ABS(total - "
      "({})) > {}",
      quote_name(audit.arguments[0]), quote_table(schema.name), audit.arguments[1],
      audit.arguments[2]);
}

Result<std::string> rows_sql(const TableSchema& schema, const Audit& audit) {
  if (audit.arguments.size() != 2 || !is_number(audit.arguments[0]) ||
      !is_number(audit.arguments[1]))
    return fail(Errc::bad_data, "rows(least, most) is expected");
  return fmt::format(
      "SELECT number FROM (SELECT COUNT(*) AS number FROM {}) AS counted WHERE number "
      "< {} OR number > {}",
      quote_table(schema.name), audit.arguments[0], audit.arguments[1]);
}

Result<std::string> audit_sql(const TableSchema& schema, const Audit& audit) {
  if (audit.name == "unique") return unique_sql(schema, audit);
  if (audit.name == "not_null") return any_column_sql(schema, audit, "IS NULL");
  if (audit.name == "positive") return any_column_sql(schema, audit, "<= 0");
  if (audit.name == "between") return between_sql(schema, audit);
  if (audit.name == "accepted") return accepted_sql(schema, audit);
  if (audit.name == "sums_to") return sums_to_sql(schema, audit);
  if (audit.name == "rows") return rows_sql(schema, audit);
  if (audit.name == "expression" && !audit.arguments.empty())
    return offending(schema, {},
                     fmt::format("NOT COALESCE(({}), FALSE)", fmt::join(audit.arguments, ", ")));
  return fail(
      Errc::bad_data,
      "there are unique, not_null, positive, between, accepted, sums_to, rows and expression");
}

}  // namespace

Result<std::vector<Warehouse::AuditQuery>> audit_queries(const TableSchema& schema) {
  std::vector<Warehouse::AuditQuery> queries;
  for (const Audit& audit : schema.audits) {
    const std::string name = spelled(audit);
    queries.push_back(
        {name,
         SEOHAK_TRY(
             audit_sql(schema, audit).context(fmt::format("audit {} of {}", name, schema.name))),
         audit.blocking});
  }
  return queries;
}

}  // namespace seohak
