#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "language.h"

namespace seohak {

/// What the folders below the command line say, in the language of the reader. They speak English
/// (logs, API and tests read it); the phrases that people meet have their Korean here. A message
/// keeps its context in front ("load raw_data.x: …") and its names. nullopt: no Korean is known, or
/// English is asked for.
std::optional<std::string> phrase_in(Lang lang, std::string_view message);

/// The same, with the message itself where no Korean is known.
std::string phrase_or_same(Lang lang, std::string_view message);

/// A kind of failure for people, and what to do about it.
struct Headline {
  Text what;
  Text to_do;
};
Headline headline(Errc code);

}  // namespace seohak
