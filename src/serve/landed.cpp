#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "base/zip.h"
#include "serve/ask.h"
#include "serve/resources.h"

namespace seohak {
namespace {

/// Of an answer's body, as people see it; bytes.
constexpr std::size_t kMostShown = 8192;

/// What the tables say of a landed answer, and of its neighbours in the same file.
constexpr std::string_view kPlace = R"(
SELECT manifest.source, manifest.dataset, landed.url, landed.fetched_at, landed.status,
  landed.digest, landed.file, landed.byte_offset,
  (SELECT COALESCE(MAX(other.byte_offset), 0) FROM meta.landed_record AS other
    WHERE other.load_id = landed.load_id AND other.record = landed.record - 1) AS before,
  (SELECT COALESCE(MAX(other.byte_offset), 0) FROM meta.landed_record AS other
    WHERE other.load_id = landed.load_id AND other.record = landed.record + 1) AS after
FROM meta.landed_record AS landed
INNER JOIN meta.load AS manifest ON manifest.load_id = landed.load_id
WHERE landed.load_id = ? AND landed.record = CAST(? AS INTEGER))";

std::int64_t number(const TableView& view, std::string_view column) {
  return std::stoll(view.text(column, 0));
}

bool is_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= 0;
}

/// The row of a landed answer. Errors: not_found, those of the warehouse.
Result<TableView> find(const ApiContext& context, const WebRequest& request) {
  const std::string load_id(request.path_parameter("load_id"));
  const std::string record(request.path_parameter("record"));
  if (is_number(record)) {
    TableView view = SEOHAK_TRY(ask(context.warehouse, kPlace, {load_id, record}));
    if (view.rows() > 0) return view;
  }
  return fail(
      Errc::not_found,
      fmt::format(fmt::runtime(in_language(request, "there is no landed answer {} of load {}",
                                           "적재 {1}에 응답 {0}이(가) 없습니다")),
                  record, load_id));
}

Result<LandedExchange> read(const ApiContext& context, const TableView& view) {
  return context.landing.read_one({.file = view.text("file", 0),
                                   .offset = number(view, "byte_offset"),
                                   .before = number(view, "before"),
                                   .after = number(view, "after"),
                                   .digest = view.text("digest", 0)});
}

void write_headers(std::string_view key, const std::vector<Header>& headers, JsonWriter& json) {
  json.key(key).begin_array();
  for (const Header& header : headers) {
    json.begin_object().key("name").text(header.name).key("value").text(header.value).end_object();
  }
  json.end_array();
}

/// Text of a body for people: an archive's CSV unpacked, other bytes not at all.
std::string preview(const std::string& body) {
  if (body.starts_with("PK")) {
    auto member = unzip_member(body, ".csv");
    if (member) return shorten(*member, kMostShown);
  }
  const std::string head = shorten(body, kMostShown);
  return is_utf8(head) && head.find('\0') == std::string::npos ? head : "";
}

void write_exchange(const LandedExchange& exchange, JsonWriter& json) {
  json.begin_object().key("method").text(exchange.request.method);
  json.key("url").text(exchange.request.url);
  write_headers("request_headers", exchange.request.headers, json);
  json.key("request_body").text(shorten(exchange.request.body, kMostShown));
  write_headers("answer_headers", exchange.answer.headers, json);
  json.key("bytes").number(static_cast<std::int64_t>(exchange.answer.body.size()));
  json.key("preview").text(preview(exchange.answer.body)).end_object();
}

/// A name for the file that the answer is saved as: "ecb-reference_rates-0a1b2c3d-0.zip".
std::string file_name(const TableView& view, const WebRequest& request, const std::string& body) {
  std::string_view suffix = "txt";
  if (body.starts_with("PK")) suffix = "zip";
  if (body.starts_with("{") || body.starts_with("[")) suffix = "json";
  if (body.starts_with("PAR1")) suffix = "parquet";
  return fmt::format("{}-{}-{}-{}.{}", view.text("source", 0), view.text("dataset", 0),
                     request.path_parameter("load_id").substr(0, 8),
                     request.path_parameter("record"), suffix);
}

}  // namespace

Result<ApiAnswer> landed_resource(const ApiContext& context, const WebRequest& request) {
  const TableView view = SEOHAK_TRY(find(context, request));
  const auto exchange = read(context, view);
  ApiAnswer answer;
  answer.sources = {view.text("source", 0)};
  JsonWriter& json = answer.data.begin_object();
  json.key("load_id").text(request.path_parameter("load_id"));
  json.key("record").raw(request.path_parameter("record"));
  view.write_members(
      0, json,
      {"source", "dataset", "url", "fetched_at", "status", "digest", "file", "byte_offset"});
  json.key("profile").text(context.profile).key("verified").boolean(exchange.has_value());
  json.key("problem");
  if (exchange) {
    write_exchange(*exchange, json.null().key("exchange"));
  } else {
    json.text(exchange.error().message).key("exchange").null();
  }
  json.end_object();
  return answer;
}

Result<ApiAnswer> landed_body_resource(const ApiContext& context, const WebRequest& request) {
  const TableView view = SEOHAK_TRY(find(context, request));
  LandedExchange exchange = SEOHAK_TRY(read(context, view));
  const std::string name = file_name(view, request, exchange.answer.body);
  WebResponse file =
      text_response(200, "application/octet-stream", std::move(exchange.answer.body));
  file.headers.push_back({"Content-Disposition", fmt::format("attachment; filename=\"{}\"", name)});
  ApiAnswer answer;
  answer.file = std::move(file);
  return answer;
}

}  // namespace seohak
