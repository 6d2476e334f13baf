#include "task_text.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "phrases.h"

namespace seohak {

std::string_view as_item(std::string_view description) {
  if (description.ends_with('.')) description.remove_suffix(1);
  return description;
}

Text state_text(TaskState state) {
  switch (state) {
    case TaskState::done: return {"done", "완료"};
    case TaskState::failed: return {"failed", "실패"};
    case TaskState::skipped: return {"skipped", "건너뜀"};
    case TaskState::upstream_failed: return {"not started", "시작 안 함"};
    case TaskState::cancelled: return {"cancelled", "취소"};
    case TaskState::interrupted: return {"interrupted", "중단"};
    case TaskState::running: return {"running", "실행 중"};
    case TaskState::queued: return {"waiting", "대기"};
  }
  return {"unknown", "알 수 없음"};
}

Text state_text(RunState state) {
  switch (state) {
    case RunState::queued: return {"queued", "대기"};
    case RunState::running: return {"running", "실행 중"};
    case RunState::done: return {"done", "완료"};
    case RunState::failed: return {"failed", "실패"};
    case RunState::cancelled: return {"cancelled", "취소"};
    case RunState::interrupted: return {"interrupted", "중단"};
  }
  return {"unknown", "알 수 없음"};
}

Text level_text(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return {"debug", "상세"};
    case LogLevel::info: return {"info", "정보"};
    case LogLevel::warning: return {"warning", "경고"};
    case LogLevel::error: return {"error", "오류"};
  }
  return {"info", "정보"};
}

Text kind_text(std::string_view kind) {
  if (kind == "backfill") return {"backfill", "백필"};
  if (kind == "scheduled") return {"scheduled", "예약 실행"};
  if (kind == "task") return {"one task", "작업 하나"};
  return {"by hand", "직접 실행"};
}

namespace {

/// A count that people care for. `always`: also when it is 0.
struct CountText {
  std::string_view key;
  std::string_view one;   ///< English, of 1
  std::string_view many;  ///< English, of others
  std::string_view ko;
  bool always;
};
/// Those of a task, then others.
constexpr CountText kCounts[] = {
    {"answers", "{} answer", "{} answers", "응답 {}개", true},
    {"bytes", "{} byte", "{} bytes", "{}바이트", true},
    {"retries", "tried again once", "tried again {} times", "재시도 {}회", false},
    {"parsed", "{} answer", "{} answers", "응답 {}개", true},
    {"rows", "{} row", "{} rows", "행 {}개", true},
    {"quarantined", "{} quarantined", "{} quarantined", "격리 {}개", true},
    {"written", "{} row", "{} rows", "행 {}개", true},
    {"warnings", "{} warning", "{} warnings", "경고 {}개", false},
    {"tasks", "{} task", "{} tasks", "작업 {}개", false},
    {"calls", "{} call", "{} calls", "호출 {}번", false},
};

std::string text_of(Lang lang, const CountText& count, std::int64_t value) {
  const std::string_view format = lang == Lang::ko ? count.ko : value == 1 ? count.one : count.many;
  return fmt::format(fmt::runtime(format), grouped(value));
}

/// Whether it is of a load that found no answer which is not loaded already.
bool loaded_nothing(const std::map<std::string, std::int64_t>& counts) {
  return counts.contains("parsed") &&
         std::all_of(counts.begin(), counts.end(),
                     [](const auto& count) { return count.second == 0; });
}

}  // namespace

std::string count_text(Lang lang, std::string_view what, std::int64_t value) {
  const auto* const found = std::find_if(std::begin(kCounts), std::end(kCounts),
                                         [&](const CountText& count) { return count.key == what; });
  SEOHAK_CHECK(found != std::end(kCounts));
  return text_of(lang, *found, value);
}

std::string outcome_text(Lang lang, const std::map<std::string, std::int64_t>& counts,
                         std::string_view message) {
  if (loaded_nothing(counts)) return std::string(say(lang, Text{"nothing new", "새로운 것 없음"}));
  std::string text;
  for (const CountText& count : kCounts) {
    const auto found = counts.find(std::string(count.key));
    if (found == counts.end() || (found->second == 0 && !count.always)) continue;
    text += text.empty() ? "" : ", ";
    text += text_of(lang, count, found->second);
  }
  return text.empty() ? phrase_or_same(lang, message) : text;
}

}  // namespace seohak
