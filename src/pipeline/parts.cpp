#include "pipeline/parts.h"

#include <algorithm>
#include <set>

#include <fmt/core.h>

namespace seohak {
namespace {

Part empty_part(const DatasetName& name, DayInterval days, std::string why) {
  return {.source = std::string(name.source),
          .dataset = std::string(name.dataset),
          .label = "",
          .days = days,
          .calls = {},
          .why_none = std::move(why)};
}

std::string range_text(const std::string& first, const std::string& last) {
  return first == last ? first : fmt::format("{}..{}", first, last);
}

/// The calls of `days` in parts of at most `most`.
std::vector<Part> slices(const DatasetName& name, DayInterval days, std::vector<Call> calls,
                         const Portion& portion) {
  const std::size_t most = static_cast<std::size_t>(std::max(1, portion.calls));
  std::vector<Part> parts;
  for (std::size_t at = 0; at < calls.size(); at += most) {
    const std::size_t end = std::min(calls.size(), at + most);
    Part part = empty_part(name, days, "");
    if (end - at < calls.size())
      part.label = range_text(calls[at].label, calls[end - 1].label);
    else if (portion.days > 0)
      part.label = range_text(format(days.from), format(days.to - 1));
    const auto first = calls.begin() + static_cast<std::ptrdiff_t>(at);
    const auto last = calls.begin() + static_cast<std::ptrdiff_t>(end);
    part.calls.assign(std::make_move_iterator(first), std::make_move_iterator(last));
    parts.push_back(std::move(part));
  }
  return parts;
}

/// Parts of one name would be one task: all but the first are told apart by a number.
void tell_apart(std::vector<Part>& parts) {
  std::set<std::string, std::less<>> seen;
  for (Part& part : parts) {
    const std::string label = part.label;
    for (int number = 2; !seen.insert(part.label).second; ++number)
      part.label = fmt::format("{}#{}", label, number);
  }
}

/// Oldest first. A source that cannot be asked is a part that says why.
Result<std::vector<Part>> parts_of(const CallPlanner& planner, const DatasetName& name,
                                   DayInterval interval) {
  auto planned = plan_calls(planner, name.source, name.dataset, interval);
  // That a source tells only the present is no fault of a backfill.
  if (!planned && planned.error().code == Errc::bad_request)
    return std::vector{empty_part(name, interval, planned.error().message)};
  if (!planned) return fail(planned.error());
  if (planned->calls.empty()) return std::vector{empty_part(name, interval, planned->why_none)};
  const Connector& connector = *planner.registry.find(name.source);
  const Dataset& dataset = *planner.registry.dataset(name.source, name.dataset);
  const int step = dataset.portion.days;
  if (step == 0) {
    auto parts = slices(name, planned->days, std::move(planned->calls), dataset.portion);
    tell_apart(parts);
    return parts;
  }
  // Whether a day of a source that tells only the present was captured; its calls tell.
  const bool captured = dataset.now_only && planned->calls.front().clock.has_value();
  std::vector<Part> parts;
  for (PlainDay day = planned->days.from; day < planned->days.to; day = day + step) {
    const DayInterval days{day, std::min(planned->days.to, day + step)};
    if (captured && planner.captures(name.source, dataset, days).empty()) continue;
    std::vector<Call> calls = SEOHAK_TRY(planner.calls(connector, dataset, days));
    for (Part& part : slices(name, days, std::move(calls), dataset.portion))
      parts.push_back(std::move(part));
  }
  tell_apart(parts);
  return parts;
}

}  // namespace

Result<std::vector<Part>> plan_parts(const CallPlanner& planner, const PipelinePlan& plan,
                                     DayInterval interval, bool oldest_first) {
  std::vector<std::vector<Part>> all;
  std::size_t most = 0;
  for (const DatasetName& name : datasets_of(planner.registry, plan)) {
    all.push_back(SEOHAK_TRY(parts_of(planner, name, interval)));
    if (!oldest_first) std::reverse(all.back().begin(), all.back().end());
    most = std::max(most, all.back().size());
  }
  std::vector<Part> parts;
  for (std::size_t turn = 0; turn < most; ++turn)
    for (std::vector<Part>& one : all)
      if (turn < one.size()) parts.push_back(std::move(one[turn]));
  return parts;
}

}  // namespace seohak
