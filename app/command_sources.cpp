#include <cstdio>

#include <fmt/format.h>

#include "commands.h"
#include "engine.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

/// One dataset as `sources` shows it.
struct SourceLine {
  std::string source;
  std::string dataset;
  std::string tables;
  std::string freshness;
  std::string state;  ///< recorded span, "ready", or what is missing
  bool usable = true;
};

std::string recorded_state(const Profile& profile, const std::string& name) {
  const RecordedDataset* recorded = profile.recordings()->dataset(name);
  if (recorded == nullptr) return "not recorded";
  return fmt::format("recorded {} to {}", format(recorded->rows_first_day),
                     format(recorded->rows_last_day));
}

SourceLine describe(const Profile& profile, const Connector& connector, const Dataset& dataset) {
  SourceLine line{.source = std::string(connector.name()),
                  .dataset = std::string(dataset.name),
                  .tables = fmt::format("{}", fmt::join(dataset.tables, ", ")),
                  .freshness = std::string(dataset.freshness),
                  .state = "ready"};
  const PlainDay today = day_in(dataset.zone, profile.clock().now());
  const auto calls = connector.plan(Request{dataset.name, {today - 1, today}});
  if (!calls) {
    line.state = calls.error().message;
    line.usable = false;
  } else if (profile.recordings() != nullptr && line.source != "file") {
    line.state = recorded_state(profile, line.source + "." + line.dataset);
    line.usable = line.state != "not recorded";
  }
  return line;
}

std::vector<SourceLine> describe_all(const Profile& profile) {
  std::vector<SourceLine> lines;
  for (const auto& connector : profile.registry().all())
    for (const Dataset& dataset : connector->datasets())
      lines.push_back(describe(profile, *connector, dataset));
  return lines;
}

void print_json(const std::vector<SourceLine>& lines) {
  JsonWriter json;
  json.begin_array();
  for (const SourceLine& line : lines) {
    json.begin_object().key("source").text(line.source).key("dataset").text(line.dataset);
    json.key("tables").text(line.tables).key("freshness").text(line.freshness);
    json.key("state").text(line.state).key("usable").boolean(line.usable).end_object();
  }
  fmt::print("{}\n", json.end_array().take());
}

/// Asks each usable source for its newest day and says what came.
int check_sources(const Context& context, const Profile& profile) {
  const SystemClock wall;
  Metrics metrics;
  std::unique_ptr<ReplayServer> replay;
  if (profile.recordings() != nullptr) {
    auto started = ReplayServer::start(*profile.recordings());
    if (!started) return report(context, started.error());
    replay = std::move(*started);
  }
  Driver driver(driver_options(profile.config(), replay.get()), wall, metrics);
  int code = 0;
  for (const auto& connector : profile.registry().all()) {
    for (const Dataset& dataset : connector->datasets()) {
      const PlainDay today = day_in(dataset.zone, profile.clock().now());
      DayInterval days{today - 3, today};
      if (replay && connector->name() != "file") {
        const auto all = profile.recorded_window(connector->name(), dataset, {});
        if (!all || all->empty()) continue;
        days = profile.recordings()
                           ->dataset(fmt::format("{}.{}", connector->name(), dataset.name))
                           ->answers == 1
                   ? *all
                   : DayInterval{all->to - 1, all->to};
      }
      auto calls = connector->plan(Request{dataset.name, days});
      std::string words;
      if (!calls) {
        words = calls.error().message;
      } else if (calls->empty()) {
        words = "nothing to ask";
      } else {
        std::size_t bytes = 0;
        const auto handler = [&](const Call&, const Answer& answer, bool) -> Result<void> {
          bytes += answer.body.size();
          return {};
        };
        const auto done = driver.run(*connector, {calls->back()}, handler, {}, context.stop);
        if (!done) return report(context, done.error());
        if (!done->failed.empty()) code = exit_code(done->failed.front().error.code);
        words = done->failed.empty() ? fmt::format("ok, {} bytes", bytes)
                                     : done->failed.front().error.message;
      }
      fmt::print("{:<26} {}\n", fmt::format("{}.{}", connector->name(), dataset.name), words);
    }
  }
  return code;
}

}  // namespace

int command_sources(const Context& context) {
  const auto profile = Profile::open(context);
  if (!profile) return report(context, profile.error());
  const auto& words = context.arguments.words;
  if (!words.empty() && words.front() == "check") return check_sources(context, **profile);
  if (!words.empty())
    return report(context, Error{Errc::bad_request,
                                 fmt::format("sources: \"{}\" is not known; use `sources` or "
                                             "`sources check`",
                                             words.front())});
  const std::vector<SourceLine> lines = describe_all(**profile);
  if (context.arguments.json) {
    print_json(lines);
    return 0;
  }
  for (const SourceLine& line : lines)
    fmt::print("{:<26} {}\n{:<26} → {}\n{:<26} {}\n", line.source + "." + line.dataset, line.state,
               "", line.tables, "", line.freshness);
  return 0;
}

}  // namespace seohak
