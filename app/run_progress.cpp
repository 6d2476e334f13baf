#include "run_progress.h"

#include <fmt/core.h>

namespace seohak {

void RunProgress::on_event(const RunEvent& event) {
  if (event.kind == RunEvent::Kind::run_started) {
    before_ = done_ = event.done;
    total_ = event.total;
    rows_ = 0;
    started_ = event.at;
  }
  if (event.kind != RunEvent::Kind::task_changed || !has_ended(event.state)) return;
  ++done_;
  if (const auto rows = event.counts.find("rows"); rows != event.counts.end())
    rows_ += rows->second;
}

std::optional<Duration> RunProgress::left(Instant now) const {
  if (done_ == before_) return std::nullopt;
  return (now - started_) * (total_ - done_) / (done_ - before_);
}

std::string duration_text(Lang lang, Duration duration) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(duration).count();
  if (seconds < 60) return say(lang, {"{} s", "{}초"}, seconds);
  if (seconds < 3600) return say(lang, {"{} min {} s", "{}분 {}초"}, seconds / 60, seconds % 60);
  return say(lang, {"{} h {} min", "{}시간 {}분"}, seconds / 3600, seconds % 3600 / 60);
}

}  // namespace seohak
