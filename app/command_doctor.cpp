#include <filesystem>

#include <fmt/format.h>

#include "commands.h"
#include "engine.h"
#include "history.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

struct Finding {
  std::string subject;
  bool good = true;
  std::string words;
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
  void add(std::string subject, const Result<void>& result, std::string good) {
    findings_.push_back({std::move(subject), result.has_value(),
                         result ? std::move(good) : result.error().message});
    if (!result && worst_ == 0) worst_ = exit_code(result.error().code);
  }

  void home() {
    Result<void> made = context_.home.create();
    std::error_code error;
    const auto space = std::filesystem::space(context_.home.root, error);
    std::string words = context_.home.data().string();
    if (made && !error) {
      const auto free_gib = static_cast<double>(space.available) / (1024.0 * 1024 * 1024);
      words += fmt::format(", {:.1f} GiB free", free_gib);
      if (space.available < (1ULL << 30U))
        made = fail(Errc::no_space, words + "; less than 1 GiB may not last a day");
    }
    add("home", made, words);
  }

  void history() {
    const SystemClock clock;
    const Redactor redactor;
    const auto store = open_history(context_, clock, redactor);
    add("history", store ? Result<void>() : fail(store.error()), context_.home.state().string());
  }

  void profile() {
    const auto opened = Profile::open(context_);
    if (!opened) return add("profile", fail(opened.error()), "");
    const Recordings* recordings = (*opened)->recordings();
    add("profile", {},
        recordings != nullptr
            ? fmt::format("{}, as of {}", context_.home.profile, format(recordings->clock()))
            : context_.home.profile);
    for (const auto& connector : (*opened)->registry().all()) {
      for (const Dataset& dataset : connector->datasets()) {
        const PlainDay today = day_in(dataset.zone, (*opened)->clock().now());
        const auto calls = connector->plan(Request{dataset.name, {today - 1, today}});
        // A source that lacks its key is left out of runs, which is no fault of the machine.
        findings_.push_back(
            {fmt::format("source {}.{}", connector->name(), dataset.name), true,
             calls ? "ready; `seohak sources check` asks it" : calls.error().message});
      }
    }
  }

  void landing() {
    const SystemClock clock;
    const std::string url = context_.config.text("landing.url");
    const std::string where = url.empty() ? context_.home.landing().string() : url;
    const auto opened = Landing::open(where, clock);
    add("landing", opened ? (*opened)->check_writable() : fail(opened.error()), shown_url(where));
  }

  void warehouse() {
    const std::string path = warehouse_file(context_);
    const auto opened = open_duckdb_warehouse(path);
    if (!opened && opened.error().code == Errc::busy)
      return findings_.push_back({"warehouse", true, opened.error().message});
    add("warehouse", opened ? Result<void>() : fail(opened.error()), "DuckDB, " + path);
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
      fmt::print("{}\n", json.end_array().take());
      return worst_;
    }
    for (const Finding& finding : findings_)
      fmt::print("{} {:<28} {}\n", finding.good ? "✓" : "✗", finding.subject, finding.words);
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
  const auto script = completion_script(words.empty() ? "bash" : words.front());
  if (!script) return report(context, script.error());
  fmt::print("{}", *script);
  return 0;
}

}  // namespace seohak
