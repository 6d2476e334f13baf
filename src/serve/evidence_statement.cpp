#include "serve/evidence_statement.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"
#include "base/text.h"
#include "load/sql_text.h"
#include "serve/ask.h"

namespace seohak {
namespace {

bool is_name_character(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

struct Default {
  std::string_view name;
  std::string_view value;
};
/// What stands for a parameter that is not given; `%` is any text.
constexpr Default kDefaults[] = {{"currency", "USD"}, {"component", "market_momentum"},
                                 {"direction", "up"}, {"symbol", ""},
                                 {"rsi_from", "0"},   {"rsi_to", "100"},
                                 {"least_cap", "0"},  {"least_traded", "0"},
                                 {"sector", "%"},     {"industry", "%"},
                                 {"kind", "%"},       {"status", "%"}};

std::string_view default_of(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kDefaults), std::end(kDefaults),
                                         [&](const Default& one) { return one.name == name; });
  SEOHAK_CHECK(found != std::end(kDefaults));
  return found->value;
}

Result<std::string> day_of(const ApiContext& context, const WebRequest& request,
                           const Evidence& evidence, const EvidenceValues& values) {
  const std::optional<PlainDay> until = day_parameter(request, "day");
  EvidenceValues with = values;
  with["day"] = until ? format_day(until->date) : "9999-12-31";
  const TableView newest = SEOHAK_TRY(ask_bound(context, bind_statement(evidence.newest, with)));
  std::string day = newest.rows() == 0 ? "" : newest.text("newest", 0);
  if (!day.empty()) return day;
  return fail(
      Errc::not_found,
      fmt::format(fmt::runtime(in_language(request, "there are no rows for {} yet; run: seohak run",
                                           "{}의 행이 아직 없습니다. 실행: seohak run")),
                  evidence.tile));
}

}  // namespace

BoundStatement bind_statement(std::string_view sql, const EvidenceValues& values) {
  BoundStatement bound;
  std::string_view rest = sql.substr(std::min(sql.find_first_not_of('\n'), sql.size()));
  while (!rest.empty()) {
    const std::size_t at = std::min(rest.find('@'), rest.size());
    bound.sql += rest.substr(0, at);
    bound.shown += rest.substr(0, at);
    rest.remove_prefix(at);
    if (rest.empty()) break;
    rest.remove_prefix(1);
    const auto end = std::find_if_not(rest.begin(), rest.end(), is_name_character);
    const std::string_view name = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    rest.remove_prefix(name.size());
    const auto value = values.find(name);
    SEOHAK_CHECK(value != values.end());
    const bool is_day = name == "day";
    bound.sql += is_day ? "CAST(? AS DATE)" : "?";
    bound.shown += (is_day ? "DATE " : "") + quote_text(value->second);
    bound.values.push_back(value->second);
  }
  return bound;
}

Result<EvidenceValues> evidence_values(const ApiContext& context, const WebRequest& request,
                                       const Evidence& evidence) {
  EvidenceValues values;
  for (const std::string& name : split(evidence.parameters, ' '))
    if (name != "day") values[name] = request.parameter(name).value_or(default_of(name));
  if (!evidence.newest.empty())
    values["day"] = SEOHAK_TRY(day_of(context, request, evidence, values));
  return values;
}

Result<TableView> ask_bound(const ApiContext& context, const BoundStatement& statement) {
  return ask(context.warehouse, statement.sql, statement.values);
}

}  // namespace seohak
