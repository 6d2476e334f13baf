#include "source_lines.h"

#include <fmt/format.h>

#include "phrases.h"

namespace seohak {
namespace {

std::string recorded_state(Lang lang, const RecordedDataset* recorded) {
  if (recorded == nullptr) return std::string(say(lang, Text{"not recorded", "녹화되지 않음"}));
  return say(lang, {"recorded {} to {}", "녹화: {}부터 {}까지"}, format(recorded->rows_first_day),
             format(recorded->rows_last_day));
}

/// Whether recorded files stand in for the drop folder.
bool has_recorded_files(const Profile& profile) {
  const Recordings* recordings = profile.recordings();
  return recordings != nullptr && !recordings->mappings().empty() &&
         profile.config().text("sources.file.directory") ==
             recordings->mappings().parent_path().string();
}

SourceLine describe(Lang lang, const Profile& profile, const Connector& connector,
                    const Dataset& dataset) {
  SourceLine line{.source = std::string(connector.name()),
                  .dataset = std::string(dataset.name),
                  .tables = fmt::format("{}", fmt::join(dataset.tables, ", ")),
                  .freshness = phrase_or_same(lang, dataset.freshness),
                  .state = std::string(say(lang, Text{"ready", "준비됨"}))};
  if (line.source == "file" && has_recorded_files(profile)) {
    line.state = say(lang, Text{"recorded files", "녹화된 파일"});
    line.freshness = say(lang, Text{"Fixed: they were recorded with the answers.",
                                    "응답과 함께 녹화되어 바뀌지 않습니다."});
  }
  const PlainDay today = day_in(dataset.zone, profile.clock().now());
  const auto calls = connector.plan(Request{dataset.name, {today - 1, today}});
  if (!calls) {
    line.state = phrase_or_same(lang, calls.error().message);
    line.usable = false;
  } else if (profile.recordings() != nullptr && line.source != "file") {
    const RecordedDataset* recorded =
        profile.recordings()->dataset(line.source + "." + line.dataset);
    line.state = recorded_state(lang, recorded);
    line.usable = recorded != nullptr;
  }
  return line;
}

}  // namespace

std::vector<SourceLine> describe_sources(Lang lang, const Profile& profile) {
  std::vector<SourceLine> lines;
  for (const auto& connector : profile.registry().all())
    for (const Dataset& dataset : connector->datasets())
      lines.push_back(describe(lang, profile, *connector, dataset));
  return lines;
}

}  // namespace seohak
