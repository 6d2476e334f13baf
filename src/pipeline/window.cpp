#include "pipeline/window.h"

#include <algorithm>

#include <fmt/core.h>

namespace seohak {
namespace {

constexpr int kRevisedDays = 10;
constexpr int kFirstDays = 30;

/// The first day of histories that come in one answer.
PlainDay history_start(std::string_view source) {
  using namespace std::chrono;
  if (source == "cnn") return {sys_days(2021y / February / 1)};
  return {sys_days(1999y / January / 4)};
}

bool answers_whole_history(std::string_view source) {
  return source == "cnn" || source == "ecb" || source == "gsheets" || source == "file";
}

/// Manifests that hold at least one answer with data: a refusal that was landed covers no day.
Result<std::vector<Manifest>> useful_manifests(const Landing& landing, std::string_view source,
                                               const Dataset& dataset) {
  auto manifests = SEOHAK_TRY(landing.manifests(source, dataset.name));
  std::erase_if(manifests, [](const Manifest& manifest) {
    return std::none_of(manifest.records.begin(), manifest.records.end(),
                        [](const LandedRecord& record) { return record.ok; });
  });
  return manifests;
}

/// One answer holds all the days it was asked for: go on where the days without a gap end.
DayInterval after_whole_answers(std::vector<Manifest> manifests, PlainDay first, PlainDay today) {
  std::sort(manifests.begin(), manifests.end(),
            [](const Manifest& a, const Manifest& b) { return a.days.from < b.days.from; });
  PlainDay covered = first;
  for (const Manifest& manifest : manifests)
    if (manifest.days.from <= covered) covered = std::max(covered, manifest.days.to);
  return {std::min(today, std::max(first, covered - kRevisedDays)), today + 1};
}

/// A call a day, each of which may have failed: the last month again, more after a longer pause.
DayInterval after_daily_answers(const std::vector<Manifest>& manifests, PlainDay today) {
  PlainDay from = today - kFirstDays;
  PlainDay last{};
  for (const Manifest& manifest : manifests) last = std::max(last, manifest.days.to);
  if (!manifests.empty()) from = std::min(from, last - kRevisedDays);
  return {from, today + 1};
}

Result<DayInterval> next_window(const Landing& landing, std::string_view source,
                                const Dataset& dataset, PlainDay today) {
  auto manifests = SEOHAK_TRY(useful_manifests(landing, source, dataset));
  if (answers_whole_history(source))
    return after_whole_answers(std::move(manifests), history_start(source), today);
  return after_daily_answers(manifests, today);
}

}  // namespace

Window live_window(const Landing& landing, const Clock& clock) {
  return [&landing, &clock](std::string_view source, const Dataset& dataset,
                            DayInterval interval) -> Result<DayInterval> {
    const PlainDay today = day_in(dataset.zone, clock.now());
    if (interval.empty()) return next_window(landing, source, dataset, today);
    if (dataset.now_only && interval.from < today)
      return fail(Errc::bad_request, fmt::format("{}.{} tells only the present; {} is past", source,
                                                 dataset.name, format(interval.from)));
    return DayInterval{interval.from, std::min(interval.to, today + 1)};
  };
}

}  // namespace seohak
