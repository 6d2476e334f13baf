#pragma once

#include "load/warehouse.h"
#include "serve/router.h"

namespace seohak {

/// Adds `POST /query` with a JSON body {"sql": text, "format": "table|csv|json|parquet"} to the
/// routes of the unix socket: one read-only statement's rows in that format (table when absent),
/// streamed as they are made; what fails on the way is told by trailers.
/// Errors as `{"error"}`: bad_request for the statement or the body; busy with Retry-After when
/// `at_once` queries are at work. `warehouse` outlives the router.
void add_query(Router& router, Warehouse& warehouse, int at_once = 8);

}  // namespace seohak
