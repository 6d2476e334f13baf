#pragma once

#include <span>
#include <string>
#include <string_view>

#include "language.h"

namespace seohak {

/// A command of the program with its help in both languages.
struct CommandText {
  std::string_view name;
  Text summary;
  Text examples;
  std::string_view words;  ///< what may stand behind it, for completion, separated by blanks
};

/// Every command, in the order of the help.
std::span<const CommandText> command_texts();

}  // namespace seohak
