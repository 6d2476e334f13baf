#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace seohak {

/// What POST /run of the home's socket asks for.
struct RunWords {
  std::vector<std::string> pipelines;  ///< empty: all
  DayInterval days;                    ///< empty: as the command without days
};

/// {"pipelines": ["fear_greed"], "from": "2024-03-05", "to": "2024-03-06"}, each part optional;
/// `to` itself is not run. Errors: bad_request (another shape, an unknown member, an interval
/// without a day).
Result<RunWords> parse_run_words(std::string_view body);
/// The same words as JSON.
std::string run_words_json(const RunWords& words);

}  // namespace seohak
