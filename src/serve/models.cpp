#include <algorithm>

#include <fmt/format.h>

#include "load/catalog.h"
#include "model/model.h"
#include "serve/ask.h"
#include "serve/resources.h"

namespace seohak {
namespace {

/// "raw_data/fx_rate_daily.sql" holds raw_data.fx_rate_daily.
std::string table_of(std::string_view path) {
  std::string table(path.substr(0, path.rfind('.')));
  std::replace(table.begin(), table.end(), '/', '.');
  return table;
}

void write_columns(const TableSchema& schema, JsonWriter& json) {
  json.key("columns").begin_array();
  for (const Column& column : schema.columns) {
    json.begin_object().key("name").text(column.name).key("type").text(sql_name(column.type));
    json.key("nullable").boolean(column.nullable).key("description").text(column.description);
    json.end_object();
  }
  json.end_array();
}

/// Runs the table's audits on what is stored now.
Result<void> write_audits(const ApiContext& context, const TableSchema& schema, JsonWriter& json) {
  json.key("audits").begin_array();
  const auto queries = SEOHAK_TRY(audit_queries(schema));
  for (std::size_t at = 0; at < queries.size(); ++at) {
    const TableView offending = SEOHAK_TRY(ask(context.warehouse, queries[at].sql));
    json.begin_object().key("audit").text(queries[at].name);
    json.key("name").text(schema.audits[at].name).key("arguments").begin_array();
    for (const std::string& argument : schema.audits[at].arguments) json.text(argument);
    json.end_array().key("blocking").boolean(queries[at].blocking);
    json.key("passed").boolean(offending.rows() == 0).end_object();
  }
  json.end_array();
  return {};
}

Result<ApiAnswer> answer_of(const ApiContext& context, const ModelFile& file) {
  const ModelText text = SEOHAK_TRY(parse_model_text(file.text));
  const TableSchema schema = SEOHAK_TRY(parse_table_schema(text));
  ApiAnswer answer;
  JsonWriter& json = answer.data.begin_object();
  json.key("table").text(schema.name).key("description").text(schema.description);
  json.key("kind").text(text.get("kind")).key("reads").text(text.get("reads"));
  write_columns(schema, json);
  SEOHAK_TRY(write_audits(context, schema, json));
  json.key("sql").text(file.text).end_object();
  return answer;
}

}  // namespace

Result<ApiAnswer> model_resource(const ApiContext& context, const WebRequest& request) {
  const std::string_view table = request.path_parameter("table");
  for (const ModelFile& file : embedded_models())
    if (table_of(file.path) == table) return answer_of(context, file);
  return fail(
      Errc::not_found,
      fmt::format(fmt::runtime(in_language(request, "there is no table {}; run: seohak models",
                                           "{} 표가 없습니다. 실행: seohak models")),
                  table));
}

}  // namespace seohak
