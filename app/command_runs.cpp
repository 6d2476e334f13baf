#include <algorithm>
#include <cstdio>
#include <span>
#include <thread>

#include <fmt/format.h>

#include "base/terminal_text.h"
#include "commands.h"
#include "history.h"
#include "phrases.h"
#include "run_progress.h"
#include "task_text.h"

namespace seohak {
namespace {

/// From when it was asked for to its end, or until now; nothing while it waits for its turn.
std::string time_taken(const Context& context, const RunRecord& run, Instant now) {
  if (run.state == RunState::queued) return "-";
  return duration_text(context.lang, run.ended_at.value_or(now) - run.started_at);
}

void print_runs(const Context& context, const std::vector<RunRecord>& runs) {
  if (runs.empty())
    note(context, context.say({"no runs yet; start one with `seohak run`",
                               "아직 실행 이력이 없습니다. `seohak run`으로 시작하세요"}));
  const Instant now = context.wall->now();
  for (const RunRecord& run : runs) {
    put(stdout,
        fmt::format("{}  {:<13}  {}  {}  {} KST  {}  {}\n", run.run, run.pipeline,
                    padded(context.say(kind_text(run.kind)), 9),
                    padded(context.say(state_text(run.state)), 11),
                    format_local(Zone::seoul, run.started_at),
                    padded(time_taken(context, run, now), 11), tasks_text(context.lang, run)));
  }
}

/// Columns of the longest name of a task.
std::size_t task_width(const RunRecord& run) {
  std::size_t width = 0;
  for (const TaskRecord& task : run.tasks) width = std::max(width, task.task.size());
  return width;
}

/// Prints lines newer than `after`; returns the id of the last one. `width`: of the tasks' column.
Result<std::int64_t> print_logs(const Context& context, RunStore& store, const LogFilter& filter,
                                std::size_t width) {
  LogFilter next = filter;
  while (true) {
    const std::vector<LogLine> lines = SEOHAK_TRY(store.logs(next));
    for (const LogLine& line : lines) {
      if (context.arguments.json)
        put(stdout, log_json(line) + "\n");
      else
        put(stdout, fmt::format("{} KST {} {:<{}} {}\n", format_local_second(Zone::seoul, line.at),
                                padded(context.say(level_text(line.level)), 7), line.task, width,
                                phrase_or_same(context.lang, line.text)));
      next.after = line.id;
    }
    SEOHAK_TRY(output_was_written());
    if (lines.size() < static_cast<std::size_t>(next.limit)) return next.after;
  }
}

Result<void> show_logs(const Context& context, RunStore& store) {
  const auto& words = context.arguments.words;
  const auto tasks = std::span(words).subspan(1);
  const RunRecord run = SEOHAK_TRY(find_run(store, words.front(), tasks));
  const std::size_t width = task_width(run);
  LogFilter filter{.run = run.run};
  if (!tasks.empty()) filter.task = tasks.front();
  filter.after = SEOHAK_TRY(print_logs(context, store, filter, width));
  while (context.arguments.follow && !context.stop.stop_requested()) {
    const RunRecord now = SEOHAK_TRY(store.get(run.run));
    filter.after = SEOHAK_TRY(print_logs(context, store, filter, width));
    if (now.state != RunState::running && now.state != RunState::queued) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  return {};
}

/// The history with what it needs, opened for reading.
template <typename Function>
int with_history(const Context& context, const Function& function) {
  const Redactor redactor;
  auto store = open_history(context, *context.wall, redactor);
  if (!store) return report(context, store.error());
  const Result<void> done = function(**store);
  return done || output_is_unwanted() ? 0 : report(context, done.error());
}

}  // namespace

int command_runs(const Context& context) {
  if (context.arguments.limit < 1)
    return refuse(context, Errc::bad_request,
                  context.say({"--limit must be 1 or more, not {}",
                               "--limit은 1 이상이어야 합니다. 지금 값: {}"},
                              context.arguments.limit));
  return with_history(context, [&](RunStore& store) -> Result<void> {
    const auto runs = SEOHAK_TRY(store.list({.limit = context.arguments.limit}));
    if (context.arguments.json)
      put(stdout, runs_json(runs) + "\n");
    else
      print_runs(context, runs);
    return {};
  });
}

int command_logs(const Context& context) {
  return with_history(context,
                      [&](RunStore& store) -> Result<void> { return show_logs(context, store); });
}

}  // namespace seohak
