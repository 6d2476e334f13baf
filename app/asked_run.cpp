#include "asked_run.h"

#include <cstdio>

#include <fmt/format.h>

#include "engine.h"
#include "home_socket.h"
#include "observers.h"
#include "run_desk.h"
#include "warehouse_owner.h"

namespace seohak {
namespace {

void print_line(std::string_view line) { put(stdout, fmt::format("{}\n", line)); }

void print_finished(int code) {
  print_line(fmt::format(R"({{"event":"finished","exit_code":{}}})", code));
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

int carry_out(const Context& context, const RunWords& words) {
  ConsoleObserver console(context);
  JsonObserver json(print_line);
  RunObserver& observer =
      context.arguments.json ? static_cast<RunObserver&>(json) : static_cast<RunObserver&>(console);
  const auto owner = WarehouseOwner::find(context);
  if (!owner) return report(context, owner.error());
  if (*owner) return finish(context, console, run_there(context, **owner, words, console));
  auto engine = Engine::open(context);
  if (!engine) return report(context, engine.error());
  auto desk = RunDesk::open(**engine, observer);
  if (!desk) return report(context, desk.error());
  HomeSocket socket(context, **engine, **desk);
  (*engine)->profile().warn_of_unrecorded(context, words.pipelines, words.days);
  const auto code = (*engine)->run(words, observer, context.stop);
  const int exit = finish(context, console, code);
  socket.finish(context.stop, [&] {
    note(context, context.say({"finishing a run that another command asked for (Ctrl-C stops it)",
                               "다른 명령이 부탁한 실행을 마칩니다 (Ctrl-C로 멈춥니다)"}));
  });
  return exit;
}

}  // namespace seohak
