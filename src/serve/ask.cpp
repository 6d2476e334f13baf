#include "serve/ask.h"

#include <charconv>

#include <arrow/table.h>
#include <fmt/format.h>

namespace seohak {

Result<TableView> ask(Warehouse& warehouse, std::string_view sql,
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

Result<std::string> range_interval(const WebRequest& request, std::string_view fallback) {
  const std::string_view range = request.parameter("range").value_or(fallback);
  if (range == "1m") return "INTERVAL '1' MONTH";
  if (range == "3m") return "INTERVAL '3' MONTH";
  if (range == "1y") return "INTERVAL '1' YEAR";
  if (range == "5y") return "INTERVAL '5' YEAR";
  if (range == "all") return "";
  return fail(Errc::bad_request,
              fmt::format(fmt::runtime(in_language(
                              request, "unknown range \"{}\"; use 1m, 3m, 1y, 5y or all",
                              "알 수 없는 기간 \"{}\": 1m, 3m, 1y, 5y, all 가운데 하나를 쓰세요")),
                          range));
}

Result<std::optional<PlainDay>> day_parameter(const WebRequest& request, std::string_view name) {
  const auto text = request.parameter(name);
  if (!text) return std::optional<PlainDay>();
  const auto day = parse_day(*text);
  if (day) return std::optional(*day);
  return fail(Errc::bad_request,
              fmt::format(fmt::runtime(in_language(request, "{} must be a day such as 2026-04-13",
                                                   "{} 값은 2026-04-13 같은 날짜여야 합니다")),
                          name));
}

Result<int> integer_parameter(const WebRequest& request, std::string_view name, int fallback,
                              int least, int most) {
  const auto text = request.parameter(name);
  if (!text) return fallback;
  int value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error == std::errc() && end == text->data() + text->size() && value >= least &&
      value <= most) {
    return value;
  }
  return fail(
      Errc::bad_request,
      fmt::format(fmt::runtime(in_language(request, "{} must be a whole number from {} to {}",
                                           "{} 값은 {}에서 {} 사이의 정수여야 합니다")),
                  name, least, most));
}

}  // namespace seohak
