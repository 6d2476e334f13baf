#include "serve/query_socket.h"

#include <semaphore>

#include <arrow/table.h>
#include <simdjson.h>

#include "serve/row_text.h"

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

/// Sends the first piece and the others as they are made.
void send(RowText& rows, std::string_view first, BodyWriter& writer) {
  if (!writer.write(first)) return;
  while (true) {
    const Result<std::string> piece = rows.next();
    if (!piece) writer.fail_with(piece.error());
    if (!piece || piece->empty() || !writer.write(*piece)) return;
  }
}

Result<WebResponse> run(Warehouse& warehouse, const WebRequest& request,
                        std::shared_ptr<void> place) {
  const Query query = SEOHAK_TRY(parse_body(request.body));
  auto stream = SEOHAK_TRY(warehouse.stream(query.sql, request.stop));
  // Shared, because an answer can be copied.
  const auto rows = std::make_shared<RowText>(std::move(stream), query.format);
  WebResponse response;
  response.headers.push_back({"Content-Type", std::string(media_type(query.format))});
  // What fails before the first rows is told by the status.
  response.stream = [rows, place = std::move(place), first = SEOHAK_TRY(rows->next())](
                        BodyWriter& writer) { send(*rows, first, writer); };
  return response;
}

}  // namespace

void add_query(Router& router, Warehouse& warehouse, int at_once) {
  const auto free = std::make_shared<std::counting_semaphore<>>(at_once);
  router.add("POST", "/query", [&warehouse, free](const WebRequest& request) {
    if (!free->try_acquire())
      return error_response(
          {Errc::busy, "too many queries at once; ask again in a moment", std::chrono::seconds(1)});
    std::shared_ptr<void> place(nullptr, [free](std::nullptr_t) { free->release(); });
    Result<WebResponse> response = run(warehouse, request, std::move(place));
    return response ? *std::move(response) : error_response(response.error());
  });
}

}  // namespace seohak
