#include "run_lines.h"

#include <fmt/format.h>

#include "phrases.h"
#include "task_text.h"

namespace seohak {

void RunLines::on_event(const RunEvent& event) {
  const std::lock_guard lock(mutex_);
  switch (event.kind) {
    case RunEvent::Kind::run_started: runs_[event.run].began = event.at; break;
    case RunEvent::Kind::task_changed: task_ended(event); break;
    case RunEvent::Kind::run_ended: run_ended(event); break;
    case RunEvent::Kind::log:
      if (context_.arguments.verbose && event.level >= LogLevel::warning)
        note(context_, fmt::format("  {} {}: {}", event.run, event.task,
                                   phrase_or_same(context_.lang, event.text)));
      break;
    case RunEvent::Kind::progress: break;
  }
}

void RunLines::task_ended(const RunEvent& event) {
  if (!has_ended(event.state)) return;
  Tally& tally = runs_[event.run];
  ++tally.tasks;
  if (const auto rows = event.counts.find("rows"); rows != event.counts.end())
    tally.rows += rows->second;
  if (is_satisfied(event.state)) return;
  note(context_, fmt::format("{} {} {} {}: {}", event.pipeline, event.run, event.task,
                             context_.say(state_text(event.state)),
                             phrase_or_same(context_.lang, event.text)));
}

void RunLines::run_ended(const RunEvent& event) {
  const Tally tally = runs_[event.run];
  runs_.erase(event.run);
  const double seconds = std::chrono::duration<double>(event.at - tally.began).count();
  const Lang lang = context_.lang;
  note(context_, context_.say({"{} {} {}: {}, {}, {:.1f} s", "{} {} {}: {}, {}, {:.1f}초"},
                              event.pipeline, event.run, context_.say(state_text(event.run_state)),
                              count_text(lang, "tasks", tally.tasks),
                              count_text(lang, "rows", tally.rows), seconds));
}

}  // namespace seohak
