#pragma once

#include <string>
#include <string_view>

#include "serve/api.h"

namespace seohak {

/// The newest `column` (a day) of a table, or the newest up to `?day=`, YYYY-MM-DD; empty when
/// there is none. Errors: bad_request, those of the warehouse.
Result<std::string> newest_day(const ApiContext& context, const WebRequest& request,
                               std::string_view column, std::string_view table);

/// The newest market day with prices of an exchange's list; not_found when there is none.
Result<std::string> newest_priced_day(const ApiContext& context, const WebRequest& request);

/// Says which command fills the price tables.
tl::unexpected<Error> no_prices(const WebRequest& request);

/// An answer made of the exchanges' daily lists.
ApiAnswer market_answer();

}  // namespace seohak
