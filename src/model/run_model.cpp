#include <array>

#include <arrow/table.h>
#include <fmt/core.h>

#include "load/sql_text.h"
#include "model/model.h"

namespace seohak {
namespace {

constexpr PlainDay kFirstDay{std::chrono::year(1) / 1 / 1};
constexpr PlainDay kLastDay{std::chrono::year(9999) / 12 / 31};

/// Where the string, quoted name or comment that begins at `at` ends; `at` when none begins there.
std::size_t skip_quoted(std::string_view sql, std::size_t at) {
  std::size_t end = std::string_view::npos;
  if (sql[at] == '\'' || sql[at] == '"') {
    end = sql.find(sql[at], at + 1);
  } else if (sql.substr(at, 2) == "--") {
    end = sql.find('\n', at);
  } else if (sql.substr(at, 2) == "/*") {
    end = sql.find("*/", at + 2);
    if (end != std::string_view::npos) ++end;
  } else {
    return at;
  }
  return end == std::string_view::npos ? sql.size() : end + 1;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

std::string bind_range(const Model& model, DayInterval days) {
  if (days.empty()) days = {kFirstDay, kLastDay};
  // The first day is as early as dates of every engine go: no lookback before it.
  const PlainDay from = days.from == kFirstDay ? kFirstDay : days.from - model.lookback_days;
  struct Binding {
    std::string_view name;
    std::string value;
  };
  const std::array<Binding, 2> bindings = {
      Binding{"@from", fmt::format("DATE '{}'", format(from))},
      Binding{"@to", fmt::format("DATE '{}'", format(days.to))}};
  const std::string_view sql = model.sql;
  std::string out;
  std::size_t at = 0;
  while (at < sql.size()) {
    const std::size_t end = skip_quoted(sql, at);
    if (end > at) {
      out += sql.substr(at, end - at);
      at = end;
      continue;
    }
    bool bound = false;
    for (const Binding& binding : bindings) {
      const std::size_t after = at + binding.name.size();
      if (!sql.substr(at).starts_with(binding.name) || (after < sql.size() && is_word(sql[after])))
        continue;
      out += binding.value;
      at = after;
      bound = true;
      break;
    }
    if (!bound) out += sql[at++];
  }
  return out;
}

Result<ModelReport> run_model(const Model& model, DayInterval days, Warehouse& warehouse) {
  ModelWrite write;
  write.schema = &model.schema;
  write.select = bind_range(model, days);
  if (!model.range_column.empty() && !days.empty()) {
    write.range_column = model.range_column;
    write.range = days;
  }
  const std::vector<Warehouse::AuditQuery> audits = SEOHAK_TRY(audit_queries(model.schema));
  const Warehouse::WriteReport report = SEOHAK_TRY(warehouse.write_model(write, audits));
  return ModelReport{report.rows, report.warnings};
}

Result<std::vector<std::string>> audit_table(const TableSchema& schema, Warehouse& warehouse) {
  std::vector<std::string> found;
  for (const Warehouse::AuditQuery& audit : SEOHAK_TRY(audit_queries(schema))) {
    const auto rows = SEOHAK_TRY(warehouse.query(audit.sql).context(audit.name));
    if (rows->num_rows() > 0)
      found.push_back(fmt::format("audit {} of {} found {} row{}", audit.name, schema.name,
                                  rows->num_rows(), rows->num_rows() == 1 ? "" : "s"));
  }
  return found;
}

}  // namespace seohak
