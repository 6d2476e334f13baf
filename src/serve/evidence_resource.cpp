#include <fmt/format.h>

#include "base/check.h"
#include "base/text.h"
#include "serve/ask.h"
#include "serve/evidence_statement.h"
#include "serve/resources.h"

namespace seohak {
namespace {

constexpr int kMostRows = 50;
constexpr int kMostLanded = 20;

/// The landed answers of some rows, with how many of the rows each gave.
constexpr std::string_view kLanded = R"(
SELECT found.load_id, found.record, COUNT(*) AS "rows", MAX(manifest.source) AS source,
  MAX(manifest.dataset) AS dataset, MAX(landed.url) AS url, MAX(landed.fetched_at) AS fetched_at,
  MAX(landed.status) AS status, COUNT(*) OVER () AS total
FROM ({0}) AS found
LEFT JOIN meta.load AS manifest ON manifest.load_id = found.load_id
LEFT JOIN meta.landed_record AS landed
  ON landed.load_id = found.load_id AND landed.record = found.record
GROUP BY found.load_id, found.record
ORDER BY MAX(landed.fetched_at) DESC NULLS LAST, COUNT(*) DESC, found.load_id, found.record
LIMIT {1})";

/// The same statement within another: `outer` has `{0}` for it.
BoundStatement wrapped(std::string_view outer, const BoundStatement& inner) {
  return {fmt::format(fmt::runtime(outer), inner.sql, kMostLanded), inner.values, {}};
}

void write_cells(const TableView& view, std::size_t row, JsonWriter& json) {
  json.begin_array();
  for (std::size_t column = 0; column < view.columns(); ++column) {
    if (view.is_null(column, row)) {
      json.null();
    } else {
      json.text(view.text(column, row));
    }
  }
  json.end_array();
}

/// Members sql, columns, rows and total of the object that is open.
Result<TableView> write_rows(const ApiContext& context, const BoundStatement& statement,
                             JsonWriter& json) {
  BoundStatement first = statement;
  first.sql += fmt::format("\nLIMIT {}", kMostRows);
  const TableView view = SEOHAK_TRY(ask_bound(context, first));
  const TableView total = SEOHAK_TRY(
      ask_bound(context, wrapped("SELECT COUNT(*) AS total FROM ({0}) AS found", statement)));
  json.key("sql").text(fmt::format("{}\nLIMIT {}", statement.shown, kMostRows));
  json.key("columns").begin_array();
  for (std::size_t column = 0; column < view.columns(); ++column) {
    json.begin_object().key("name").text(view.name(column));
    json.key("numeric").boolean(view.is_numeric(column)).end_object();
  }
  json.end_array().key("rows").begin_array();
  for (std::size_t row = 0; row < view.rows(); ++row) write_cells(view, row, json);
  json.end_array();
  total.write_json("total", 0, json.key("total"));
  return view;
}

/// One line of arithmetic, "a * b = c"; nothing when one of its columns is null.
void write_line(const TableView& numbers, std::string_view line, JsonWriter& json) {
  const std::vector<std::string> words = split(line, ' ');
  for (std::size_t at = 0; at < words.size(); at += 2)
    if (numbers.is_null(numbers.find(words[at]), 0)) return;
  json.begin_array();
  for (std::size_t at = 0; at < words.size(); at += 2) {
    json.begin_object().key("sign").text(at == 0 ? "" : words[at - 1]);
    json.key("name").text(words[at]);
    json.key("value").text(numbers.text(words[at], 0)).end_object();
  }
  json.end_array();
}

/// The members headline and arithmetic of the object that is open.
void write_numbers(const Evidence& evidence, const TableView& numbers, JsonWriter& json) {
  const bool any = numbers.rows() > 0;
  json.key("headline");
  if (any && !evidence.headline.empty()) {
    json.begin_object().key("name").text(evidence.headline);
    json.key("value").text(numbers.text(evidence.headline, 0)).end_object();
  } else {
    json.null();
  }
  json.key("arithmetic").begin_array();
  if (any)
    for (const std::string& line : split(evidence.arithmetic, ';')) write_line(numbers, line, json);
  json.end_array();
}

/// The members raw and landed of the object that is open.
Result<void> write_raw(const ApiContext& context, const Evidence& evidence,
                       const EvidenceValues& values, JsonWriter& json) {
  BoundStatement all;
  json.key("raw").begin_array();
  for (const RawRows& raw : evidence.raw) {
    if (raw.table.empty()) continue;
    const BoundStatement bound = bind_statement(raw.sql, values);
    json.begin_object().key("table").text(raw.table);
    SEOHAK_TRY(write_rows(context, bound, json));
    json.end_object();
    all.sql += fmt::format("{}SELECT load_id, record FROM ({}) AS part",
                           all.sql.empty() ? "" : " UNION ALL ", bound.sql);
    all.values.insert(all.values.end(), bound.values.begin(), bound.values.end());
  }
  json.end_array().key("landed").begin_array();
  if (all.sql.empty()) {
    json.end_array().key("landed_total").number(std::int64_t{0});
    return {};
  }
  const TableView landed = SEOHAK_TRY(ask_bound(context, wrapped(kLanded, all)));
  for (std::size_t row = 0; row < landed.rows(); ++row) {
    json.begin_object();
    landed.write_members(
        row, json,
        {"load_id", "record", "rows", "source", "dataset", "url", "fetched_at", "status"});
    json.end_object();
  }
  json.end_array().key("landed_total").raw(landed.rows() == 0 ? "0" : landed.text("total", 0));
  return {};
}

Result<void> write_issues(const ApiContext& context, const Evidence& evidence,
                          const EvidenceValues& values, JsonWriter& json) {
  json.key("issues");
  if (evidence.issues.empty()) {
    json.begin_array().end_array();
    return {};
  }
  const BoundStatement bound =
      bind_statement(fmt::format("SELECT day, source, scope, kind, detail FROM "
                                 "analytics.data_issue WHERE {} ORDER BY day DESC, kind, scope "
                                 "LIMIT {}",
                                 evidence.issues, kMostRows),
                     values);
  SEOHAK_TRY(ask_bound(context, bound)).write_rows(json);
  return {};
}

void write_words(std::string_view key, std::string_view words, JsonWriter& json) {
  json.key(key).begin_array();
  for (const std::string& word : split(words, ' ')) json.text(word);
  json.end_array();
}

}  // namespace

Result<ApiAnswer> evidence_list_resource(const ApiContext&, const WebRequest&) {
  ApiAnswer answer;
  JsonWriter& json = answer.data.begin_array();
  for (const auto& part : evidence_catalogue()) {
    for (const Evidence& one : part) {
      json.begin_object().key("tile").text(one.tile).key("how").text(one.how);
      write_words("tables", one.tables, json);
      write_words("parameters", one.parameters, json);
      json.end_object();
    }
  }
  json.end_array();
  return answer;
}

Result<ApiAnswer> evidence_resource(const ApiContext& context, const WebRequest& request) {
  const std::string_view tile = request.path_parameter("tile");
  const Evidence* evidence = find_evidence(tile);
  if (evidence == nullptr)
    return fail(Errc::not_found,
                fmt::format(fmt::runtime(in_language(
                                request, "there is no tile {}; /api/v1/evidence lists them",
                                "{} 타일이 없습니다. /api/v1/evidence 에 목록이 있습니다")),
                            tile));
  const EvidenceValues values = SEOHAK_TRY(evidence_values(context, request, *evidence));
  ApiAnswer answer;
  JsonWriter& json = answer.data.begin_object();
  json.key("tile").text(evidence->tile).key("how").text(evidence->how);
  const auto day = values.find("day");
  json.key("day").text_or_null(day == values.end() ? std::nullopt : std::optional(day->second));
  write_words("tables", evidence->tables, json);
  json.key("rows").begin_object();
  TableView numbers = SEOHAK_TRY(write_rows(context, bind_statement(evidence->rows, values), json));
  json.end_object();
  if (!evidence->numbers.empty())
    numbers = SEOHAK_TRY(ask_bound(context, bind_statement(evidence->numbers, values)));
  write_numbers(*evidence, numbers, json);
  SEOHAK_TRY(write_raw(context, *evidence, values, json));
  SEOHAK_TRY(write_issues(context, *evidence, values, json));
  json.end_object();
  return answer;
}

}  // namespace seohak
