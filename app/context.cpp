#include "context.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include <fmt/core.h>

#include "phrases.h"
#include "pipeline/settings.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;

/// Whether stderr is a terminal that can redraw.
bool on_a_terminal() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) && terminal != nullptr && std::string_view(terminal) != "dumb";
}

bool wants_color(const Arguments& arguments) {
  const char* no_color = std::getenv("NO_COLOR");
  return !arguments.no_color && (no_color == nullptr || *no_color == '\0') && on_a_terminal();
}

std::optional<fs::path> user_config_file() {
  const auto directory = user_config_directory();
  if (!directory) return std::nullopt;
  return *directory / "seohak" / "seohak.toml";
}

}  // namespace

Result<Context> make_context(Arguments arguments, std::stop_token stop) {
  Context context;
  std::error_code ignored;
  const fs::path here = fs::current_path(ignored);
  if (arguments.home.empty()) return fail(Errc::bad_request, "--home must name a directory");
  context.home.root = (here / arguments.home).lexically_normal();
  ConfigSources sources;
  // The home's own file stands for the user's; a project's seohak.toml in this folder goes before.
  sources.user_file = fs::exists(context.home.config_file(), ignored)
                          ? std::optional(context.home.config_file())
                          : user_config_file();
  const fs::path project = here / "seohak.toml";
  if (!sources.user_file || !fs::equivalent(project, *sources.user_file, ignored))
    sources.project_file = project;
  sources.explicit_file = arguments.config;
  sources.secrets_file = context.home.secrets_file();
  sources.environment = environment_settings();
  if (arguments.profile) sources.flags["profile"] = *arguments.profile;
  if (arguments.recordings) sources.flags["recordings.dir"] = *arguments.recordings;
  if (arguments.listen) sources.flags["serve.listen"] = *arguments.listen;
  context.config = SEOHAK_TRY(Config::load(sources));
  SEOHAK_TRY(check_pipeline_settings(context.config));
  context.home.profile = context.config.text("profile");
  if (context.home.profile.empty())
    return fail(Errc::bad_config, "profile must be recorded or live, not \"\"");
  const std::string lang = context.config.text("lang");
  if (arguments.lang_word.empty() && !lang.empty())
    arguments.lang = lang == "ko" ? Lang::ko : Lang::en;
  context.lang = arguments.lang;
  context.color = wants_color(arguments);
  context.progress = on_a_terminal() && !arguments.quiet;
  context.stop = std::move(stop);
  context.arguments = std::move(arguments);
  if (sources.project_file && !sources.explicit_file && fs::exists(*sources.project_file, ignored))
    note(context, context.say({"settings of {} are in force here", "{}의 설정을 적용합니다"},
                              sources.project_file->string()));
  return context;
}

void note(const Context& context, std::string_view line) {
  if (!context.arguments.quiet) put(stderr, fmt::format("{}\n", line));
}

int refuse(const Context& context, Errc code, std::string_view words) {
  const std::string_view red = context.color ? "\033[31m" : "";
  const std::string_view plain = context.color ? "\033[0m" : "";
  put(stderr, fmt::format("{}seohak:{} {}\n", red, plain, words));
  if (context.arguments.json) {
    JsonWriter json;
    json.begin_object().key("error").begin_object();
    json.key("code").text(to_string(code)).key("message").text(words);
    json.end_object().end_object();
    put(stdout, json.view() + "\n");
  }
  return exit_code(code);
}

int report(const Context& context, const Error& error) {
  if (context.lang == Lang::en) return refuse(context, error.code, error.message);
  if (const auto phrase = phrase_in(context.lang, error.message))
    return refuse(context, error.code, *phrase);
  const Headline head = headline(error.code);
  const int code =
      refuse(context, error.code, fmt::format("{}: {}", context.say(head.what), error.message));
  put(stderr, fmt::format("{}\n", context.say(head.to_do)));
  return code;
}

}  // namespace seohak
