#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace seohak {

/// A word of a schedule's text.
struct ScheduleToken {
  enum class Kind {
    word,    ///< letters; a zone's name with its "/", "_", "-" and "+"
    number,  ///< digits
    time,    ///< "9:05", "18:00"
    symbol,  ///< "," "+" "-"
    end,     ///< behind the last one
  };
  Kind kind = Kind::end;
  std::string_view text;  ///< "" at the end
  std::size_t at = 0;     ///< characters before it
};

/// The words of a rule, `end` last; `offset` is added to their places. Any other character is a
/// word of its own, which nothing expects.
std::vector<ScheduleToken> tokens_of(std::string_view text, std::size_t offset);

}  // namespace seohak
