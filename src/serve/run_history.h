#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dag/run_store.h"

namespace seohak {

class JsonWriter;

/// What the server asks of the run store. Thread-safe.
class RunHistory {
 public:
  virtual ~RunHistory() = default;
  /// The newest runs first, with their tasks.
  virtual Result<std::vector<RunRecord>> list(const RunFilter& filter) const = 0;
  /// One run with its tasks and their tries. Errors: not_found.
  virtual Result<RunRecord> get(const std::string& run) const = 0;
  /// Log lines, oldest first.
  virtual Result<std::vector<LogLine>> logs(const LogFilter& filter) const = 0;
};

/// What the program said, in the words of whoever reads it.
using Told = std::function<std::string(std::string_view message)>;

/// A run with its tasks as one JSON object: what the API and `--json` show.
void write_run(const RunRecord& run, const Told& told, JsonWriter& json);

}  // namespace seohak
