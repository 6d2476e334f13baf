#include "command_line.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "command_texts.h"
#include "pipeline/pipelines.h"

namespace seohak {
namespace {

class Builder {
 public:
  Builder(Arguments& arguments, Lang lang) : arguments_(arguments), lang_(lang) {}

  void global(CLI::App& app) {
    label(app);
    // A later word goes before an earlier one, so that a script's own can be overruled.
    app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    option(app, "--home", arguments_.home,
           {"Where data and settings live", "데이터와 설정을 두는 곳"}, "DIR");
    option(app, "--config", arguments_.config,
           {"Configuration file instead of the usual ones", "기본 설정 파일 대신 쓸 파일"}, "FILE");
    option(app, "--profile", arguments_.profile,
           {"recorded (default) or live", "recorded(기본) 또는 live"}, "P");
    option(app, "--recordings", arguments_.recordings,
           {"Directory of recorded answers", "녹화된 응답 디렉터리"}, "DIR");
    flag(app, "--json", arguments_.json,
         {"Machine-readable output on stdout", "표준 출력에 기계가 읽는 형식으로"});
    flag(app, "-q,--quiet", arguments_.quiet, {"Errors only", "오류만 표시"});
    flag(app, "-v,--verbose", arguments_.verbose, {"Say more", "더 자세히"});
    flag(app, "--no-color", arguments_.no_color, {"No colours", "색 없이"});
    option(app, "--lang", arguments_.lang_word, {"Language: ko or en", "언어: ko 또는 en"}, "LANG")
        ->check(CLI::IsMember({"ko", "en"}).description(""));
    app.set_version_flag("--version", "seohak " SEOHAK_VERSION,
                         said({"Print the version", "버전을 출력"}));
  }

  void commands(CLI::App& app) {
    app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::Throw);
    for (const CommandText& text : command_texts()) {
      CLI::App* command = app.add_subcommand(std::string(text.name), said(text.summary));
      command->group(said({"Commands", "명령"}));
      label(*command);
      command->footer(said({"Examples:", "예:"}) + "\n" + said(text.examples) + "\n\n" +
                      said({"Options for every command: seohak --help",
                            "모든 명령의 공통 옵션: seohak --help"}));
      command->fallthrough();
      command->callback(
          [&arguments = arguments_, name = std::string(text.name)] { arguments.command = name; });
      options(*command, text.name);
    }
  }

 private:
  std::string said(const Text& text) const { return std::string(text.in(lang_)); }

  template <typename Value>
  CLI::Option* option(CLI::App& app, const char* name, Value& value, const Text& help,
                      const char* kind) {
    return app.add_option(name, value, said(help))->type_name(kind);
  }
  void flag(CLI::App& app, const char* name, bool& value, const Text& help) {
    app.add_flag(name, value, said(help));
  }

  /// Headings in the reader's language.
  void label(CLI::App& app) const {
    app.option_defaults()->group(said({"Options", "옵션"}));
    app.set_help_flag("-h,--help", said({"Print this help", "이 도움말을 출력"}));
    app.get_help_ptr()->group(said({"Options", "옵션"}));
    const auto formatter = app.get_formatter();
    formatter->label("Usage", said({"Usage", "사용법"}));
    formatter->label("OPTIONS", said({"OPTIONS", "옵션"}));
    formatter->label("SUBCOMMAND", said({"COMMAND", "명령"}));
    formatter->label("Positionals", said({"Arguments", "인자"}));
    formatter->label("REQUIRED", said({"(required)", "(필수)"}));
  }

  void days(CLI::App& command) {
    option(command, "--for", arguments_.for_day, {"One day, YYYY-MM-DD", "하루, YYYY-MM-DD"},
           "DAY");
    option(command, "--from", arguments_.from, {"First day", "첫날"}, "DAY");
    option(command, "--to", arguments_.to, {"Day after the last", "마지막 날의 다음 날"}, "DAY");
  }

  void words(CLI::App& command, const char* name, const Text& help, bool required = false) {
    option(command, name, arguments_.words, help, "")->required(required);
  }

  /// The pipelines, by their names.
  void pipelines(CLI::App& command) {
    const std::string names = fmt::format("{}", fmt::join(pipeline_names(), ", "));
    command
        .add_option("pipeline", arguments_.words,
                    say(lang_, {"{}; none: all", "{}. 없으면 모두"}, names))
        ->type_name("");
  }

  void options(CLI::App& command, std::string_view name) {
    if (name == "run") {
      pipelines(command);
      days(command);
      flag(command, "-n,--dry-run", arguments_.dry_run,
           {"Say what would be asked, ask nothing", "요청할 내용만 보여 주고 요청하지 않음"});
    } else if (name == "task") {
      words(command, "pipeline", {"Pipeline, then one task of it", "파이프라인, 이어서 그 작업"},
            true);
      days(command);
    } else if (name == "backfill") {
      pipelines(command);
      option(command, "--from", arguments_.from,
             {"First day; recorded profile: all recorded days when none is named",
              "첫날. recorded 프로필에서는 생략하면 녹화된 모든 날"},
             "DAY");
      option(command, "--to", arguments_.to, {"Day after the last", "마지막 날의 다음 날"}, "DAY");
      option(command, "--parallel", arguments_.parallel,
             {"Tasks at once (4)", "동시에 할 작업 수 (4)"}, "N")
          ->check(CLI::Range(1, 64).description(""));
      flag(command, "--oldest-first", arguments_.oldest_first,
           {"From the first day on; else from the last back",
            "첫날부터. 없으면 마지막 날부터 거꾸로"});
      flag(command, "--restart", arguments_.restart,
           {"Begin anew instead of going on where it stopped",
            "멈춘 곳에서 이어 하지 않고 처음부터"});
      flag(command, "-n,--dry-run", arguments_.dry_run,
           {"Say what would be asked, ask nothing", "요청할 내용만 보여 주고 요청하지 않음"});
    } else if (name == "schedule") {
      pipelines(command);
      option(command, "--from", arguments_.from,
             {"First day in New York; none: from now on", "뉴욕 기준 첫날. 없으면 지금부터"},
             "DAY");
      option(command, "--to", arguments_.to,
             {"Day after the last; none: seven days on", "마지막 날의 다음 날. 없으면 7일 뒤까지"},
             "DAY");
    } else if (name == "serve") {
      option(command, "--listen", arguments_.listen, {"Address", "주소"}, "HOST:PORT");
    } else if (name == "query") {
      words(command, "sql", {"One statement; - reads stdin", "문장 하나. -는 표준 입력"}, true);
      option(command, "--format", arguments_.format,
             {"table (default), csv, json or parquet", "table(기본), csv, json, parquet"}, "FORMAT")
          ->check(CLI::IsMember({"table", "csv", "json", "parquet"}).description(""));
      option(command, "-o,--output", arguments_.output, {"File to write", "쓸 파일"}, "FILE");
    } else if (name == "replay") {
      option(command, "--as-of", arguments_.as_of,
             {"Only answers fetched up to this instant", "이 시각까지 받은 응답만"}, "INSTANT");
    } else if (name == "runs") {
      option(command, "--limit", arguments_.limit, {"How many (20)", "몇 개까지 (20)"}, "N");
    } else if (name == "logs") {
      words(command, "run", {"Run id, or last; then a task", "실행 id 또는 last, 이어서 작업"},
            true);
      flag(command, "-f,--follow", arguments_.follow, {"Keep following", "계속 따라가기"});
    } else if (name == "retry") {
      words(command, "run",
            {"Run id, or last; then tasks to run again with all that follows them",
             "실행 id 또는 last, 이어서 다시 할 작업. 뒤따르는 작업도 다시 합니다"},
            true);
      flag(command, "--only", arguments_.only,
           {"The named tasks without what follows them", "뒤따르는 작업 없이 그 작업만"});
    } else if (name == "cancel") {
      words(command, "run",
            {"Run id, or last; then tasks; none: the whole run",
             "실행 id 또는 last, 이어서 작업. 작업이 없으면 실행 전체"},
            true);
    } else if (name == "mark") {
      words(command, "run",
            {"Run id, or last; then done, failed or skipped; then tasks",
             "실행 id 또는 last, 이어서 done, failed, skipped 가운데 하나, 그리고 작업"},
            true);
    } else if (name == "pause" || name == "resume") {
      pipelines(command);
    } else if (name == "sources") {
      words(command, "what", {"check: ask each source now", "check: 출처마다 지금 물어보기"});
    } else if (name == "models") {
      words(command, "what",
            {"list, test [DIR], lineage, dictionary, diff [DIR]",
             "list(목록), test [DIR](시험), lineage(계보), dictionary(사전), diff [DIR](차이)"});
    } else if (name == "completion") {
      words(command, "shell", {"bash (default), zsh or fish", "bash(기본), zsh, fish"});
    } else if (name == "init") {
      flag(command, "--print", arguments_.print,
           {"To stdout instead of a file", "파일 대신 표준 출력으로"});
      flag(command, "--force", arguments_.force,
           {"Replace an existing file", "있는 파일을 덮어쓰기"});
      flag(command, "--password", arguments_.password,
           {"Set the dashboard's password only: asked for, or a line of stdin",
            "대시보드 암호만 정하기: 물어보거나 표준 입력 한 줄에서"});
      option(command, "--service", arguments_.service,
             {"A systemd unit of `seohak serve` instead: user (default) or system",
              "설정 대신 `seohak serve`의 systemd 유닛: user(기본) 또는 system"},
             "[SCOPE]")
          ->expected(0, 1)
          ->check(CLI::IsMember({"user", "system"}).description(""));
      option(command, "--user", arguments_.user,
             {"With --service system: whose it is; none: who calls sudo",
              "--service system과 함께: 누구의 것인지. 없으면 sudo를 부른 사람"},
             "NAME");
    }
  }

  Arguments& arguments_;
  Lang lang_;
};

}  // namespace

void build_command_line(CLI::App& app, Arguments& arguments, Lang lang) {
  app.name("seohak");
  app.description(std::string(
      say(lang,
          Text{"seohak: US-market data for Korean investors, collected, kept, computed and shown.",
               "서학: 미국 주식 데이터를 모으고, 보관하고, 계산하고, 보여 줍니다."})));
  app.require_subcommand(1);
  Builder builder(arguments, lang);
  builder.global(app);
  builder.commands(app);
  app.footer(std::string(say(
      lang, Text{"Exit codes: 0 done, 75 partial or failed (a retry helps), 1 final, 2 usage,\n"
                 "130/143 interrupted. Start with: seohak run && seohak serve",
                 "종료 코드: 0 완료, 75 일부 또는 실패(다시 하면 됨), 1 최종 실패, 2 사용법 오류,\n"
                 "130/143 중단. 시작하기: seohak run && seohak serve"})));
}

std::vector<OptionWords> option_words(const CLI::App& app) {
  std::vector<OptionWords> found;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) continue;
    OptionWords words{.names = {},
                      .takes_value = option->get_items_expected_max() > 0,
                      .kind = option->get_type_name(),
                      .help = option->get_description()};
    for (const std::string& name : option->get_lnames()) words.names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) words.names.push_back("-" + name);
    found.push_back(std::move(words));
  }
  return found;
}

}  // namespace seohak
