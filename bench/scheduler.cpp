// Times runs of tasks that do nothing through the real runner and the real store, and prints one
// JSON object. DIRECTORY is where the state database is made; it should be on a disk.
//
//   bench_scheduler chain TASKS DIRECTORY   each task after the one before: seconds from the end of
//                                           one to the start of the next, and from when the end of
//                                           the one is stored
//   bench_scheduler fan TASKS DIRECTORY     all ready at once: seconds of the run, largest memory
//   bench_scheduler history RUNS DIRECTORY  adds so many ended runs to DIRECTORY/state.sqlite
//   bench_scheduler prune RUNS DIRECTORY    a history of so many runs goes for its age while
//   another
//                                           connection writes: seconds, and how long a write took
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "base/check.h"
#include "dag/history_keeper.h"
#include "dag/runner.h"

namespace {

using namespace seohak;
using Timer = std::chrono::steady_clock;

double seconds_between(Timer::time_point from, Timer::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

/// The value, or the end of the program with the error.
template <typename T>
T must(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "{}\n", result.error().message);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// The most that this program held; getrusage would count who started it too.
double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

/// When a task began, ended and was stored as ended.
struct Times {
  Timer::time_point began, ended, stored;
};

/// Notes when the end of each task is told, which is as soon as it is stored.
class Watcher final : public RunObserver {
 public:
  explicit Watcher(std::vector<Times>& times) : times_(times) {}
  void on_event(const RunEvent& event) override {
    if (event.kind == RunEvent::Kind::task_changed && event.state == TaskState::done)
      times_[static_cast<std::size_t>(std::stoi(event.task))].stored = Timer::now();
  }

 private:
  std::vector<Times>& times_;
};

/// Tasks named by their number that note their times.
Pipeline pipeline_of(std::vector<Times>& times, bool chain) {
  Pipeline pipeline{.name = "bench", .tasks = {}};
  for (std::size_t i = 0; i < times.size(); ++i) {
    Task task{.name = std::to_string(i)};
    if (chain && i > 0) task.after = {std::to_string(i - 1)};
    task.run = [&times, i](TaskContext&) -> Result<TaskOutcome> {
      times[i].began = times[i].ended = Timer::now();
      return TaskOutcome{};
    };
    pipeline.tasks.push_back(std::move(task));
  }
  return pipeline;
}

/// Runs the pipeline once; returns the seconds.
double run(const std::filesystem::path& directory, const Pipeline& pipeline, RunObserver& watcher) {
  const SystemClock clock;
  const Redactor redactor;
  const auto store = must(RunStore::open(directory / "state.sqlite", clock, redactor));
  Executor executor(std::max(2U, std::thread::hardware_concurrency()));  // as the program's own
  Runner runner(*store, executor, clock);
  const auto start = Timer::now();
  const RunRecord record = must(runner.run(pipeline, {.profile = "recorded"}, watcher, {}));
  const double seconds = seconds_between(start, Timer::now());
  SEOHAK_CHECK(record.state == RunState::done);
  return seconds;
}

void chain(std::size_t count, const std::filesystem::path& directory) {
  std::vector<Times> times(count);
  Watcher watcher(times);
  const double seconds = run(directory, pipeline_of(times, true), watcher);
  std::vector<double> gaps, waits;
  for (std::size_t i = 1; i < count; ++i) {
    gaps.push_back(seconds_between(times[i - 1].ended, times[i].began));
    waits.push_back(seconds_between(times[i - 1].stored, times[i].began));
  }
  fmt::print("{{\"seconds\": {}, \"gaps\": [{}], \"waits\": [{}]}}\n", seconds,
             fmt::join(gaps, ", "), fmt::join(waits, ", "));
}

void fan(std::size_t count, const std::filesystem::path& directory) {
  std::vector<Times> times(count);
  Watcher watcher(times);
  const double seconds = run(directory, pipeline_of(times, false), watcher);
  fmt::print("{{\"seconds\": {}, \"peak_mb\": {}}}\n", seconds, peak_megabytes());
}

/// So many ended runs of five tasks of five pipelines, 155 seconds apart from 2026 on, in few
/// transactions.
void fill_history(const std::filesystem::path& file, std::size_t count) {
  Sqlite database = must(Sqlite::open(file));
  const std::string numbers = fmt::format(
      "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {}) ",
      count);
  must(database.script(
      numbers +
      "INSERT INTO run (run, pipeline, profile, from_day, to_day, state, started_at, ended_at, "
      "pid, "
      "process_start, exit_code) SELECT strftime('%Y%m%dT%H%M%S-0000', at, 'unixepoch'), pipeline, "
      "'recorded', 20454, 20455, 'done', at * 1000000, (at + 9) * 1000000, 1, '', 0 FROM "
      "(SELECT 1767225600 + 155 * n AS at, CASE n % 5 WHEN 0 THEN 'fear_greed' "
      "WHEN 1 THEN 'exchange_rate' WHEN 2 THEN 'listing' WHEN 3 THEN 'price_daily' "
      "ELSE 'price_minute' END AS pipeline FROM number)"));
  must(database.script(
      "WITH step(i) AS (VALUES (0), (1), (2), (3), (4)) "
      "INSERT INTO task (run, position, task, state, tries, started_at, ended_at, message, code, "
      "retryable) SELECT run, i, 'filled ' || i, 'done', 1, started_at, ended_at, 'fine', '', 0 "
      "FROM run, step WHERE process_start = ''; "
      "CREATE TEMP VIEW filled AS SELECT * FROM task WHERE task LIKE 'filled %'; "
      "INSERT INTO try SELECT run, task, 1, 'done', started_at, ended_at, 'fine', '' FROM filled; "
      "INSERT INTO task_count SELECT run, task, 'rows', 1 FROM filled; "
      "INSERT INTO log (run, task, attempt, at, level, text) "
      "SELECT run, task, 1, started_at, 1, 'done: 1 answers, 100 bytes, 1 files' FROM filled"));
}

/// Starts and ends a task again and again until told; seconds of each start, the longest last.
std::vector<double> write_meanwhile(RunStore& store, const std::atomic<bool>& over) {
  const std::string run =
      must(store.create({.pipeline = "writer", .profile = "recorded", .days = {}, .tasks = {"a"}}));
  std::vector<double> took;
  while (!over) {
    const auto start = Timer::now();
    must(store.start_task(run, "a"));
    took.push_back(seconds_between(start, Timer::now()));
    must(store.end_task(run, "a", {}));
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  std::sort(took.begin(), took.end());
  return took;
}

void history(std::size_t count, const std::filesystem::path& directory) {
  const SystemClock clock;
  const Redactor redactor;
  const auto file = directory / "state.sqlite";
  must(RunStore::open(file, clock, redactor));  // makes the tables
  fill_history(file, count);
}

void prune(std::size_t count, const std::filesystem::path& directory) {
  const SystemClock clock;
  const Redactor redactor;
  const auto file = directory / "state.sqlite";
  const auto store = must(RunStore::open(file, clock, redactor));
  fill_history(file, count);
  std::atomic<bool> over{false};
  std::vector<double> took;
  std::thread writer([&] { took = write_meanwhile(*store, over); });
  const auto keeper = must(HistoryKeeper::open(file));
  const auto start = Timer::now();
  const Instant later = clock.now() + std::chrono::days(1000);  // all of them are too old then
  const PruneReport report = must(keeper->prune({.bytes = 0}, later));
  const double seconds = seconds_between(start, Timer::now());
  over = true;
  writer.join();
  fmt::print(
      "{{\"seconds\": {}, \"removed\": {}, \"writes\": {}, \"write_median\": {}, "
      "\"write_p99\": {}, \"write_most\": {}}}\n",
      seconds, report.too_old, took.size(), took[took.size() / 2], took[took.size() * 99 / 100],
      took.back());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: bench_scheduler chain|fan|history|prune COUNT DIRECTORY\n");
    return 2;
  }
  const std::string_view what = argv[1];
  const std::size_t count = std::stoul(argv[2]);
  if (what == "chain") chain(count, argv[3]);
  if (what == "fan") fan(count, argv[3]);
  if (what == "history") history(count, argv[3]);
  if (what == "prune") prune(count, argv[3]);
}
