#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dag/run_observer.h"
#include "language.h"

namespace seohak {

/// How far a run of many parts has come, from its events. Thread-compatible.
class RunProgress {
 public:
  void on_event(const RunEvent& event);

  std::int64_t done() const { return done_; }    ///< ended tasks, those of earlier tries too
  std::int64_t total() const { return total_; }  ///< 0: no run has begun
  std::int64_t rows() const { return rows_; }    ///< loaded since it began or was taken up
  /// What is left if it goes on at this pace; nullopt before the first task has ended.
  std::optional<Duration> left(Instant now) const;

 private:
  std::int64_t before_ = 0;  ///< ended before it was taken up
  std::int64_t done_ = 0;
  std::int64_t total_ = 0;
  std::int64_t rows_ = 0;
  Instant started_{};
};

/// "42 s", "3 min 10 s", "2 h 5 min"; "42초", "3분 10초", "2시간 5분". Rounded up to a second.
std::string duration_text(Lang lang, Duration duration);

}  // namespace seohak
