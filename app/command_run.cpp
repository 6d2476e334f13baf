#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "commands.h"
#include "home_socket.h"
#include "observers.h"
#include "phrases.h"
#include "warehouse_owner.h"

namespace seohak {
namespace {

void print_line(std::string_view line) { put(stdout, fmt::format("{}\n", line)); }

void print_finished(int code) {
  print_line(fmt::format(R"({{"event":"finished","exit_code":{}}})", code));
}

/// Prints every call that the run would make; asks nothing and opens no warehouse.
int dry_run(const Context& context, DayInterval days) {
  const auto profile = Profile::open(context);
  if (!profile) return report(context, profile.error());
  const SystemClock wall;
  const std::string landing_url = (*profile)->config().text("landing.url");
  auto landing =
      Landing::open(landing_url.empty() ? context.home.landing().string() : landing_url, wall);
  if (!landing) return report(context, landing.error());
  const auto& names = context.arguments.words;
  if (const auto known = check_pipeline_names(names); !known) return report(context, known.error());
  const Window window = (*profile)->window(**landing);
  for (const PipelineDataset& one : pipeline_datasets()) {
    if (!names.empty() && std::find(names.begin(), names.end(), one.pipeline) == names.end())
      continue;
    const Dataset& dataset = *(*profile)->registry().dataset(one.source, one.dataset);
    const auto asked = window(one.source, dataset, days);
    const auto calls =
        asked ? (*profile)->registry().find(one.source)->plan(Request{dataset.name, *asked})
              : Result<std::vector<Call>>(fail(asked.error()));
    if (asked && asked->empty()) continue;
    if (!calls) {
      note(context, fmt::format("{}.{}: {}", one.source, one.dataset,
                                phrase_or_same(context.lang, calls.error().message)));
      continue;
    }
    for (const Call& call : *calls) print_line(masked_url(call));
  }
  return 0;
}

int finish(const Context& context, const ConsoleObserver& console, const Result<int>& code) {
  if (!code) return report(context, code.error());
  if (context.arguments.json)
    print_finished(*code);
  else
    console.summary(*code);
  return *code;
}

/// Has the program that holds the warehouse run it.
Result<int> run_there(const Context& context, const WarehouseOwner& owner, const RunWords& words,
                      ConsoleObserver& console) {
  note(context, context.say({"run by the program that holds the warehouse (pid {})",
                             "저장소를 쥔 프로그램(pid {})이 실행합니다"},
                            owner.pid()));
  const auto on_line = [&](std::string_view line) {
    if (context.arguments.json)
      print_line(line);
    else if (const auto event = parse_event(line))
      console.on_event(*event);
    else if (line == R"({"event":"waiting"})")
      note(context, context.say({"waiting for the run under way there",
                                 "그곳에서 진행 중인 실행을 기다립니다"}));
  };
  return owner.run(words, on_line, context.stop);
}

}  // namespace

int command_run(const Context& context) {
  const auto days = context.arguments.days();
  if (!days) return report(context, days.error());
  if (context.arguments.dry_run) return dry_run(context, *days);

  ConsoleObserver console(context);
  JsonObserver json(print_line);
  RunObserver& observer =
      context.arguments.json ? static_cast<RunObserver&>(json) : static_cast<RunObserver&>(console);
  const auto owner = WarehouseOwner::find(context);
  if (!owner) return report(context, owner.error());
  if (*owner)
    return finish(context, console,
                  run_there(context, **owner, {context.arguments.words, *days}, console));
  auto engine = Engine::open(context);
  if (!engine) return report(context, engine.error());
  HomeSocket socket(context, **engine);
  (*engine)->profile().warn_of_unrecorded(context, context.arguments.words, *days);
  const auto code = (*engine)->run(context.arguments.words, *days, observer, context.stop);
  const int exit = finish(context, console, code);
  socket.finish(context.stop, [&] {
    note(context, context.say({"finishing a run that another command asked for (Ctrl-C stops it)",
                               "다른 명령이 부탁한 실행을 마칩니다 (Ctrl-C로 멈춥니다)"}));
  });
  return exit;
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
