#include "model/data_dictionary.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace seohak {
namespace {

/// Text of one table cell: no line ends, no bare "|".
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string section(const TableSchema& table, const ModelText& text) {
  std::string out = fmt::format("### {}\n\n{}\n\n", table.name, cell(table.description));
  out += fmt::format("- Key: {}\n", fmt::join(table.grain, ", "));
  for (const auto& [key, label] : {std::pair{"kind", "Written"}, std::pair{"reads", "Made of"}})
    if (!text.get(key).empty()) out += fmt::format("- {}: {}\n", label, cell(text.get(key)));
  if (!text.get("audits").empty()) out += fmt::format("- Checks: {}\n", cell(text.get("audits")));
  out += "\n| column | type | null | meaning |\n|---|---|---|---|\n";
  for (const Column& column : table.columns)
    out += fmt::format("| {} | {} | {} | {} |\n", column.name, sql_name(column.type),
                       column.nullable ? "yes" : "no", cell(column.description));
  return out + "\n";
}

}  // namespace

Result<std::string> data_dictionary(std::span<const ModelFile> files) {
  std::string out =
      "# Data dictionary\n\nGenerated from the headers of models/ by `seohak models dictionary`; "
      "edit "
      "those.\n\n";
  for (const std::string_view folder : {"analytics", "raw_data", "meta"}) {
    out += fmt::format("## {}\n\n", folder);
    for (const ModelFile& file : files) {
      if (!file.path.starts_with(fmt::format("{}/", folder))) continue;
      const std::string where = fmt::format("models/{}", file.path);
      const ModelText text = SEOHAK_TRY(parse_model_text(file.text).context(where));
      out += section(SEOHAK_TRY(parse_table_schema(text).context(where)), text);
    }
  }
  out.pop_back();
  return out;
}

}  // namespace seohak
