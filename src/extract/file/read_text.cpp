#include <fmt/format.h>

#include "base/csv.h"
#include "base/text.h"
#include "extract/file/reader.h"
#include "extract/json.h"

namespace seohak {
namespace {

using simdjson::SUCCESS;
using simdjson::dom::element;

/// Text of a value: strings bare, null as none, everything else compact.
std::optional<std::string> value_text(element value) {
  if (value.is_null()) return std::nullopt;
  std::string_view text;
  if (value.get(text) == SUCCESS) return std::string(text);
  return json_text(value);
}

void read_object(element object, std::span<const std::string_view> names, RowVisitor& visitor) {
  if (!object.is_object()) {
    visitor.damaged(object.is_null() ? "the row is null" : "the row is no object",
                    json_text(object));
    return;
  }
  std::vector<std::optional<std::string>> texts;
  for (std::string_view name : names) {
    element value;
    texts.push_back(object[name].get(value) == SUCCESS ? value_text(value) : std::nullopt);
  }
  visitor.row(std::vector<std::optional<std::string_view>>(texts.begin(), texts.end()),
              json_text(object));
}

}  // namespace

Result<void> read_csv(std::string_view body, char separator, RowVisitor& visitor) {
  CsvReader reader(body, separator);
  const auto begun = reader.next();
  if (!begun || !*begun) return fail(Errc::drifted, "the file has no header line");
  SEOHAK_TRY(visitor.header(reader.fields()));
  const std::size_t width = reader.fields().size();
  std::vector<std::optional<std::string_view>> cells;
  while (true) {
    const auto more = reader.next();
    if (!more) visitor.damaged(more.error().message, {});
    if (!more || !*more) return {};
    const auto fields = reader.fields();
    if (fields.size() != width) {
      visitor.damaged(
          fmt::format("the line has {} fields where the header has {}", fields.size(), width),
          reader.record());
      continue;
    }
    cells.clear();
    for (std::string_view field : fields) {
      const std::string_view text = trim(field);
      cells.push_back(text.empty() ? std::nullopt : std::optional(text));
    }
    visitor.row(cells, reader.record());
  }
}

Result<void> read_json(std::string_view body, RowVisitor& visitor) {
  const JsonText json = SEOHAK_TRY(JsonText::parse(body));
  simdjson::dom::array rows;
  if (json.root().get(rows) != SUCCESS)
    return fail(Errc::drifted, "the file is no JSON array of objects");
  std::vector<std::string_view> names;
  for (element row : rows) {
    simdjson::dom::object object;
    if (row.get(object) != SUCCESS) continue;
    for (const auto& field : object) names.push_back(field.key);
    break;
  }
  if (rows.size() == 0) return {};
  SEOHAK_TRY(visitor.header(names));
  for (element row : rows) read_object(row, names, visitor);
  return {};
}

}  // namespace seohak
