#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "context.h"
#include "dag/run_observer.h"
#include "run_progress.h"

namespace seohak {

/// One event as one line of JSON, without the line end. What `--json` prints and the socket sends.
std::string event_json(const RunEvent& event);
/// The event of such a line; nullopt when it is none.
std::optional<RunEvent> parse_event(std::string_view line);

/// Hands every event on as a line of JSON.
class JsonObserver final : public RunObserver {
 public:
  explicit JsonObserver(std::function<void(std::string_view line)> write)
      : write_(std::move(write)) {}
  void on_event(const RunEvent& event) override { write_(event_json(event)); }

 private:
  std::function<void(std::string_view)> write_;
};

/// Shows runs to people on stderr: on a terminal a line a running task, redrawn in place; elsewhere
/// one line an ended task. A backfill is one bar with rows and time left, elsewhere a line every
/// tenth of the way, and its tasks only when they fail (or with --verbose). Collects what the
/// closing summary needs.
class ConsoleObserver final : public RunObserver {
 public:
  explicit ConsoleObserver(const Context& context)
      : context_(context), in_parts_(context.arguments.command == "backfill") {}
  void on_event(const RunEvent& event) override;
  /// "done: 8 tasks, 214,000 rows, 0 quarantined in 2.1 s".
  void summary(int exit_code) const;

 private:
  struct Line {
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::string text;
  };
  void began(const RunEvent& event);
  void ended(const RunEvent& event);
  std::string progress_line() const;
  void draw();
  void erase();

  const Context& context_;
  const bool in_parts_;
  RunProgress progress_;
  std::string pipeline_;
  Instant now_{};  ///< of the last event
  std::int64_t tenths_said_ = 0;
  std::map<std::string, Line> running_;
  int drawn_ = 0;
  std::map<std::string, std::int64_t> counts_;
  int tasks_ = 0;
  int failed_ = 0;
  Instant started_{};
  Instant ended_{};
};

}  // namespace seohak
