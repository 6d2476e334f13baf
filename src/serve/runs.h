#pragma once

#include "dag/run_store.h"
#include "serve/http.h"

namespace seohak {

/// The runs that the checked parameters pipeline, state, kind, before and limit name; `limit`: of a
/// request that names none.
RunFilter run_filter(const WebRequest& request, int limit);

}  // namespace seohak
