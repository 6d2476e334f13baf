#include "arguments.h"

#include <iostream>

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include "base/home.h"
#include "command_line.h"

namespace seohak {
namespace {

/// A day of the command line. Errors: bad_request.
Result<PlainDay> parse_day_word(std::string_view option, const std::string& text) {
  const auto day = parse_day(text);
  if (day) return *day;
  return fail(Errc::bad_request, fmt::format("{}: {}", option, day.error().message));
}

Result<std::optional<PlainDay>> parse_if_given(std::string_view option,
                                               const std::optional<std::string>& text) {
  if (!text) return std::optional<PlainDay>();
  return std::optional(SEOHAK_TRY(parse_day_word(option, *text)));
}

}  // namespace

Parsed parse_arguments(int argc, const char* const* argv, Lang lang) {
  Parsed parsed;
  parsed.arguments.home = default_home();
  parsed.arguments.lang = lang;
  CLI::App app;
  build_command_line(app, parsed.arguments, lang);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    parsed.leave = true;
    app.exit(help);
  } catch (const CLI::CallForVersion& version) {
    parsed.leave = true;
    app.exit(version);
  } catch (const CLI::ParseError& error) {
    parsed.leave = true;
    parsed.exit_code = 2;
    std::cerr << "seohak: " << usage_error(error, app, argc, argv, lang) << "\n";
  }
  return parsed;
}

Result<std::optional<PlainDay>> Arguments::first_day() const {
  return parse_if_given("--from", from);
}

Result<std::optional<PlainDay>> Arguments::end_day() const { return parse_if_given("--to", to); }

Result<DayInterval> Arguments::days() const {
  if (for_day && (from || to))
    return fail(Errc::bad_request, "--for names one day; use it without --from and --to");
  if (for_day) {
    const PlainDay day = SEOHAK_TRY(parse_day_word("--for", *for_day));
    return DayInterval{day, day + 1};
  }
  if (!from && !to) return DayInterval{};
  if (!from || !to)
    return fail(Errc::bad_request, "--from and --to go together; --to is the day after the last");
  const DayInterval interval{SEOHAK_TRY(parse_day_word("--from", *from)),
                             SEOHAK_TRY(parse_day_word("--to", *to))};
  if (interval.empty())
    return fail(Errc::bad_request, fmt::format("--from {} is not before --to {}", *from, *to));
  return interval;
}

}  // namespace seohak
