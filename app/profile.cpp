#include <unistd.h>

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "engine.h"
#include "pipeline/window.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;

/// recordings/ beside the build tree, the installed program or the working directory.
Result<fs::path> find_recordings(const Config& config) {
  if (const std::string set = config.text("recordings.dir"); !set.empty()) return fs::path(set);
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const fs::path& candidate :
       {program / "../../recordings", program / "../share/seohak/recordings",
        fs::current_path(error) / "recordings"})
    if (fs::exists(candidate / "index.json", error)) return candidate.lexically_normal();
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
    config = SEOHAK_TRY(config.with_mappings(recorded).context("recordings"));
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
    profile->clock_ = std::make_unique<FakeClock>(profile->recordings_->clock());
  } else {
    profile->clock_ = std::make_unique<SystemClock>();
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

Result<DayInterval> Profile::recorded_window(std::string_view source, const Dataset& dataset,
                                             DayInterval interval) const {
  if (source == "file")
    return interval.empty() ? DayInterval{PlainDay{}, day_in(dataset.zone, clock_->now()) + 1}
                            : interval;
  const RecordedDataset* recorded =
      recordings_->dataset(fmt::format("{}.{}", source, dataset.name));
  if (recorded == nullptr) return DayInterval{};
  const DayInterval all{recorded->rows_first_day, recorded->rows_last_day + 1};
  // An answer that holds a whole history is asked for as it was recorded, whatever the days.
  if (interval.empty() || recorded->answers == 1) return all;
  return DayInterval{std::max(all.from, interval.from), std::min(all.to, interval.to)};
}

}  // namespace seohak
