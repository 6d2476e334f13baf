#include "serve/known_symbol.h"

#include <fmt/format.h>

#include "serve/ask.h"

namespace seohak {

Result<std::string> known_symbol(const ApiContext& context, const WebRequest& request) {
  std::string symbol(request.path_parameter("symbol"));
  const TableView found = SEOHAK_TRY(
      ask(context.warehouse, "SELECT symbol FROM analytics.security WHERE symbol = ?", {symbol}));
  if (found.rows() > 0) return symbol;
  return fail(Errc::not_found,
              fmt::format(fmt::runtime(in_language(request,
                                                   "there is no symbol {}; look for it by its name",
                                                   "{} 종목이 없습니다. 이름으로 찾아 보세요")),
                          symbol));
}

}  // namespace seohak
