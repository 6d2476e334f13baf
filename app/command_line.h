#pragma once

#include <string>
#include <vector>

#include "arguments.h"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace seohak {

/// Gives `app` every option and command of the program; they write into `arguments`, which outlives
/// it. Help and headings are in `lang`.
void build_command_line(CLI::App& app, Arguments& arguments, Lang lang);

/// What is wrong with the command line that `app` was parsing, in `lang`, and which help tells
/// more; an unknown command or option names the nearest one.
std::string usage_error(const CLI::ParseError& error, const CLI::App& app, int argc,
                        const char* const* argv, Lang lang);

/// An option as completion needs it.
struct OptionWords {
  std::vector<std::string> names;  ///< "--output", "-o"
  bool takes_value = false;
  std::string kind;  ///< type name of the value: "DIR", "FILE", "DAY", …
  std::string help;
};
/// The options of the program itself (`command` empty) or of one command, without its fallback.
std::vector<OptionWords> option_words(const CLI::App& app);

}  // namespace seohak
