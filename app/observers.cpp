#include "observers.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include <fmt/core.h>
#include <fmt/format.h>

#include "base/terminal_text.h"
#include "base/text.h"
#include "phrases.h"
#include "task_text.h"

namespace seohak {
namespace {

constexpr int kBarWidth = 24;
constexpr int kMostLines = 8;             // drawn at once
constexpr std::size_t kNameColumns = 40;  // of the longest task's name
constexpr std::size_t kLeastNameColumns = 12;
constexpr std::size_t kBarColumns = 40;  // with its numbers and what stands around it

/// Of the terminal; 80 where it does not tell.
std::size_t columns() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::string bar(std::int64_t done, std::int64_t total) {
  if (total <= 0) return "";
  const auto filled = static_cast<int>(done * kBarWidth / total);
  std::string text;
  for (int i = 0; i < kBarWidth; ++i) text += i < filled ? "━" : "─";
  return text + fmt::format(" {}/{}", grouped(done), grouped(total));
}

std::string_view mark(TaskState state) {
  switch (state) {
    case TaskState::done: return "✓";
    case TaskState::skipped: return "·";
    default: return "✗";
  }
}

std::string_view color_of(TaskState state) {
  switch (state) {
    case TaskState::done: return "\033[32m";
    case TaskState::skipped: return "\033[2m";
    default: return "\033[31m";
  }
}

}  // namespace

void ConsoleObserver::erase() {
  if (drawn_ > 0) put(stderr, fmt::format("\033[{}A\033[J", drawn_));
  drawn_ = 0;
}

std::string ConsoleObserver::progress_line() const {
  const auto left = progress_.left(now_);
  const std::string time =
      !left || *left == Duration(0)
          ? ""
          : context_.say({", about {} left", ", 약 {} 남음"}, duration_text(context_.lang, *left));
  return context_.say({"{} {} tasks, {}{}", "{} {} 작업, {}{}"}, pipeline_,
                      bar(progress_.done(), progress_.total()),
                      count_text(context_.lang, "rows", progress_.rows()), time);
}

void ConsoleObserver::draw() {
  if (in_parts_ && !context_.progress && progress_.total() > 0) {
    const std::int64_t tenths = progress_.done() * 10 / progress_.total();
    if (tenths > tenths_said_) note(context_, progress_line());
    tenths_said_ = std::max(tenths, tenths_said_);
  }
  if (!context_.progress) return;
  // A line that the terminal breaks could not be erased.
  const std::size_t width = columns();
  const auto draw_line = [this, width](std::string_view line) {
    put(stderr, cut_to_width(line, width) + "\n");
    ++drawn_;
  };
  const std::size_t names =
      std::clamp(width - std::min(width, kBarColumns), kLeastNameColumns, kNameColumns);
  if (in_parts_ && !running_.empty()) draw_line(progress_line());
  for (const auto& [task, line] : running_) {
    if (drawn_ > kMostLines) break;
    draw_line(fmt::format("  {} {}", padded(cut_to_width(task, names), names),
                          bar(line.done, line.total)));
  }
}

void ConsoleObserver::ended(const RunEvent& event) {
  running_.erase(event.task);
  ++tasks_;
  if (!is_satisfied(event.state)) ++failed_;
  for (const auto& [name, value] : event.counts) counts_[name] += value;
  const bool told = in_parts_ ? context_.arguments.verbose : !context_.arguments.quiet;
  if (!told && is_satisfied(event.state)) return;
  const bool color = context_.color;
  const std::string words = event.state == TaskState::done
                                ? outcome_text(context_.lang, event.counts, event.text)
                                : phrase_or_same(context_.lang, event.text);
  put(stderr,
      fmt::format(
          "{}{}{} {} {}{}{}\n", color ? color_of(event.state) : "", mark(event.state),
          color ? "\033[0m" : "", padded(event.task, kNameColumns),
          event.state == TaskState::done ? "" : std::string(context_.say(state_text(event.state))),
          event.state == TaskState::done || words.empty() ? "" : ": ", words));
}

void ConsoleObserver::began(const RunEvent& event) {
  if (started_ == Instant{}) started_ = event.at;
  pipeline_ = event.pipeline;
  tenths_said_ = event.total > 0 ? event.done * 10 / event.total : 0;
  note(context_, fmt::format("{} {} ({})", context_.color ? "\033[1m▶\033[0m" : "▶", event.pipeline,
                             event.run));
  if (event.done > 0)
    note(context_,
         context_.say({"  goes on where it stopped: {} of {} tasks are done",
                       "  멈춘 곳에서 이어서 합니다: 작업 {1}개 가운데 {0}개를 마쳤습니다"},
                      event.done, event.total));
}

void ConsoleObserver::on_event(const RunEvent& event) {
  erase();
  now_ = event.at;
  progress_.on_event(event);
  switch (event.kind) {
    case RunEvent::Kind::run_started: began(event); break;
    case RunEvent::Kind::task_changed:
      if (has_ended(event.state))
        ended(event);
      else if (event.state == TaskState::running)
        running_[event.task] = {};
      else if (event.retry_in)
        note(context_, fmt::format("↻ {} {}", padded(event.task, kNameColumns),
                                   phrase_or_same(context_.lang, event.text)));
      break;
    case RunEvent::Kind::progress:
      running_[event.task] = Line{event.done, event.total, event.text};
      break;
    case RunEvent::Kind::log:
      // The line of a failed task tells its errors; the log has each of them.
      if (event.level == LogLevel::warning || context_.arguments.verbose)
        note(context_, fmt::format("  {} {}: {}", context_.say(level_text(event.level)), event.task,
                                   phrase_or_same(context_.lang, event.text)));
      break;
    case RunEvent::Kind::run_ended: ended_ = event.at; break;
  }
  draw();
}

void ConsoleObserver::summary(int code) const {
  if (context_.arguments.quiet) return;
  const auto count = [&](const char* name) {
    const auto found = counts_.find(name);
    return count_text(context_.lang, name, found == counts_.end() ? 0 : found->second);
  };
  const double seconds = std::chrono::duration<double>(ended_ - started_).count();
  const Text state = code == 0 ? Text{"done", "완료"} : Text{"not complete", "완료되지 않음"};
  put(stderr, context_.say({"{}: {}, {}, {}, {} in {:.1f} s\n", "{}: {}, {}, {}, {}, {:.1f}초\n"},
                           context_.say(state), count_text(context_.lang, "tasks", tasks_),
                           count("answers"), count("rows"), count("quarantined"), seconds));
  if (in_parts_ && code != 0)
    put(stderr,
        fmt::format("{}\n", context_.say({"The same command goes on with what is left.",
                                          "같은 명령을 다시 하면 남은 것을 이어서 합니다."})));
  else if (failed_ > 0)
    put(stderr,
        fmt::format("{}\n",
                    context_.say({"`seohak logs last` tells more; `seohak run` tries again.",
                                  "자세한 내용은 `seohak logs last`, 다시 시도는 `seohak run`."})));
}

}  // namespace seohak
