#include <algorithm>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command_line.h"
#include "command_texts.h"
#include "pipeline/pipelines.h"

namespace seohak {
namespace {

/// What may stand behind a command, separated by blanks.
std::string words_of(const CommandText& command) {
  const bool takes_pipelines = command.name == "run" || command.name == "backfill" ||
                               command.name == "task" || command.name == "schedule" ||
                               command.name == "pause" || command.name == "resume";
  return takes_pipelines ? fmt::format("{}", fmt::join(pipeline_names(), " "))
                         : std::string(command.words);
}

/// The only values that an option takes; empty: any.
std::string_view values_of(std::string_view option) {
  if (option == "--profile") return "recorded live";
  if (option == "--lang") return "ko en";
  if (option == "--service") return "user system";
  if (option == "--format") return "table csv json parquet";
  return "";
}

/// Every option of the program, with where it belongs ("" for all commands).
struct Place {
  std::string command;
  std::vector<OptionWords> options;
};

std::vector<Place> places(CLI::App& app) {
  std::vector<Place> found{{"", option_words(app)}};
  for (const CLI::App* command : app.get_subcommands([](CLI::App*) { return true; }))
    found.push_back({command->get_name(), option_words(*command)});
  return found;
}

std::string names_of(const std::vector<OptionWords>& options) {
  std::string names;
  for (const OptionWords& option : options)
    names += (names.empty() ? "" : " ") + option.names.front();
  return names;
}

/// Every name of an option that takes a value.
std::vector<std::string> valued_names(const std::vector<Place>& all) {
  std::vector<std::string> names;
  for (const Place& place : all)
    for (const OptionWords& option : place.options)
      if (option.takes_value) names.insert(names.end(), option.names.begin(), option.names.end());
  return names;
}

/// The completion function of bash; zsh runs it through bashcompinit. It reads the line from its
/// start, so that options before the command do not hide it.
constexpr std::string_view kBash = R"(_seohak() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} command= option i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${{COMP_WORDS[i]}} in
      {valued})
        ((i++))
        if [[ ${{COMP_WORDS[i]}} == "=" ]]; then ((i++)); fi ;;
      -*) ;;
      *) command=${{COMP_WORDS[i]}}; break ;;
    esac
  done
  option=$previous
  if [[ $word == "=" ]]; then word=
  elif [[ $previous == "=" ]]; then option=${{COMP_WORDS[COMP_CWORD-2]}}
  fi
  case $option in
{values}    {directories}) COMPREPLY=($(compgen -d -- "$word")); return ;;
    {files}) COMPREPLY=($(compgen -f -- "$word")); return ;;
    {valued}) return ;;
  esac
  local options='{global}' words=
  case $command in
    '') words='{commands}' ;;
{words}  esac
  case $word in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
  esac
}}
complete -F _seohak seohak
)";

constexpr std::string_view kZshStart =
    "#compdef seohak\n"
    "(( $+functions[compdef] )) || { autoload -U +X compinit && compinit; }\n"
    "autoload -U +X bashcompinit && bashcompinit\n";

std::string bash_script(const std::vector<Place>& all) {
  std::vector<std::string> directories, files;
  std::string values, words, commands;
  for (const Place& place : all) {
    for (const OptionWords& option : place.options) {
      if (!option.takes_value) continue;
      for (const std::string& name : option.names) {
        if (option.kind == "DIR") directories.push_back(name);
        if (option.kind == "FILE") files.push_back(name);
        if (const std::string_view only = values_of(name); !only.empty())
          values += fmt::format("    {}) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n",
                                name, only);
      }
    }
  }
  for (const CommandText& command : command_texts()) {
    commands += (commands.empty() ? "" : " ") + std::string(command.name);
    const auto place = std::find_if(all.begin(), all.end(), [&](const Place& candidate) {
      return candidate.command == command.name;
    });
    words += fmt::format("    {}) words='{}'; options+=' {}' ;;\n", command.name, words_of(command),
                         names_of(place->options));
  }
  return fmt::format(
      kBash, fmt::arg("valued", fmt::join(valued_names(all), "|")), fmt::arg("values", values),
      fmt::arg("directories", fmt::join(directories, "|")),
      fmt::arg("files", fmt::join(files, "|")), fmt::arg("global", names_of(all.front().options)),
      fmt::arg("commands", commands), fmt::arg("words", words));
}

/// The functions that fish's conditions call: `__seohak_at NAME` says whether NAME is the line's
/// command, "" for none yet. They read the line from its start as the function of bash does.
constexpr std::string_view kFish = R"(function __seohak_command
  set -l skip no
  for word in (commandline -opc)[2..]
    if test $skip = yes
      set skip no
      continue
    end
    switch $word
      case {valued}
        set skip yes
      case '-*'
      case '*'
        echo $word
        return
    end
  end
end
function __seohak_at
  set -l command (__seohak_command)
  test "$command" = "$argv[1]"
end
complete -c seohak -f
)";

/// A text between single quotes, for fish.
std::string fish_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char one : text) {
    if (one == '\\' || one == '\'') quoted += '\\';
    quoted += one;
  }
  return quoted + "'";
}

/// The condition under which a line of `complete` holds: the command is `name`.
std::string fish_at(std::string_view name) { return fmt::format(" -n '__seohak_at \"{}\"'", name); }

/// One `complete` line of an option, for fish.
std::string fish_option(const OptionWords& option, const std::string& where) {
  std::string line = "complete -c seohak" + where;
  for (const std::string& name : option.names)
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  const std::string_view values = values_of(option.names.front());
  if (!values.empty())
    line += fmt::format(" -xa '{}'", values);
  else if (option.kind == "DIR" || option.kind == "FILE")
    line += " -rF";
  else if (option.takes_value)
    line += " -x";
  return line + fmt::format(" -d {}\n", fish_quoted(option.help));
}

std::string fish_script(const std::vector<Place>& all, Lang lang) {
  std::string script = fmt::format(kFish, fmt::arg("valued", fmt::join(valued_names(all), " ")));
  for (const CommandText& command : command_texts()) {
    script += fmt::format("complete -c seohak{} -a {} -d {}\n", fish_at(""), command.name,
                          fish_quoted(command.summary.in(lang)));
    if (const std::string words = words_of(command); !words.empty())
      script += fmt::format("complete -c seohak{} -a '{}'\n", fish_at(command.name), words);
  }
  for (const Place& place : all)
    for (const OptionWords& option : place.options) {
      const bool repeated = !place.command.empty() && option.names.front() == "--help";
      if (!repeated)
        script += fish_option(option, place.command.empty() ? "" : fish_at(place.command));
    }
  return script;
}

}  // namespace

Result<std::string> completion_script(std::string_view shell, Lang lang) {
  Arguments unused;
  CLI::App app;
  build_command_line(app, unused, lang);
  const std::vector<Place> all = places(app);
  if (shell == "bash") return bash_script(all);
  if (shell == "zsh") return std::string(kZshStart) + bash_script(all);
  if (shell == "fish") return fish_script(all, lang);
  return fail(Errc::bad_request, fmt::format("completion: \"{}\" is not bash, zsh or fish", shell));
}

}  // namespace seohak
