#include "base/schema.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/text.h"

namespace seohak {
namespace {

struct TypeName {
  ColumnType type;
  std::string_view sql;
};
constexpr std::array kTypes{
    TypeName{ColumnType::timestamp, "TIMESTAMP WITH TIME ZONE"},
    TypeName{ColumnType::real, "DOUBLE PRECISION"},
    TypeName{ColumnType::decimal, "DECIMAL(18,6)"},
    TypeName{ColumnType::text, "VARCHAR"},
    TypeName{ColumnType::big_integer, "BIGINT"},
    TypeName{ColumnType::integer, "INTEGER"},
    TypeName{ColumnType::boolean, "BOOLEAN"},
    TypeName{ColumnType::date, "DATE"},
};

/// "name: value" of a header line that is not a continuation; nullopt otherwise.
struct HeaderLine {
  std::string_view key;
  std::string_view value;
};
std::optional<HeaderLine> key_line(std::string_view body) {
  if (body.starts_with("  ") || body.starts_with('\t')) return std::nullopt;
  const std::string_view text = trim(body);
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || text.substr(0, colon).find(' ') != std::string_view::npos)
    return std::nullopt;
  return HeaderLine{text.substr(0, colon), trim(text.substr(colon + 1))};
}

/// One line of `columns`.
Result<Column> parse_column(std::string_view line) {
  const std::size_t space = line.find(' ');
  Column column;
  column.name = std::string(line.substr(0, space));
  std::string_view rest = trim(space == std::string_view::npos ? "" : line.substr(space));
  const auto type = std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeName& known) {
    return rest.starts_with(known.sql) &&
           (rest.size() == known.sql.size() || rest[known.sql.size()] == ' ');
  });
  if (type == kTypes.end())
    return fail(Errc::bad_data,
                fmt::format("column line \"{}\": the second word must be a type such as DATE, "
                            "VARCHAR or DECIMAL(18,6)",
                            line));
  column.type = type->type;
  rest = trim(rest.substr(type->sql.size()));
  if (rest == "NULL" || rest.starts_with("NULL ")) {
    column.nullable = true;
    rest = trim(rest.substr(4));
  }
  column.description = std::string(rest);
  return column;
}

/// One check of `audits`: `[warn: ]name(a, b)`.
Result<Audit> parse_audit(std::string_view text) {
  Audit audit;
  if (text.starts_with("warn:")) {
    audit.blocking = false;
    text = trim(text.substr(5));
  }
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || !text.ends_with(')'))
    return fail(Errc::bad_data, fmt::format("audit \"{}\" is not of the form name(a, b)", text));
  audit.name = std::string(trim(text.substr(0, open)));
  audit.arguments = split(text.substr(open + 1, text.size() - open - 2), ',');
  return audit;
}

}  // namespace

std::string_view sql_name(ColumnType type) {
  for (const TypeName& known : kTypes)
    if (known.type == type) return known.sql;
  return "";
}

std::optional<std::size_t> TableSchema::find(std::string_view column) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].name == column) return i;
  return std::nullopt;
}

std::string_view ModelText::get(std::string_view key) const {
  for (const auto& [name_of, value] : entries)
    if (name_of == key) return value;
  return {};
}

Result<ModelText> parse_model_text(std::string_view text) {
  ModelText model;
  std::size_t at = 0;
  int number = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (!line.starts_with("--")) break;
    ++number;
    at = end + 1;
    line.remove_prefix(2);
    if (line.starts_with(' ')) line.remove_prefix(1);
    if (trim(line).empty()) continue;
    const auto header = key_line(line);
    if (number == 1) {
      if (!header || header->key.find('.') == std::string_view::npos)
        return fail(Errc::bad_data, "line 1 must read \"-- schema.table: one sentence\"");
      model.name = std::string(header->key);
      model.description = std::string(header->value);
    } else if (header) {
      model.entries.emplace_back(header->key, header->value);
    } else if (model.entries.empty()) {
      model.description += " " + std::string(trim(line));
    } else {
      model.entries.back().second += "\n" + std::string(trim(line));
    }
  }
  if (model.name.empty()) return fail(Errc::bad_data, "the file has no header");
  model.sql = std::string(trim(text.substr(std::min(at, text.size()))));
  return model;
}

Result<TableSchema> parse_table_schema(const ModelText& text) {
  TableSchema schema;
  schema.name = text.name;
  schema.description = text.description;
  schema.grain = split(text.get("grain"), ',');
  for (const std::string& line : split(text.get("columns"), '\n'))
    if (!line.empty()) schema.columns.push_back(SEOHAK_TRY(parse_column(line).context(text.name)));
  // Audits may stand on several lines; a line that ends without ";" ends its check all the same.
  for (const std::string& line : split(text.get("audits"), '\n'))
    for (const std::string& check : split(line, ';'))
      if (!check.empty())
        schema.audits.push_back(SEOHAK_TRY(parse_audit(check).context(text.name)));
  if (schema.columns.empty())
    return fail(Errc::bad_data, fmt::format("{}: the header lists no columns", text.name));
  for (const std::string& key : schema.grain)
    if (!schema.find(key))
      return fail(Errc::bad_data,
                  fmt::format("{}: grain column {} is not among the columns", text.name, key));
  return schema;
}

}  // namespace seohak
