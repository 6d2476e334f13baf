#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "asked_run.h"
#include "base/text.h"
#include "commands.h"
#include "dry_setup.h"
#include "phrases.h"
#include "pipeline/parts.h"
#include "serve/json_writer.h"
#include "task_text.h"

namespace seohak {
namespace {

void print_part(const Context& context, std::string_view pipeline, const Part& part) {
  const std::string dataset = part.source + "." + part.dataset;
  const auto calls = static_cast<std::int64_t>(part.calls.size());
  if (context.arguments.json) {
    JsonWriter json;
    json.begin_object().key("pipeline").text(pipeline).key("dataset").text(dataset);
    json.key("part").text(part.label).key("calls").number(calls);
    json.key("reason").text(part.why_none).end_object();
    put(stdout, json.take() + "\n");
  } else {
    put(stdout, fmt::format("{:<14} {:<24} {:<24} {}\n", pipeline, dataset, part.label,
                            calls == 1  ? std::string(context.say({"1 call", "호출 1개"}))
                            : calls > 0 ? context.say({"{} calls", "호출 {}개"}, grouped(calls))
                                        : phrase_or_same(context.lang, part.why_none)));
  }
}

/// Prints the parts that the backfill would ask for, in their order.
int dry_run(const Context& context, const RunWords& words) {
  const auto setup = DrySetup::open(context);
  if (!setup) return report(context, setup.error());
  if (const auto known = check_backfill(words, (*setup)->profile()); !known)
    return report(context, known.error());
  std::size_t calls = 0;
  std::size_t count = 0;
  for (const PipelinePlan& plan : pipeline_plans()) {
    if (!words.names(plan.name)) continue;
    const auto parts =
        plan_parts((*setup)->planner(), plan, words.days, words.backfill->oldest_first);
    if (!parts) return report(context, parts.error());
    for (const Part& part : *parts) {
      print_part(context, plan.name, part);
      calls += part.calls.size();
    }
    count += parts->size();
  }
  note(context, context.say({"{} parts, {} calls; nothing was asked",
                             "조각 {}개, 호출 {}개. 아무것도 요청하지 않았습니다"},
                            count, calls));
  return 0;
}

}  // namespace

int command_backfill(const Context& context) {
  const auto days = context.arguments.days();
  if (!days) return report(context, days.error());
  const RunWords words{.pipelines = context.arguments.words,
                       .days = *days,
                       .backfill = BackfillWords{.parallel = context.arguments.parallel,
                                                 .oldest_first = context.arguments.oldest_first,
                                                 .restart = context.arguments.restart}};
  if (context.arguments.dry_run) return dry_run(context, words);
  return carry_out(context, words);
}

}  // namespace seohak
