#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "load/warehouse.h"
#include "serve/http.h"
#include "serve/table_view.h"

namespace seohak {

/// Rows of one of our own statements; a failure of the statement itself is `internal`.
Result<TableView> ask(WarehouseReader& warehouse, std::string_view sql,
                      const std::vector<std::string>& parameters = {});

/// The message in the language of `?lang=`: Korean for ko, else English.
std::string in_language(const WebRequest& request, std::string_view english,
                        std::string_view korean);

// The parameters below have passed check_parameters() when a resource asks for them.

/// The interval of `?range=`, "INTERVAL '1' YEAR"; empty for all.
std::string range_interval(const WebRequest& request, std::string_view fallback);

/// A day parameter; nullopt when absent.
std::optional<PlainDay> day_parameter(const WebRequest& request, std::string_view name);

/// An integer parameter; `fallback` when absent.
int integer_parameter(const WebRequest& request, std::string_view name, int fallback);

}  // namespace seohak
