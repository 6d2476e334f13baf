#include "serve/ask.h"
#include "serve/name_search.h"
#include "serve/resources.h"

namespace seohak {
namespace {

constexpr std::string_view kNames = R"(
WITH caps AS (
  SELECT symbol, market_cap_usd
  FROM raw_data.listing_daily
  WHERE source = 'nasdaq'
    AND snapshot_day = (SELECT MAX(snapshot_day) FROM raw_data.listing_daily
      WHERE source = 'nasdaq')
)
SELECT names.symbol, names.name, names.name_ko, names.exchange, names.sector, names.listed,
  CAST(caps.market_cap_usd AS DOUBLE PRECISION) AS market_cap_usd
FROM analytics.security AS names
LEFT JOIN caps ON caps.symbol = names.symbol
WHERE names.exchange IS NOT NULL
ORDER BY names.symbol)";

std::vector<SearchName> names_of(const TableView& view) {
  std::vector<SearchName> names;
  names.reserve(view.rows());
  for (std::size_t row = 0; row < view.rows(); ++row) {
    const std::string cap = view.text("market_cap_usd", row);
    names.push_back({view.text("symbol", row), view.text("name", row), view.text("name_ko", row),
                     cap.empty() ? 0 : std::stod(cap)});
  }
  return names;
}

}  // namespace

Result<ApiAnswer> search_resource(const ApiContext& context, const WebRequest& request) {
  const int limit = integer_parameter(request, "limit", 8);
  const std::string_view typed = request.parameter("q").value_or("");
  const TableView view = SEOHAK_TRY(ask(context.warehouse, std::string(kNames)));
  const std::vector<SearchName> names = names_of(view);
  ApiAnswer answer = {{}, {"nasdaq"}, "raw_data.listing_daily"};
  JsonWriter& json = answer.data.begin_object();
  json.key("q").text(typed).key("rows").begin_array();
  for (const SearchHit& hit : search_names(names, typed, static_cast<std::size_t>(limit))) {
    json.begin_object();
    view.write_members(hit.index, json);
    json.key("match").begin_object().key("field").text(hit.field);
    json.key("from").number(static_cast<std::int64_t>(hit.from));
    json.key("length").number(static_cast<std::int64_t>(hit.length)).end_object().end_object();
  }
  json.end_array().end_object();
  return answer;
}

}  // namespace seohak
