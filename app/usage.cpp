#include <array>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.h"
#include "command_line.h"
#include "command_texts.h"

namespace seohak {
namespace {

/// "; did you mean {}?" or nothing.
std::string hint(Lang lang, std::string_view word, std::span<const std::string_view> names) {
  const std::string_view near = nearest(word, names);
  return near.empty() ? "" : say(lang, {"; did you mean {}?", ". {}을(를) 뜻하셨나요?"}, near);
}

/// The word that stands where a command should; empty when a command is there.
std::string_view wrong_command(int argc, const char* const* argv,
                               std::span<const std::string_view> names) {
  constexpr std::array<std::string_view, 5> kWithValue{"--home", "--config", "--profile",
                                                       "--recordings", "--lang"};
  for (int i = 1; i < argc; ++i) {
    const std::string_view word(argv[i]);
    if (std::find(kWithValue.begin(), kWithValue.end(), word) != kWithValue.end()) {
      ++i;
    } else if (!word.starts_with('-')) {
      return std::find(names.begin(), names.end(), word) == names.end() ? word : "";
    }
  }
  return "";
}

/// What stands behind `start` in the library's words; they differ by kind only there.
std::string_view behind(std::string_view text, std::string_view start) {
  const std::size_t at = text.find(start);
  return at == std::string_view::npos ? text : text.substr(at + start.size());
}

std::string_view before(std::string_view text, std::string_view end) {
  return text.substr(0, text.find(end));
}

/// The option nearest to one that neither the command nor the program has.
std::string option_hint(Lang lang, const CLI::App& app, std::string_view option) {
  std::vector<OptionWords> known = option_words(app);
  for (const CLI::App* command : app.get_subcommands())
    for (OptionWords& words : option_words(*command)) known.push_back(std::move(words));
  std::vector<std::string_view> names;
  for (const OptionWords& words : known)
    names.insert(names.end(), words.names.begin(), words.names.end());
  return hint(lang, option, names);
}

std::string not_expected(Lang lang, const CLI::App& app, std::string_view words) {
  const std::string_view first = words.substr(0, words.find_first_of(" ="));
  return say(lang, {"not expected here: {}{}", "여기에 쓸 수 없는 말입니다: {}{}"}, words,
             first.starts_with("--") ? option_hint(lang, app, first) : "");
}

/// "table, csv, json or parquet" of "{table,csv,json,parquet}".
std::string choice(Lang lang, std::string_view braced) {
  std::vector<std::string> words = split(braced.substr(1, braced.size() - 2), ',');
  if (lang == Lang::ko || words.size() < 2) return fmt::format("{}", fmt::join(words, ", "));
  const std::string last = std::move(words.back());
  words.pop_back();
  return fmt::format("{} or {}", fmt::join(words, ", "), last);
}

/// What an option takes, of a value that it does not take.
std::string wrong_value(Lang lang, std::string_view what) {
  const std::string_view option = before(what, ":");
  const std::string_view rest = behind(what, ": ");
  if (const std::size_t at = rest.find(" not in range "); at != std::string_view::npos)
    return say(lang, {"{} must be a number from {} to {}", "{}의 값은 {}부터 {}까지의 수입니다"},
               option, before(rest.substr(at + 14), " to "), behind(rest, " to "));
  if (const std::size_t at = rest.find(" not in {"); at != std::string_view::npos)
    return say(lang,
               {"{} must be {}, not \"{}\"", "{}의 값은 {} 가운데 하나입니다. 지금 값: \"{}\""},
               option, choice(lang, rest.substr(at + 8)), rest.substr(0, at));
  return say(lang, {"the command line cannot be read: {}", "명령행을 읽을 수 없습니다: {}"}, what);
}

/// What the library found wrong.
std::string fault(const CLI::ParseError& error, const CLI::App& app, Lang lang) {
  const std::string kind = error.get_name();
  const std::string what = error.what();
  if (what.find("not expected: ") != std::string::npos)
    return not_expected(lang, app, behind(what, "not expected: "));
  if (kind == "ArgumentMismatch" && what.find(" missing") != std::string::npos)
    return say(lang, {"{} needs a value", "{}에는 값이 필요합니다"}, before(what, ":"));
  if (kind == "ArgumentMismatch")
    return say(lang,
               {"{} is given more than once or takes no value",
                "{}을(를) 여러 번 썼거나 값을 받지 않습니다"},
               before(what, ":"));
  if (kind == "RequiredError" && what.find("subcommand") != std::string::npos)
    return std::string(say(lang, Text{"a command is missing", "명령이 빠졌습니다"}));
  if (kind == "RequiredError")
    return say(lang, {"{} is missing", "{}이(가) 빠졌습니다"}, before(what, " is required"));
  if (kind == "ConversionError")
    return say(lang, {"not a number that fits: {}", "쓸 수 있는 수가 아닙니다: {}"},
               behind(what, "convert: "));
  if (kind == "ValidationError") return wrong_value(lang, what);
  return say(lang, {"the command line cannot be read: {}", "명령행을 읽을 수 없습니다: {}"}, what);
}

/// Which help tells more.
std::string see_help(const CLI::App& app, Lang lang) {
  const auto commands = app.get_subcommands();
  if (commands.empty())
    return std::string(say(lang, Text{"Run `seohak --help` for the commands.",
                                      "명령은 `seohak --help`로 볼 수 있습니다."}));
  return say(
      lang,
      {"Run `seohak {} --help` for its use.", "쓰는 법은 `seohak {} --help`로 볼 수 있습니다."},
      commands.front()->get_name());
}

}  // namespace

std::string usage_error(const CLI::ParseError& error, const CLI::App& app, int argc,
                        const char* const* argv, Lang lang) {
  std::vector<std::string_view> names;
  for (const CommandText& text : command_texts()) names.push_back(text.name);
  const std::string_view word = wrong_command(argc, argv, names);
  const std::string wrong = word.empty()
                                ? fault(error, app, lang)
                                : say(lang, {"unknown command \"{}\"{}", "모르는 명령 \"{}\"{}"},
                                      word, hint(lang, word, names));
  return fmt::format("{}\n{}", wrong, see_help(app, lang));
}

}  // namespace seohak
