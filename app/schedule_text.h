#pragma once

#include <span>
#include <string>
#include <vector>

#include "dag/schedule.h"
#include "language.h"

namespace seohak {

/// Due instants that follow each other evenly on one day, or a single one.
struct DueRun {
  Due first;
  Due last;
  int count = 1;
  std::chrono::minutes step{0};  ///< of more than one
};
/// Three and more due instants of a day with even steps become one run.
std::vector<DueRun> runs_of(std::span<const Due> dues);

/// "2026-04-13 Mon 16:20 ET · 2026-04-14 Tue 05:20 KST".
std::string both_zones(Lang lang, Instant instant);

/// A run as a line of `seohak schedule`: when, for which day, and the data for which it stands.
std::string due_text(Lang lang, const DueRun& run);

}  // namespace seohak
