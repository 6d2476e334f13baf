#include "schedule_text.h"

#include <array>

#include <fmt/format.h>

#include "dag/schedule_words.h"

namespace seohak {
namespace {

std::string_view weekday_text(Lang lang, PlainDay day) {
  constexpr std::array<std::string_view, 7> kEn{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 7> kKo{"일", "월", "화", "수", "목", "금", "토"};
  const unsigned weekday = std::chrono::weekday(day.date).c_encoding();
  return lang == Lang::ko ? kKo.at(weekday) : kEn.at(weekday);
}

std::string clock_text(Zone zone, Instant instant) {
  return format_local(zone, instant).substr(11);
}

std::string day_text(Lang lang, Zone zone, Instant instant) {
  const PlainDay day = day_in(zone, instant);
  return fmt::format("{} {}", format(day), weekday_text(lang, day));
}

/// "2026-04-13 Mon 09:30-16:00 ET", "2026-04-13 Mon 22:30-Tue 05:00 KST"; one time when both are
/// the same.
std::string span_text(Lang lang, Zone zone, const DueRun& run) {
  const std::string from = clock_text(zone, run.first.at);
  std::string to = run.count > 1 ? "-" : "";
  const PlainDay last = day_in(zone, run.last.at);
  if (last != day_in(zone, run.first.at)) to += fmt::format("{} ", weekday_text(lang, last));
  if (run.count > 1) to += clock_text(zone, run.last.at);
  return fmt::format("{} {}{} {}", day_text(lang, zone, run.first.at), from, to,
                     zone == Zone::seoul ? "KST" : "ET");
}

}  // namespace

std::vector<DueRun> runs_of(std::span<const Due> dues) {
  std::vector<DueRun> runs;
  std::size_t start = 0;
  while (start < dues.size()) {
    std::size_t end = start + 1;
    const auto step_to = [&](std::size_t i) { return dues[i].at - dues[i - 1].at; };
    while (end < dues.size() && dues[end].day == dues[start].day &&
           step_to(end) == step_to(start + 1))
      ++end;
    if (end - start < 3) end = start + 1;
    DueRun run{dues[start], dues[end - 1], static_cast<int>(end - start), {}};
    if (run.count > 1)
      run.step = std::chrono::duration_cast<std::chrono::minutes>(step_to(start + 1));
    runs.push_back(run);
    start = end;
  }
  return runs;
}

std::string both_zones(Lang lang, Instant instant) {
  const Due due{instant, {instant, instant}, {}};
  const DueRun run{due, due, 1, {}};
  return fmt::format("{} · {}", span_text(lang, Zone::new_york, run),
                     span_text(lang, Zone::seoul, run));
}

std::string due_text(Lang lang, const DueRun& run) {
  const std::string when = fmt::format("{} · {}", span_text(lang, Zone::new_york, run),
                                       span_text(lang, Zone::seoul, run));
  const ScheduleWords step = length_words(run.step);
  if (run.count > 1)
    return say(lang, {"{}  every {}, {} times, for {}", "{}  {}마다 {}번, {} 몫"}, when,
               lang == Lang::ko ? step.ko : step.en, run.count, format(run.first.day));
  return say(lang, {"{}  for {}, data since {} ET", "{}  {} 몫, 데이터는 {} ET부터"}, when,
             format(run.first.day), format_local(Zone::new_york, run.first.data.from));
}

}  // namespace seohak
