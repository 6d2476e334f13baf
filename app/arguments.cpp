#include "arguments.h"

#include <array>
#include <iostream>

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include "base/home.h"
#include "base/text.h"

namespace seohak {
namespace {

/// A command of the program with its help in both languages.
struct CommandText {
  std::string_view name;  ///< "models test": nested by blanks
  Text summary;
  Text examples;
};

constexpr std::array kCommands{
    CommandText{
        "run",
        {"Run pipelines now: collect, load, compute", "파이프라인을 지금 실행: 수집, 적재, 계산"},
        {"  seohak run                         every pipeline, every recorded day\n"
         "  seohak run fear_greed --profile live\n"
         "  seohak run exchange_rate --for 2024-03-05 --json",
         "  seohak run                         모든 파이프라인, 녹화된 모든 날\n"
         "  seohak run fear_greed --profile live\n"
         "  seohak run exchange_rate --for 2024-03-05 --json"}},
    CommandText{"serve",
                {"Serve API and dashboard", "API와 대시보드 제공"},
                {"  seohak serve\n  seohak serve --listen 127.0.0.1:8051",
                 "  seohak serve\n  seohak serve --listen 127.0.0.1:8051"}},
    CommandText{"query",
                {"Ask the warehouse in SQL, read-only", "저장소에 SQL로 묻기(읽기 전용)"},
                {"  seohak query \"SELECT * FROM analytics.fear_greed_trend\"\n"
                 "  seohak query --format parquet -o fx.parquet \"SELECT * FROM "
                 "analytics.fx_trend_daily\"\n"
                 "  echo 'SELECT 1' | seohak query -",
                 "  seohak query \"SELECT * FROM analytics.fear_greed_trend\"\n"
                 "  seohak query --format parquet -o fx.parquet \"SELECT * FROM "
                 "analytics.fx_trend_daily\"\n"
                 "  echo 'SELECT 1' | seohak query -"}},
    CommandText{
        "replay",
        {"Rebuild the tables from landed answers alone", "저장된 원본 응답만으로 표를 다시 만들기"},
        {"  seohak replay\n  seohak replay --as-of 2026-04-01T00:00:00Z",
         "  seohak replay\n  seohak replay --as-of 2026-04-01T00:00:00Z"}},
    CommandText{"runs",
                {"History of runs", "실행 이력"},
                {"  seohak runs --limit 5\n  seohak runs --json",
                 "  seohak runs --limit 5\n  seohak runs --json"}},
    CommandText{"logs",
                {"Log of a run", "실행 기록 보기"},
                {"  seohak logs last\n  seohak logs RUN load:ecb.reference_rates -f",
                 "  seohak logs last\n  seohak logs RUN load:ecb.reference_rates -f"}},
    CommandText{
        "sources",
        {"What is collected, from where, how fresh", "무엇을 어디서 얼마나 새롭게 모으는지"},
        {"  seohak sources\n  seohak sources check", "  seohak sources\n  seohak sources check"}},
    CommandText{"models",
                {"The analytics tables: list, test, lineage, dictionary, diff",
                 "분석 표: list, test, lineage, dictionary, diff"},
                {"  seohak models list\n  seohak models test\n  seohak models lineage",
                 "  seohak models list\n  seohak models test\n  seohak models lineage"}},
    CommandText{"doctor",
                {"Check this machine, the home and the sources", "컴퓨터, 홈, 출처 점검"},
                {"  seohak doctor", "  seohak doctor"}},
    CommandText{"init",
                {"Write a commented configuration file", "설명이 달린 설정 파일 만들기"},
                {"  seohak init\n  seohak init --print", "  seohak init\n  seohak init --print"}},
    CommandText{"completion",
                {"Completion script for bash, zsh or fish", "bash, zsh, fish 자동 완성 스크립트"},
                {"  source <(seohak completion bash)", "  source <(seohak completion bash)"}},
};

class Builder {
 public:
  Builder(Arguments& arguments, Lang lang) : arguments_(arguments), lang_(lang) {}

  void global(CLI::App& app) {
    // A later word goes before an earlier one, so that a script's own can be overruled.
    app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    app.add_option("--home", arguments_.home,
                   say("Where data and settings live", "데이터와 설정을 두는 곳"))
        ->type_name("DIR");
    app.add_option(
           "--config", arguments_.config,
           say("Configuration file instead of the usual ones", "기본 설정 파일 대신 쓸 파일"))
        ->type_name("FILE");
    app.add_option("--profile", arguments_.profile,
                   say("recorded (default), simulated or live", "recorded(기본), simulated, live"))
        ->type_name("P");
    app.add_option("--recordings", arguments_.recordings,
                   say("Directory of recorded answers", "녹화된 응답 디렉터리"))
        ->type_name("DIR");
    app.add_flag("--json", arguments_.json,
                 say("Machine-readable output on stdout", "표준 출력에 기계가 읽는 형식으로"));
    app.add_flag("-q,--quiet", arguments_.quiet, say("Errors only", "오류만 표시"));
    app.add_flag("-v,--verbose", arguments_.verbose, say("Say more", "더 자세히"));
    app.add_flag("--no-color", arguments_.no_color, say("No colours", "색 없이"));
    app.add_option("--lang", arguments_.lang_word, say("ko or en", "ko 또는 en"))
        ->check(CLI::IsMember({"ko", "en"}));
    app.set_version_flag("--version", "seohak " SEOHAK_VERSION);
  }

  void commands(CLI::App& app) {
    app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::Throw);
    for (const CommandText& text : kCommands) {
      CLI::App* command =
          app.add_subcommand(std::string(text.name), std::string(text.summary.in(lang_)));
      command->footer(std::string(say("Examples:", "예:")) + "\n" +
                      std::string(text.examples.in(lang_)));
      command->fallthrough();
      command->callback([this, name = std::string(text.name)] { arguments_.command = name; });
      options(*command, text.name);
    }
  }

 private:
  std::string say(std::string_view en, std::string_view ko) const {
    return std::string(Text{en, ko}.in(lang_));
  }

  void days(CLI::App& command) {
    command.add_option("--for", arguments_.for_day, say("One day, YYYY-MM-DD", "하루, YYYY-MM-DD"))
        ->type_name("DAY");
    command.add_option("--from", arguments_.from, say("First day", "첫날"))->type_name("DAY");
    command.add_option("--to", arguments_.to, say("Day after the last", "마지막 날의 다음 날"))
        ->type_name("DAY");
  }

  void options(CLI::App& command, std::string_view name) {
    if (name == "run") {
      command.add_option(
          "pipeline", arguments_.words,
          say("fear_greed, exchange_rate; none: all", "fear_greed, exchange_rate; 없으면 모두"));
      days(command);
      command.add_flag(
          "-n,--dry-run", arguments_.dry_run,
          say("Say what would be asked, ask nothing", "요청할 내용만 보여 주고 요청하지 않음"));
    } else if (name == "serve") {
      command.add_option("--listen", arguments_.listen, say("Address", "주소"))
          ->type_name("HOST:PORT");
    } else if (name == "query") {
      command
          .add_option("sql", arguments_.words,
                      say("One statement; - reads stdin", "문장 하나. -는 표준 입력"))
          ->required();
      command.add_option("--format", arguments_.format, "table, csv, json, parquet")
          ->check(CLI::IsMember({"table", "csv", "json", "parquet"}));
      command.add_option("-o,--output", arguments_.output, say("File to write", "쓸 파일"))
          ->type_name("FILE");
    } else if (name == "replay") {
      command
          .add_option("--as-of", arguments_.as_of,
                      say("Only answers fetched up to this instant", "이 시각까지 받은 응답만"))
          ->type_name("INSTANT");
    } else if (name == "runs") {
      command.add_option("--limit", arguments_.limit, say("How many", "몇 개"));
    } else if (name == "logs") {
      command
          .add_option("run", arguments_.words,
                      say("Run id, or last; then a task", "실행 id 또는 last, 이어서 작업"))
          ->required();
      command.add_flag("-f,--follow", arguments_.follow, say("Keep following", "계속 따라가기"));
    } else if (name == "sources" || name == "models" || name == "completion") {
      command.add_option("what", arguments_.words, say("see the examples", "예를 보세요"));
    } else if (name == "init") {
      command.add_flag("--print", arguments_.print,
                       say("To stdout instead of a file", "파일 대신 표준 출력으로"));
      command.add_flag("--force", arguments_.force,
                       say("Replace an existing file", "있는 파일을 덮어쓰기"));
    }
  }

  Arguments& arguments_;
  Lang lang_;
};

/// A day of the command line. Errors: bad_request.
Result<PlainDay> parse_day_word(std::string_view option, const std::string& text) {
  const auto day = parse_day(text);
  if (day) return *day;
  return fail(Errc::bad_request, fmt::format("{}: {}", option, day.error().message));
}

/// "unknown command" with the nearest one, where CLI11 only names the surplus word.
std::string usage_error(const CLI::ParseError& error, int argc, const char* const* argv,
                        Lang lang) {
  std::vector<std::string_view> names;
  for (const CommandText& text : kCommands) names.push_back(text.name);
  for (int i = 1; i < argc; ++i) {
    const std::string_view word(argv[i]);
    if (word.starts_with('-')) {
      const bool takes_value = word == "--home" || word == "--config" || word == "--profile" ||
                               word == "--recordings" || word == "--lang";
      if (takes_value) ++i;
      continue;
    }
    if (std::find(names.begin(), names.end(), word) != names.end()) break;
    const std::string_view near = nearest(word, names);
    const Text text{"unknown command \"{}\"{}", "모르는 명령 \"{}\"{}"};
    const std::string hint =
        near.empty()
            ? ""
            : fmt::format(
                  fmt::runtime(Text{"; did you mean {}?", "; {}을(를) 뜻하셨나요?"}.in(lang)),
                  near);
    return fmt::format(fmt::runtime(text.in(lang)), word, hint);
  }
  return error.what();
}

}  // namespace

Parsed parse_arguments(int argc, const char* const* argv, Lang lang) {
  Parsed parsed;
  Arguments& arguments = parsed.arguments;
  arguments.home = default_home();
  arguments.lang = lang;
  CLI::App app{
      std::string(Text{"seohak: US-market data for Korean investors, collected, kept, computed "
                       "and shown.",
                       "서학: 미국 주식 데이터를 모으고, 보관하고, 계산하고, 보여 줍니다."}
                      .in(lang)),
      "seohak"};
  app.require_subcommand(1);
  Builder builder(arguments, lang);
  builder.global(app);
  builder.commands(app);
  app.footer(std::string(
      Text{"Exit codes: 0 done, 75 partial or failed (a retry helps), 1 final, 2 usage,\n"
           "130/143 interrupted. Start with: seohak run && seohak serve",
           "종료 코드: 0 완료, 75 일부 또는 실패(다시 하면 됨), 1 최종 실패, 2 사용법,\n"
           "130/143 중단. 시작: seohak run && seohak serve"}
          .in(lang)));
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
    std::cerr << "seohak: " << usage_error(error, argc, argv, lang) << "\n"
              << Text{"Run `seohak --help` for the commands.",
                      "명령은 `seohak --help`로 볼 수 있습니다."}
                     .in(lang)
              << "\n";
  }
  return parsed;
}

Result<DayInterval> Arguments::days() const {
  if (for_day && (from || to))
    return fail(Errc::bad_request, "--for names one day; use it without --from and --to");
  if (for_day) {
    const PlainDay day = SEOHAK_TRY(parse_day_word("--for", *for_day));
    return DayInterval{day, day + 1};
  }
  if (!from && !to) return DayInterval{};
  if (!from || !to) return fail(Errc::bad_request, "--from and --to go together: [from, to)");
  const DayInterval interval{SEOHAK_TRY(parse_day_word("--from", *from)),
                             SEOHAK_TRY(parse_day_word("--to", *to))};
  if (interval.empty())
    return fail(Errc::bad_request, fmt::format("--from {} is not before --to {}", *from, *to));
  return interval;
}

Result<std::string> completion_script(std::string_view shell) {
  std::string names;
  for (const CommandText& text : kCommands)
    names += (names.empty() ? "" : " ") + std::string(text.name);
  constexpr std::string_view kGlobal =
      "--home --config --profile --recordings --json --quiet --verbose --no-color --lang --help "
      "--version";
  if (shell == "bash" || shell == "zsh") {
    const std::string_view prefix =
        shell == "zsh" ? "#compdef seohak\nautoload -U +X bashcompinit && bashcompinit\n" : "";
    return fmt::format(
        "{}_seohak() {{\n  local word=${{COMP_WORDS[COMP_CWORD]}} "
        "previous=${{COMP_WORDS[COMP_CWORD-1]}}\n"
        "  case $previous in\n"
        "    --profile) COMPREPLY=($(compgen -W 'recorded simulated live' -- \"$word\")); return "
        ";;\n"
        "    --lang) COMPREPLY=($(compgen -W 'ko en' -- \"$word\")); return ;;\n"
        "    --format) COMPREPLY=($(compgen -W 'table csv json parquet' -- \"$word\")); return ;;\n"
        "    run) COMPREPLY=($(compgen -W 'fear_greed exchange_rate --for --from --to --dry-run "
        "{}' -- "
        "\"$word\")); return ;;\n"
        "    models) COMPREPLY=($(compgen -W 'list test lineage dictionary diff' -- \"$word\")); "
        "return ;;\n"
        "    sources) COMPREPLY=($(compgen -W 'check' -- \"$word\")); return ;;\n"
        "    completion) COMPREPLY=($(compgen -W 'bash zsh fish' -- \"$word\")); return ;;\n"
        "    --home|--config|--recordings|-o) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n"
        "  esac\n"
        "  COMPREPLY=($(compgen -W '{} {}' -- \"$word\"))\n}}\ncomplete -F _seohak seohak\n",
        prefix, kGlobal, names, kGlobal);
  }
  if (shell == "fish") {
    std::string script = "complete -c seohak -f\n";
    for (const CommandText& text : kCommands)
      script += fmt::format("complete -c seohak -n __fish_use_subcommand -a {} -d '{}'\n",
                            text.name, text.summary.en);
    script +=
        "complete -c seohak -l profile -xa 'recorded simulated live'\n"
        "complete -c seohak -l lang -xa 'ko en'\n"
        "complete -c seohak -l home -rF\ncomplete -c seohak -l config -rF\n"
        "complete -c seohak -n '__fish_seen_subcommand_from run' -a 'fear_greed exchange_rate'\n"
        "complete -c seohak -n '__fish_seen_subcommand_from models' -a 'list test lineage "
        "dictionary "
        "diff'\n";
    return script;
  }
  return fail(Errc::bad_request, fmt::format("completion: \"{}\" is not bash, zsh or fish", shell));
}

}  // namespace seohak
