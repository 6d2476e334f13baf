#include "dag/schedule.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace seohak {
namespace {

constexpr std::size_t kMostRules = 16;

}  // namespace

Result<Schedule> Schedule::parse(std::string_view text) {
  std::vector<ScheduleRule> rules;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find(';', start), text.size());
    if (rules.size() == kMostRules)
      return fail(Errc::bad_request, fmt::format("character {}: a schedule has at most {} rules",
                                                 start + 1, kMostRules));
    rules.push_back(SEOHAK_TRY(parse_schedule_rule(text.substr(start, end - start), start)));
    start = end + 1;
    // One behind the last rule is a habit of programmers.
    if (start <= text.size() && trim(text.substr(start)).empty()) break;
  }
  return Schedule(std::move(rules));
}

std::string Schedule::text() const {
  std::string text;
  for (const ScheduleRule& rule : rules_) text += (text.empty() ? "" : "; ") + to_text(rule);
  return text;
}

RuleDue Schedule::first_after(const MarketCalendar& calendar, Instant after) const {
  RuleDue first = next_due(rules_.front(), calendar, after);
  for (std::size_t i = 1; i < rules_.size(); ++i) {
    const RuleDue other = next_due(rules_[i], calendar, after);
    if (other.at < first.at) first = other;
  }
  return first;
}

Instant Schedule::last_before(const MarketCalendar& calendar, Instant before) const {
  // Back in doubled strides until there is one, then bisected: what follows `found` is due before.
  Duration stride = std::chrono::hours(1);
  Instant found = first_after(calendar, before - stride).at;
  while (found >= before) found = first_after(calendar, before - (stride *= 2)).at;
  Instant end = before;
  for (Instant next = found; next < before; next = first_after(calendar, found).at) {
    found = next;
    const Instant middle = found + (end - found) / 2;
    const Instant later = first_after(calendar, middle).at;
    if (later < before)
      found = later;
    else
      end = middle;
  }
  return found;
}

Due Schedule::next(const MarketCalendar& calendar, Instant after) const {
  const RuleDue due = first_after(calendar, after);
  return {due.at, {last_before(calendar, due.at), due.at}, due.day};
}

std::vector<Due> Schedule::between(const MarketCalendar& calendar, Interval<Instant> span) const {
  std::vector<Due> found;
  if (span.empty()) return found;
  Due due = next(calendar, span.from - Duration(1));
  while (due.at < span.to) {
    found.push_back(due);
    const RuleDue later = first_after(calendar, due.at);
    due = {later.at, {due.at, later.at}, later.day};
  }
  return found;
}

}  // namespace seohak
