#include <fmt/format.h>

#include "serve/ask.h"
#include "serve/resources.h"

namespace seohak {

/// Everything found wrong or odd in the data, newest first, and how much of each kind.
Result<ApiAnswer> issues_resource(const ApiContext& context, const WebRequest& request) {
  const int limit = integer_parameter(request, "limit", 100);
  const int offset = integer_parameter(request, "offset", 0);
  const std::optional<PlainDay> day = day_parameter(request, "day");
  std::string where = "WHERE 1 = 1";
  std::vector<std::string> parameters;
  if (day) {
    where += " AND day = CAST(? AS DATE)";
    parameters.push_back(format_day(day->date));
  }
  const TableView kinds = SEOHAK_TRY(ask(
      context.warehouse,
      fmt::format("SELECT kind, COUNT(*) AS issues, MIN(day) AS first_day, MAX(day) AS last_day "
                  "FROM analytics.data_issue {} GROUP BY kind ORDER BY 2 DESC, 1",
                  where),
      parameters));
  for (const char* name : {"kind", "scope"}) {
    const auto value = request.parameter(name);
    if (!value) continue;
    where += fmt::format(" AND {} = ?", name);
    parameters.emplace_back(*value);
  }
  const TableView total = SEOHAK_TRY(
      ask(context.warehouse,
          fmt::format("SELECT COUNT(*) AS total FROM analytics.data_issue {}", where), parameters));
  const TableView rows = SEOHAK_TRY(
      ask(context.warehouse,
          fmt::format("SELECT day, source, scope, kind, detail FROM analytics.data_issue {} "
                      "ORDER BY day DESC, kind, scope, source LIMIT {} OFFSET {}",
                      where, limit, offset),
          parameters));
  ApiAnswer answer;
  answer.as_of_table = "raw_data.stock_price_daily";
  JsonWriter& json = answer.data.begin_object();
  total.write_members(0, json);
  kinds.write_rows(json.key("kinds"));
  rows.write_rows(json.key("rows"));
  json.end_object();
  return answer;
}

}  // namespace seohak
