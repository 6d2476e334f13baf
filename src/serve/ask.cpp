#include "serve/ask.h"

#include <charconv>

#include <arrow/table.h>
#include <fmt/format.h>

namespace seohak {

Result<TableView> ask(WarehouseReader& warehouse, std::string_view sql,
                      const std::vector<std::string>& parameters) {
  auto rows = warehouse.query(sql, parameters);
  if (!rows && rows.error().code == Errc::bad_request) rows.error().code = Errc::internal;
  const std::shared_ptr<arrow::Table> table = SEOHAK_TRY(std::move(rows));
  return TableView::of(*table);
}

std::string in_language(const WebRequest& request, std::string_view english,
                        std::string_view korean) {
  return std::string(request.parameter("lang") == "ko" ? korean : english);
}

std::string range_interval(const WebRequest& request, std::string_view fallback) {
  const std::string_view range = request.parameter("range").value_or(fallback);
  if (range == "1m") return "INTERVAL '1' MONTH";
  if (range == "3m") return "INTERVAL '3' MONTH";
  if (range == "1y") return "INTERVAL '1' YEAR";
  if (range == "5y") return "INTERVAL '5' YEAR";
  return "";
}

std::optional<PlainDay> day_parameter(const WebRequest& request, std::string_view name) {
  const auto text = request.parameter(name);
  if (!text) return std::nullopt;
  return parse_day(*text).value();
}

int integer_parameter(const WebRequest& request, std::string_view name, int fallback) {
  const auto text = request.parameter(name);
  if (!text) return fallback;
  int value = fallback;
  std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

}  // namespace seohak
