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

Result<DayInterval> next_window(const Landing& landing, std::string_view source,
                                const Dataset& dataset, PlainDay today) {
  const auto manifests = SEOHAK_TRY(landing.manifests(source, dataset.name));
  DayInterval days{today - kFirstDays, today + 1};
  if (answers_whole_history(source)) days.from = history_start(source);
  for (const Manifest& manifest : manifests)
    days.from = std::max(days.from, manifest.days.to - kRevisedDays);
  days.from = std::min(days.from, today);
  return days;
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
