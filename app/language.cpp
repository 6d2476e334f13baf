#include "language.h"

#include <cstdlib>

namespace seohak {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? std::string_view(value) : std::string_view();
}

Lang from_name(std::string_view name) { return name.starts_with("ko") ? Lang::ko : Lang::en; }

}  // namespace

Lang choose_language(int argc, const char* const* argv) {
  for (int i = argc - 1; i > 0; --i) {  // the last one holds
    const std::string_view argument(argv[i]);
    if (argument == "--lang" && i + 1 < argc) return from_name(argv[i + 1]);
    if (argument.starts_with("--lang=")) return from_name(argument.substr(7));
  }
  for (const char* name : {"SEOHAK__LANG", "LC_ALL", "LC_MESSAGES", "LANG"})
    if (!variable(name).empty()) return from_name(variable(name));
  return Lang::en;
}

}  // namespace seohak
