#pragma once

#include <vector>

#include "base/result.h"
#include "dag/records.h"

namespace seohak {

class JsonWriter;

/// What the server asks of the run store. Thread-safe.
class RunHistory {
 public:
  virtual ~RunHistory() = default;
  /// The newest runs first, at most `limit`.
  virtual Result<std::vector<RunRecord>> list(int limit) const = 0;
};

/// A run with its tasks as one JSON object: what the API and `--json` show.
void write_run(const RunRecord& run, JsonWriter& json);

}  // namespace seohak
