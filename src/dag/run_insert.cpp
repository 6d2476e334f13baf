#include "dag/run_insert.h"

#include <charconv>

#include <fmt/core.h>

#include "dag/process.h"

namespace seohak {
namespace {

/// "20261123T190355" of the second that `now` lies in.
std::string second_stamp(Instant now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(now - day));
  return fmt::format("{}T{:02}{:02}{:02}", format_compact(PlainDay{day}), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

/// Where in its second `now` lies, in 65536ths: ids made later sort later.
unsigned second_part(Instant now) {
  const auto part = now - std::chrono::floor<std::chrono::seconds>(now);
  return static_cast<unsigned>((part.count() << 16) / 1'000'000);
}

/// The next id of the second in which `now` lies.
Result<std::string> free_id(Sqlite& database, Instant now) {
  constexpr unsigned kMostPerSecond = 1U << 16U;
  while (true) {
    const std::string stamp = second_stamp(now);
    unsigned part = second_part(now);
    auto last = SEOHAK_TRY(database.prepare("SELECT max(run) FROM run WHERE run > ? AND run < ?",
                                            {stamp + "-", stamp + "-~"}));
    SEOHAK_TRY(last.step());
    const std::string taken = last.text(0);
    if (!taken.empty()) {
      unsigned taken_part = 0;
      std::from_chars(taken.data() + stamp.size() + 1, taken.data() + taken.size(), taken_part, 16);
      part = std::max(part, taken_part + 1);
    }
    if (part < kMostPerSecond) return fmt::format("{}-{:04x}", stamp, part);
    now = std::chrono::floor<std::chrono::seconds>(now) + std::chrono::seconds(1);
  }
}

std::int64_t days(PlainDay day) { return day.date.time_since_epoch().count(); }

}  // namespace

std::string first_run_id(Instant second) { return second_stamp(second) + "-"; }

Result<std::string> insert_run(Sqlite& database, const NewRun& run, RunState state, Instant now) {
  const std::string id = SEOHAK_TRY(free_id(database, now));
  const ProcessIdentity process = this_process();
  SqliteValue due_at;
  if (run.due_at) due_at = run.due_at->time_since_epoch().count();
  SEOHAK_TRY(database.run(
      "INSERT INTO run (run, pipeline, profile, from_day, to_day, state, started_at, pid, "
      "process_start, kind, due_at, unattended, words) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {id, run.pipeline, run.profile, days(run.days.from), days(run.days.to), to_string(state),
       now.time_since_epoch().count(), process.pid, process.start, run.kind, due_at,
       std::int64_t{run.unattended}, run.words}));
  for (std::size_t i = 0; i < run.tasks.size(); ++i) {
    SEOHAK_TRY(database.run(
        "INSERT INTO task (run, position, task, state, tries, message, code, retryable) "
        "VALUES (?, ?, ?, 'queued', 0, '', '', 0)",
        {id, static_cast<std::int64_t>(i), run.tasks[i]}));
  }
  return id;
}

}  // namespace seohak
