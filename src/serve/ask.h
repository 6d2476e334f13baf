#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "load/warehouse.h"
#include "serve/http.h"
#include "serve/table_view.h"

namespace seohak {

/// Rows of one of our own statements; a failure of the statement itself is `internal`.
Result<TableView> ask(Warehouse& warehouse, std::string_view sql,
                      const std::vector<std::string>& parameters = {});

/// The message in the language of `?lang=`: Korean for ko, else English.
std::string in_language(const WebRequest& request, std::string_view english,
                        std::string_view korean);

/// The interval of `?range=`: "INTERVAL '1' YEAR"; empty for all. Errors: bad_request.
Result<std::string> range_interval(const WebRequest& request, std::string_view fallback);

/// A day parameter, YYYY-MM-DD; nullopt when absent. Errors: bad_request.
Result<std::optional<PlainDay>> day_parameter(const WebRequest& request, std::string_view name);

/// An integer parameter within [least, most]. Errors: bad_request.
Result<int> integer_parameter(const WebRequest& request, std::string_view name, int fallback,
                              int least, int most);

}  // namespace seohak
