#include <cstdio>

#include <fmt/format.h>

#include "base/text.h"
#include "commands.h"
#include "engine.h"
#include "phrases.h"
#include "serve/json_writer.h"
#include "source_lines.h"
#include "task_text.h"

namespace seohak {
namespace {

void print_json(const std::vector<SourceLine>& lines) {
  JsonWriter json;
  json.begin_array();
  for (const SourceLine& line : lines) {
    json.begin_object().key("source").text(line.source).key("dataset").text(line.dataset);
    json.key("tables").text(line.tables).key("freshness").text(line.freshness);
    json.key("state").text(line.state).key("usable").boolean(line.usable).end_object();
  }
  put(stdout, json.end_array().take() + "\n");
}

/// The newest day or days of a dataset; empty when nothing of it is recorded.
DayInterval newest_days(const Profile& profile, const Connector& connector,
                        const Dataset& dataset) {
  const PlainDay today = day_in(dataset.zone, profile.clock().now());
  if (profile.recordings() == nullptr || connector.name() == "file") return {today - 3, today};
  const auto all = profile.recorded_window(connector.name(), dataset, {});
  if (!all || all->empty()) return {};
  const RecordedDataset* recorded =
      profile.recordings()->dataset(fmt::format("{}.{}", connector.name(), dataset.name));
  return recorded->answers == 1 ? *all : DayInterval{all->to - 1, all->to};
}

/// What came of asking.
struct Asked {
  bool ok = false;
  std::int64_t bytes = 0;  ///< of a good answer
  std::string words;       ///< English; of another
  int code = 0;            ///< exit code of a failure; 0 where there was nothing to ask
};

Result<Asked> ask(const Context& context, Driver& driver, const Connector& connector,
                  const Result<std::vector<Call>>& calls) {
  Asked asked;
  asked.words = calls ? "nothing to ask" : calls.error().message;
  if (!calls || calls->empty()) return asked;
  asked = {};
  asked.ok = true;
  const auto handler = [&](const Call&, const Answer& answer, bool) -> Result<void> {
    asked.bytes += static_cast<std::int64_t>(answer.body.size());
    return {};
  };
  const auto done = SEOHAK_TRY(driver.run(connector, {calls->back()}, handler, {}, context.stop));
  if (done.failed.empty()) return asked;
  const Error& error = done.failed.front().error;
  asked = {};
  asked.words = error.message;
  asked.code = exit_code(error.code);
  return asked;
}

std::string asked_text(const Context& context, const Asked& asked) {
  return asked.ok ? context.say({"ok, {} bytes", "정상, {}바이트"}, grouped(asked.bytes))
                  : phrase_or_same(context.lang, asked.words);
}

void write_asked(JsonWriter& json, const Connector& connector, const Dataset& dataset,
                 const Asked& asked) {
  json.begin_object().key("source").text(connector.name()).key("dataset").text(dataset.name);
  json.key("ok").boolean(asked.ok).key("bytes").number(asked.bytes);
  json.key("message").text(asked.words).end_object();
}

/// Asks each usable source for its newest day and says what came.
int check_sources(const Context& context, const Profile& profile) {
  Metrics metrics;
  std::unique_ptr<ReplayServer> replay;
  if (profile.recordings() != nullptr) {
    auto started = ReplayServer::start(*profile.recordings());
    if (!started) return report(context, started.error());
    replay = std::move(*started);
  }
  Driver driver(driver_options(profile.config(), replay.get()), *context.wall, metrics);
  int code = 0;
  JsonWriter json;
  json.begin_array();
  for (const auto& connector : profile.registry().all()) {
    for (const Dataset& dataset : connector->datasets()) {
      const DayInterval days = newest_days(profile, *connector, dataset);
      if (days.empty()) continue;
      const auto calls = connector->plan(Request{dataset.name, days});
      const auto asked = ask(context, driver, *connector, calls);
      if (!asked) return report(context, asked.error());
      if (asked->code != 0) code = asked->code;
      write_asked(json, *connector, dataset, *asked);
      if (!context.arguments.json)
        put(stdout,
            fmt::format("{:<26} {}\n", fmt::format("{}.{}", connector->name(), dataset.name),
                        asked_text(context, *asked)));
    }
  }
  if (context.arguments.json) put(stdout, json.end_array().take() + "\n");
  return code;
}

}  // namespace

int command_sources(const Context& context) {
  const auto profile = Profile::open(context);
  if (!profile) return report(context, profile.error());
  const auto& words = context.arguments.words;
  if (!words.empty() && words.front() == "check") return check_sources(context, **profile);
  if (!words.empty())
    return refuse(
        context, Errc::bad_request,
        context.say({"sources: \"{}\" is not known; use `sources` or `sources check`",
                     "sources: \"{}\"은(는) 모르는 말입니다. `sources`나 `sources check`를 "
                     "쓰세요"},
                    words.front()));
  if (context.arguments.json) {
    print_json(describe_sources(Lang::en, **profile));  // programs read these words
    return 0;
  }
  for (const SourceLine& line : describe_sources(context.lang, **profile))
    put(stdout, fmt::format("{:<26} {}\n{:<26} → {}\n{:<26} {}\n", line.source + "." + line.dataset,
                            line.state, "", line.tables, "", as_item(line.freshness)));
  return 0;
}

}  // namespace seohak
