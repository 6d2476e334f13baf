#pragma once

#include <span>
#include <string_view>

namespace seohak {

/// A message of the folders below with its Korean; `{}` stands for what differs, in the same order.
struct Phrase {
  std::string_view en;
  std::string_view ko;
};

/// The phrases that people meet. tools/checks/phrases.py refuses one that nothing says any more.
std::span<const Phrase> phrase_table();
/// The same of schedules.
std::span<const Phrase> schedule_phrases();

}  // namespace seohak
