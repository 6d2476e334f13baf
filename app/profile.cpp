#include <unistd.h>

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "engine.h"
#include "pipeline/window.h"
#include "program_files.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;

/// The recordings that are set, else those that came with the program.
Result<fs::path> find_recordings(const Config& config) {
  if (const std::string set = config.text("recordings.dir"); !set.empty()) return fs::path(set);
  std::error_code error;
  const fs::path beside = beside_program("recordings");
  if (fs::exists(beside / "index.json", error)) return beside;
  return fail(Errc::not_found,
              "no recordings found beside the program; name their directory with --recordings DIR "
              "or use --profile live");
}

Result<Config> with_defaults(const Context& context, const Recordings* recordings) {
  Config config = context.config;
  const fs::path recorded = recordings != nullptr ? recordings->mappings() : fs::path();
  // Recorded files stand in for a drop folder where the person has set up none.
  if (!recorded.empty() && config.mappings().empty() &&
      config.text("sources.file.directory").empty()) {
    config = SEOHAK_TRY(
        config.with_mappings(recorded, recordings->drop_address()).context("recordings"));
    config = SEOHAK_TRY(config.with("sources.file.directory", recorded.parent_path().string()));
  }
  if (config.text("sources.file.directory").empty())
    config = SEOHAK_TRY(config.with("sources.file.directory", context.home.drop().string()));
  if (recordings != nullptr)
    for (const auto& [key, value] : recordings->settings())
      config = SEOHAK_TRY(config.with(key, value).context("recordings"));
  return config;
}

}  // namespace

Result<std::unique_ptr<Profile>> Profile::open(const Context& context) {
  auto profile = std::make_unique<Profile>();
  if (context.home.profile == "recorded") {
    const fs::path directory = SEOHAK_TRY(find_recordings(context.config));
    profile->recordings_ = std::make_unique<Recordings>(SEOHAK_TRY(Recordings::open(directory)));
    profile->clock_ = std::make_shared<FakeClock>(profile->recordings_->clock());
  } else {
    profile->clock_ = context.wall;
  }
  profile->config_ = SEOHAK_TRY(with_defaults(context, profile->recordings()));
  profile->calendar_ = SEOHAK_TRY(MarketCalendar::from(profile->config_));
  profile->registry_ = std::make_unique<Registry>(SEOHAK_TRY(Registry::make(profile->config_)));
  return profile;
}

std::vector<Instant> Profile::captures(std::string_view source, const Dataset& dataset,
                                       DayInterval days) const {
  std::vector<Instant> wanted;
  if (!recordings_) return wanted;
  const auto all = recordings_->captures(fmt::format("{}.{}", source, dataset.name));
  if (all.size() < 2) return wanted;  // one answer holds it all
  for (const Instant capture : all) {
    const PlainDay day = calendar_.session_day(Exchange::xnys, capture);
    if (days.empty() || (days.from <= day && day < days.to)) wanted.push_back(capture);
  }
  return wanted;
}

Window Profile::window(const Landing& landing) const {
  const Window inner =
      recordings_
          ? Window([this](std::string_view source, const Dataset& dataset, DayInterval days) {
              return recorded_window(source, dataset, days);
            })
          : live_window(landing, *clock_);
  return [this, inner](std::string_view source, const Dataset& dataset,
                       DayInterval days) -> Result<DayInterval> {
    const std::string key = fmt::format("sources.{}.enabled", source);
    if (!config_.boolean(key)) return fail(Errc::not_found, "switched off by " + key);
    return inner(source, dataset, days);
  };
}

CallPlanner Profile::planner(const Landing& landing) const {
  return {registry(), calendar_, window(landing),
          [this](std::string_view source, const Dataset& dataset, DayInterval days) {
            return captures(source, dataset, days);
          }};
}

void Profile::warn_of_unrecorded(const Context& context, std::span<const std::string> pipelines,
                                 DayInterval days) const {
  if (!recordings_ || days.empty()) return;
  DayInterval all;
  for (const PipelineDataset& one : pipeline_datasets()) {
    if (!pipelines.empty() &&
        std::find(pipelines.begin(), pipelines.end(), one.pipeline) == pipelines.end())
      continue;
    const RecordedDataset* recorded =
        recordings_->dataset(fmt::format("{}.{}", one.source, one.dataset));
    if (recorded == nullptr) continue;
    const DayInterval its{recorded->rows_first_day, recorded->rows_last_day + 1};
    all = all.empty() ? its : DayInterval{std::min(all.from, its.from), std::max(all.to, its.to)};
  }
  if (all.empty() || (all.from <= days.from && days.to <= all.to)) return;
  note(context,
       context.say({"  warning: recorded are only the days {} to {}; of others nothing is "
                    "asked",
                    "  경고: 녹화된 날은 {}부터 {}까지뿐입니다. 다른 날은 요청하지 않습니다"},
                   format(all.from), format(all.to - 1)));
}

bool Profile::runs_schedules() const {
  const std::string set = config_.text("scheduler.enabled");
  // The clock of recordings stands still: nothing new comes of asking them again.
  return set == "on" || (set == "auto" && recordings() == nullptr);
}

Result<DayInterval> Profile::recorded_window(std::string_view source, const Dataset& dataset,
                                             DayInterval interval) const {
  if (source == "file")
    return interval.empty() ? DayInterval{PlainDay{}, day_in(dataset.zone, clock_->now()) + 1}
                            : interval;
  const RecordedDataset* recorded =
      recordings_->dataset(fmt::format("{}.{}", source, dataset.name));
  if (recorded == nullptr) return fail(Errc::not_found, "nothing of it is recorded");
  const DayInterval all{recorded->rows_first_day, recorded->rows_last_day + 1};
  if (interval.empty()) return all;
  const DayInterval both{std::max(all.from, interval.from), std::min(all.to, interval.to)};
  if (both.from >= both.to)
    return fail(Errc::not_found,
                fmt::format("recorded are only the days {} to {}", format(recorded->rows_first_day),
                            format(recorded->rows_last_day)));
  // An answer that holds a whole history is asked for as it was recorded.
  return recorded->answers == 1 ? all : both;
}

}  // namespace seohak
