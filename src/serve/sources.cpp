#include <map>

#include <fmt/format.h>

#include "serve/ask.h"
#include "serve/resources.h"

namespace seohak {
namespace {

/// What one raw table holds of one source, as JSON values.
struct Holding {
  std::string last_fetched_at = "null";
  std::string rows = "0";
};

/// Holdings of a table by source.
Result<std::map<std::string, Holding>> holdings(WarehouseReader& warehouse,
                                                const std::string& table) {
  const TableView view = SEOHAK_TRY(ask(
      warehouse, fmt::format("SELECT source, COUNT(*) AS row_count, MAX(fetched_at) AS fetched_at "
                             "FROM {} GROUP BY source",
                             table)));
  std::map<std::string, Holding> found;
  for (std::size_t row = 0; row < view.rows(); ++row) {
    JsonWriter fetched;
    view.write_json("fetched_at", row, fetched);
    found[view.text("source", row)] = {fetched.take(), view.text("row_count", row)};
  }
  return found;
}

}  // namespace

Result<ApiAnswer> sources_resource(const ApiContext& context, const WebRequest&) {
  std::map<std::string, std::map<std::string, Holding>> tables;
  ApiAnswer answer;
  JsonWriter& json = answer.data.begin_array();
  for (const SourceInfo& info : context.sources) {
    if (!tables.contains(info.table)) {
      tables[info.table] = SEOHAK_TRY(holdings(context.warehouse, info.table));
    }
    const Holding holding = tables[info.table][info.source];
    json.begin_object();
    json.key("source").text(info.source).key("dataset").text(info.dataset);
    json.key("table").text(info.table).key("needs_key").boolean(info.needs_key);
    json.key("has_key").boolean(info.has_key);
    json.key("last_fetched_at").raw(holding.last_fetched_at).key("rows").raw(holding.rows);
    json.end_object();
  }
  json.end_array();
  return answer;
}

}  // namespace seohak
