#include "load/sql_text.h"

namespace seohak {
namespace {

std::string quoted(std::string_view text, char mark) {
  std::string out(1, mark);
  for (const char c : text) {
    if (c == mark) out += mark;
    out += c;
  }
  return out += mark;
}

}  // namespace

std::string quote_name(std::string_view name) { return quoted(name, '"'); }
std::string quote_text(std::string_view text) { return quoted(text, '\''); }

std::string_view schema_of(std::string_view table) {
  const std::size_t dot = table.find('.');
  return dot == std::string_view::npos ? std::string_view{} : table.substr(0, dot);
}

std::string quote_table(std::string_view table) {
  const std::size_t dot = table.find('.');
  if (dot == std::string_view::npos) return quote_name(table);
  return quote_name(table.substr(0, dot)) + "." + quote_name(table.substr(dot + 1));
}

std::string quote_list(std::span<const std::string> names, std::string_view prefix) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += ", ";
    out += std::string(prefix) + quote_name(name);
  }
  return out;
}

}  // namespace seohak
