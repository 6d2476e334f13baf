#include "serve/query_socket.h"

#include <semaphore>

#include <arrow/table.h>
#include <simdjson.h>

#include "serve/format.h"

namespace seohak {
namespace {

struct Query {
  std::string sql;
  OutputFormat format = OutputFormat::table;
};

Result<Query> parse_body(const std::string& body) {
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  std::string_view sql;
  if (parser.parse(body).get(root) != simdjson::SUCCESS ||
      root["sql"].get(sql) != simdjson::SUCCESS) {
    return fail(Errc::bad_request,
                R"(the body must be a JSON object like {"sql": "SELECT 1", "format": "csv"})");
  }
  std::string_view format = "table";
  const auto given = root["format"].get(format);
  if (given != simdjson::SUCCESS && given != simdjson::NO_SUCH_FIELD) {
    return fail(Errc::bad_request, "\"format\" must be text");
  }
  return Query{std::string(sql), SEOHAK_TRY(parse_output_format(format))};
}

Result<WebResponse> run(Warehouse& warehouse, const WebRequest& request) {
  const Query query = SEOHAK_TRY(parse_body(request.body));
  const std::shared_ptr<arrow::Table> rows =
      SEOHAK_TRY(warehouse.query(query.sql, {}, request.stop));
  return text_response(200, media_type(query.format),
                       SEOHAK_TRY(format_table(*rows, query.format)));
}

}  // namespace

void add_query(Router& router, Warehouse& warehouse, int at_once) {
  const auto free = std::make_shared<std::counting_semaphore<>>(at_once);
  router.add("POST", "/query", [&warehouse, free](const WebRequest& request) {
    if (!free->try_acquire())
      return error_response({Errc::busy, "too many queries at once; ask again in a moment",
                             std::chrono::seconds(1)});
    Result<WebResponse> response = run(warehouse, request);
    free->release();
    return response ? *std::move(response) : error_response(response.error());
  });
}

}  // namespace seohak
