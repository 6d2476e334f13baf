#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace seohak {

/// How a backfill goes about it.
struct BackfillWords {
  int parallel = 4;           ///< tasks at once, 1-64
  bool oldest_first = false;  ///< else the newest days first
  bool restart = false;       ///< begin anew instead of going on where the last one stopped
};

/// Which run to take up again.
struct RetryWords {
  std::string run;
  std::vector<std::string> tasks = {};  ///< empty: those that are not done, and what follows them
  bool only = false;                    ///< the named tasks without what follows them
};

/// What POST /run of the home's socket asks for.
struct RunWords {
  std::vector<std::string> pipelines;                    ///< empty: all
  DayInterval days;                                      ///< empty: as the command without days
  std::optional<BackfillWords> backfill = std::nullopt;  ///< not set: a run
  std::optional<RetryWords> retry = std::nullopt;        ///< set: alone
  std::optional<std::string> task = std::nullopt;        ///< set: only this one, of one pipeline

  /// Whether this pipeline is asked for.
  bool names(std::string_view pipeline) const;
};

/// {"pipelines": ["fear_greed"], "from": "2024-03-05", "to": "2024-03-06"}, each part optional;
/// `to` itself is not run. A backfill has "backfill": {"parallel": 4, "oldest_first": false,
/// "restart": false}, each part optional; one task has "task": "load:…". A retry is {"retry":
/// {"run": "…", "tasks": [], "only": false}} alone. Errors: bad_request (another shape, an unknown
/// member, an interval without a day).
Result<RunWords> parse_run_words(std::string_view body);
/// The same words as JSON.
std::string run_words_json(const RunWords& words);

}  // namespace seohak
