#include <filesystem>

#include <fmt/format.h>

#include "base/terminal_text.h"
#include "commands.h"
#include "engine.h"
#include "history.h"
#include "phrases.h"
#include "serve/json_writer.h"
#include "source_lines.h"

namespace seohak {
namespace {

struct Finding {
  std::string subject;  ///< for programs: "home", "source cnn.graphdata"
  std::string shown;    ///< the same for people
  bool good = true;
  std::string words;
  bool used = true;  ///< of a source: whether runs ask it
};

class Doctor {
 public:
  explicit Doctor(const Context& context) : context_(context) {}

  int examine() {
    home();
    history();
    profile();
    landing();
    warehouse();
    return print();
  }

 private:
  void add(const Text& subject, const Result<void>& result, std::string good) {
    findings_.push_back(
        {std::string(subject.en), std::string(context_.say(subject)), result.has_value(),
         result ? std::move(good) : phrase_or_same(context_.lang, result.error().message)});
    if (!result && worst_ == 0) worst_ = exit_code(result.error().code);
  }

  void home() {
    Result<void> made = context_.home.create();
    std::error_code error;
    const auto space = std::filesystem::space(context_.home.root, error);
    std::string words = context_.home.data().string();
    if (made && !error) {
      const auto free_gib = static_cast<double>(space.available) / (1024.0 * 1024 * 1024);
      words = context_.say({"{}, {:.1f} GiB free", "{}, 빈 공간 {:.1f} GiB"}, words, free_gib);
      if (space.available < (1ULL << 30U))
        made =
            fail(Errc::no_space, context_.say({"{}; less than 1 GiB may not last a day",
                                               "{}. 1 GiB보다 적으면 하루를 못 버틸 수 있습니다"},
                                              words));
    }
    add({"home", "홈"}, made, words);
  }

  void history() {
    const Redactor redactor;
    const auto store = open_history(context_, *context_.wall, redactor);
    add({"history", "실행 이력"}, store ? Result<void>() : fail(store.error()),
        context_.home.state().string());
  }

  void profile() {
    const auto opened = Profile::open(context_);
    if (!opened) return add({"profile", "프로필"}, fail(opened.error()), "");
    const Recordings* recordings = (*opened)->recordings();
    add({"profile", "프로필"}, {},
        recordings != nullptr ? context_.say({"{}, as of {}", "{}, 기준 시각 {}"},
                                             context_.home.profile, format(recordings->clock()))
                              : context_.home.profile);
    // One that lacks its key or is not recorded is left out of runs, which is no fault.
    for (const SourceLine& line : describe_sources(context_.lang, **opened)) {
      const std::string name = fmt::format("{}.{}", line.source, line.dataset);
      findings_.push_back({"source " + name, context_.say({"source {}", "출처 {}"}, name), true,
                           line.state, line.usable});
    }
  }

  void landing() {
    const std::string url = context_.config.text("landing.url");
    const std::string where = url.empty() ? context_.home.landing().string() : url;
    const auto opened = Landing::open(where, *context_.wall);
    add({"landing", "원본 보관소"}, opened ? (*opened)->check_writable() : fail(opened.error()),
        shown_url(where));
  }

  void warehouse() {
    const std::string path = warehouse_file(context_);
    const auto opened = open_duckdb_warehouse(path);
    if (!opened && opened.error().code == Errc::busy)
      return findings_.push_back({"warehouse", std::string(context_.say({"warehouse", "저장소"})),
                                  true, phrase_or_same(context_.lang, opened.error().message)});
    add({"warehouse", "저장소"}, opened ? Result<void>() : fail(opened.error()), "DuckDB, " + path);
  }

  int print() const {
    if (context_.arguments.json) {
      JsonWriter json;
      json.begin_array();
      for (const Finding& finding : findings_)
        json.begin_object()
            .key("subject")
            .text(finding.subject)
            .key("ok")
            .boolean(finding.good)
            .key("message")
            .text(finding.words)
            .end_object();
      put(stdout, json.end_array().take() + "\n");
      return worst_;
    }
    for (const Finding& finding : findings_) {
      const std::string_view mark = !finding.good ? "✗" : finding.used ? "✓" : "·";
      put(stdout, fmt::format("{} {} {}\n", mark, padded(finding.shown, 36), finding.words));
    }
    if (worst_ == 0)
      note(context_,
           context_.say({"all is well; `seohak sources check` asks the sources",
                         "모두 정상입니다. 출처에 직접 물어보려면 `seohak sources check`"}));
    return worst_;
  }

  const Context& context_;
  std::vector<Finding> findings_;
  int worst_ = 0;
};

}  // namespace

int command_doctor(const Context& context) { return Doctor(context).examine(); }

int command_completion(const Context& context) {
  const auto& words = context.arguments.words;
  const auto script = completion_script(words.empty() ? "bash" : words.front(), context.lang);
  if (!script) return report(context, script.error());
  put(stdout, *script);
  return 0;
}

}  // namespace seohak
