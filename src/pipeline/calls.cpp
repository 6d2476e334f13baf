#include "pipeline/calls.h"

#include <fmt/core.h>

namespace seohak {
namespace {

/// Why there is nothing to ask, when a missing key or setting is the reason.
bool is_not_configured(const Error& error) {
  return error.code == Errc::unauthorized || error.code == Errc::not_found;
}

Result<PlannedCalls> none(std::string why) {
  return PlannedCalls{.days = {}, .calls = {}, .why_none = std::move(why)};
}

}  // namespace

Result<std::vector<Call>> CallPlanner::calls(const Connector& connector, const Dataset& dataset,
                                             DayInterval days) const {
  std::vector<Instant> instants;
  if (dataset.now_only) instants = captures(connector.name(), dataset, days);
  if (instants.empty()) return connector.plan(Request{dataset.name, days});
  std::vector<Call> all;
  for (const Instant instant : instants) {
    const PlainDay day = calendar.session_day(Exchange::xnys, instant);
    for (Call& call : SEOHAK_TRY(connector.plan(Request{dataset.name, {day, day + 1}}))) {
      call.clock = instant;
      call.label = fmt::format("{} {}", format(day), call.label);
      all.push_back(std::move(call));
    }
  }
  return all;
}

Result<PlannedCalls> plan_calls(const CallPlanner& planner, std::string_view source,
                                std::string_view dataset_name, DayInterval interval) {
  constexpr const char* kNothing = "nothing to ask for these days";
  const Connector* connector = planner.registry.find(source);
  const Dataset* dataset = planner.registry.dataset(source, dataset_name);
  if (connector == nullptr || dataset == nullptr) return none("this program has no such source");
  const auto window = planner.window(source, *dataset, interval);
  if (!window && is_not_configured(window.error())) return none(window.error().message);
  if (!window) return fail(window.error());
  if (window->empty()) return none(kNothing);
  auto calls = planner.calls(*connector, *dataset, *window);
  if (!calls && is_not_configured(calls.error())) return none(calls.error().message);
  if (!calls) return fail(calls.error());
  if (calls->empty()) return none(kNothing);
  return PlannedCalls{.days = *window, .calls = std::move(*calls), .why_none = {}};
}

}  // namespace seohak
