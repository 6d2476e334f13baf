#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "asked_run.h"
#include "commands.h"
#include "dry_setup.h"
#include "phrases.h"
#include "pipeline/build.h"
#include "task_text.h"
#include "warehouse_owner.h"

namespace seohak {
namespace {

void print_line(std::string_view line) { put(stdout, fmt::format("{}\n", line)); }

/// The calls on stdout, what they are of on stderr.
void print_calls(const Context& context, const DatasetName& dataset,
                 const Result<PlannedCalls>& planned) {
  const std::string words =
      !planned ? phrase_or_same(context.lang, planned.error().message)
      : planned->calls.empty()
          ? phrase_or_same(context.lang, planned->why_none)
          : count_text(context.lang, "calls", static_cast<std::int64_t>(planned->calls.size()));
  note(context, fmt::format("  {}.{}: {}", dataset.source, dataset.dataset, words));
  if (!planned) return;
  for (const Call& call : planned->calls) print_line(masked_url(call));
}

/// Prints every call that the run would make; asks nothing and opens no warehouse.
int dry_run(const Context& context, DayInterval days) {
  const auto setup = DrySetup::open(context);
  if (!setup) return report(context, setup.error());
  const auto& names = context.arguments.words;
  if (const auto known = check_pipeline_names(names); !known) return report(context, known.error());
  for (const PipelinePlan& plan : pipeline_plans()) {
    if (!names.empty() && std::find(names.begin(), names.end(), plan.name) == names.end()) continue;
    note(context, fmt::format("▶ {}", plan.name));
    for (const DatasetName& one : datasets_of((*setup)->profile().registry(), plan))
      print_calls(context, one, plan_calls((*setup)->planner(), one.source, one.dataset, days));
  }
  return 0;
}

}  // namespace

int command_run(const Context& context) {
  const auto days = context.arguments.days();
  if (!days) return report(context, days.error());
  if (context.arguments.dry_run) return dry_run(context, *days);
  return carry_out(context, {.pipelines = context.arguments.words, .days = *days, .backfill = {}});
}

int command_task(const Context& context) {
  const auto days = context.arguments.days();
  if (!days) return report(context, days.error());
  const auto& words = context.arguments.words;
  if (words.size() > 2)
    return refuse(context, Errc::bad_request,
                  context.say({"one task at a time; `seohak run` does a whole pipeline",
                               "작업은 한 번에 하나입니다. 파이프라인 전체는 `seohak run`"}));
  RunWords one{.pipelines = {words[0]}, .days = *days};
  one.task = words.size() == 2 ? words[1] : "";  // without one, the error lists them
  return carry_out(context, one);
}

int command_replay(const Context& context) {
  std::optional<Instant> as_of;
  if (context.arguments.as_of) {
    const auto instant = parse_instant(*context.arguments.as_of).context("--as-of");
    if (!instant) return report(context, Error{Errc::bad_request, instant.error().message});
    as_of = *instant;
  }
  const auto owner = WarehouseOwner::find(context);
  if (!owner) return report(context, owner.error());
  if (*owner)
    return refuse(context, Errc::busy,
                  context.say({"the warehouse is in use by pid {}; stop it, then replay",
                               "pid {}이(가) 저장소를 쓰고 있습니다. 끝낸 뒤 다시 replay 하세요"},
                              (*owner)->pid()));
  const auto loaded = replay_into_new_warehouse(context, as_of);
  if (!loaded) return report(context, loaded.error());
  for (const std::string& failure : loaded->failures) put(stderr, failure + "\n");
  note(context, context.say({"replayed {} answers: {} rows, {} quarantined",
                             "응답 {}개를 다시 적재: 행 {}개, 격리 {}개"},
                            loaded->answers, loaded->rows, loaded->quarantined));
  if (context.arguments.json)
    print_line(fmt::format(R"({{"answers":{},"rows":{},"quarantined":{},"failures":{}}})",
                           loaded->answers, loaded->rows, loaded->quarantined,
                           loaded->failures.size()));
  return loaded->failures.empty() ? 0 : exit_code(Errc::drifted);
}

}  // namespace seohak
