#include "serve/market_day.h"

#include <fmt/format.h>

#include "base/time.h"
#include "serve/ask.h"

namespace seohak {

Result<std::string> newest_day(const ApiContext& context, const WebRequest& request,
                               std::string_view column, std::string_view table) {
  const std::optional<PlainDay> until = day_parameter(request, "day");
  const TableView view = SEOHAK_TRY(ask(
      context.warehouse,
      fmt::format("SELECT MAX({0}) AS newest FROM {1} WHERE {0} <= CAST(? AS DATE)", column, table),
      {until ? format_day(until->date) : "9999-12-31"}));
  return view.text("newest", 0);
}

Result<std::string> newest_priced_day(const ApiContext& context, const WebRequest& request) {
  std::string day =
      SEOHAK_TRY(newest_day(context, request, "market_day", "analytics.exchange_day"));
  if (day.empty()) return no_prices(request);
  return day;
}

tl::unexpected<Error> no_prices(const WebRequest& request) {
  return fail(Errc::not_found,
              in_language(request, "there are no prices yet; run: seohak run listing price_daily",
                          "주가 데이터가 아직 없습니다. 실행: seohak run listing price_daily"));
}

ApiAnswer market_answer() {
  ApiAnswer answer;
  answer.sources = {"nasdaq"};
  answer.as_of_table = "raw_data.stock_price_daily";
  return answer;
}

}  // namespace seohak
