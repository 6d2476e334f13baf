#include "base/secrets_text.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/text.h"

namespace seohak {
namespace {

Result<toml::table> parse(const std::string& text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return fail(Errc::bad_config,
                fmt::format("line {}: {}", error.source().begin.line, error.description()));
  }
}

/// Where line `line` (from 1) begins; the text's end for the one behind the last.
std::size_t line_start(std::string_view text, std::size_t line) {
  std::size_t at = 0;
  for (std::size_t passed = 1; passed < line && at < text.size(); ++passed) {
    const std::size_t end = text.find('\n', at);
    at = end == std::string_view::npos ? text.size() : end + 1;
  }
  return at;
}

/// The text with `line` put in front of line `before`, in place of `replaced` lines.
std::string with_line(std::string text, std::size_t before, std::size_t replaced,
                      const std::string& line) {
  const std::size_t from = line_start(text, before);
  const std::size_t to = line_start(text, before + replaced);
  return text.replace(from, to - from, line);
}

}  // namespace

Result<std::string> with_secret(const std::string& text, std::string_view section,
                                std::string_view name, const Secret& value) {
  toml::table wanted = SEOHAK_TRY(parse(text));
  std::string lines = text;
  if (!lines.empty() && lines.back() != '\n') lines += '\n';
  const toml::table* table = wanted[section].as_table();
  const toml::node* old = table == nullptr ? nullptr : table->get(name);
  const std::string line = fmt::format("{} = {}\n", name, json_quoted(value.reveal()));
  std::string changed;
  if (old != nullptr) {
    const toml::source_region place = old->source();
    changed = with_line(lines, place.begin.line, place.end.line - place.begin.line + 1, line);
  } else if (table != nullptr) {
    changed = with_line(lines, table->source().begin.line + 1, 0, line);
  } else {
    changed = lines + (lines.empty() ? "" : "\n") + fmt::format("[{}]\n{}", section, line);
  }
  wanted.insert(section, toml::table());
  if (toml::table* filled = wanted[section].as_table())
    filled->insert_or_assign(name, value.reveal());
  const Result<toml::table> got = parse(changed);
  if (got && *got == wanted) return changed;
  return fail(Errc::bad_config,
              fmt::format("{0}.{1} cannot be set there: write [{0}] as a table of its own, one "
                          "value a line",
                          section, name));
}

}  // namespace seohak
