#include "asked_run.h"

#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "base/text.h"
#include "engine.h"
#include "home_socket.h"
#include "observers.h"
#include "run_desk.h"
#include "run_settings.h"
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

/// Errors: busy when it replays other recordings than this command was given.
Result<void> check_recordings(const Context& context, const WarehouseOwner& owner) {
  const std::string wanted = context.config.text("recordings.dir");
  std::error_code error;
  if (wanted.empty() || std::filesystem::equivalent(wanted, owner.recordings(), error)) return {};
  return fail(Errc::busy, fmt::format("the program that holds this home (pid {}) replays the "
                                      "recordings in {}; stop it to run those in {}",
                                      owner.pid(), owner.recordings(), wanted));
}

void warn_of_other_settings(const Context& context, const WarehouseOwner& owner) {
  const std::vector<std::string> keys = differing(owner.settings(), run_settings(context.config));
  if (keys.empty()) return;
  note(context, context.say({"warning: its settings are not those of this command ({}); restart it "
                             "to use these",
                             "경고: 그 프로그램의 설정이 이 명령의 설정과 다릅니다 ({}). 이 설정을 "
                             "쓰려면 그 프로그램을 다시 시작하세요"},
                            fmt::to_string(fmt::join(keys, ", "))));
}

/// Where to look next after a run of this process.
void say_what_next(const Context& context, Engine& engine) {
  if (context.arguments.quiet || context.arguments.json) return;
  const auto issues = engine.issue_count();
  if (issues && *issues > 0)
    note(context, context.say({"{} flaws of the data are known: seohak query \"SELECT * FROM "
                               "analytics.data_issue\"",
                               "알려진 데이터 문제 {}개: seohak query \"SELECT * FROM "
                               "analytics.data_issue\""},
                              grouped(*issues)));
  note(context, context.say({"`seohak serve` opens the dashboard", "대시보드는 `seohak serve`"}));
}

/// Has the program that holds the warehouse run it.
Result<int> run_there(const Context& context, const WarehouseOwner& owner, const RunWords& words,
                      ConsoleObserver& console) {
  SEOHAK_TRY(check_recordings(context, owner));
  note(context, context.say({"run by the program that holds the warehouse (pid {})",
                             "저장소를 쥔 프로그램(pid {})이 실행합니다"},
                            owner.pid()));
  warn_of_other_settings(context, owner);
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

/// Opens the warehouse, or finds who holds it: one that began in the same instant, too.
struct Holder {
  std::optional<WarehouseOwner> owner;
  std::unique_ptr<Engine> engine;  ///< null when there is an owner
};
Result<Holder> find_holder(const Context& context) {
  auto owner = SEOHAK_TRY(WarehouseOwner::find(context));
  if (owner) return Holder{std::move(owner), nullptr};
  auto engine = Engine::open(context);
  if (engine) return Holder{std::nullopt, *std::move(engine)};
  if (engine.error().code == Errc::busy) owner = SEOHAK_TRY(WarehouseOwner::find(context));
  if (!owner) return fail(engine.error());
  return Holder{std::move(owner), nullptr};
}

}  // namespace

int carry_out(const Context& context, const RunWords& words) {
  ConsoleObserver console(context);
  JsonObserver json(print_line);
  RunObserver& observer =
      context.arguments.json ? static_cast<RunObserver&>(json) : static_cast<RunObserver&>(console);
  const auto found = find_holder(context);
  if (!found) return report(context, found.error());
  if (found->owner)
    return finish(context, console, run_there(context, *found->owner, words, console));
  const std::unique_ptr<Engine>& engine = found->engine;
  auto desk = RunDesk::open(*engine, observer);
  if (!desk) return report(context, desk.error());
  HomeSocket socket(context, *engine, **desk);
  engine->profile().warn_of_unrecorded(context, words.pipelines, words.days);
  const auto code = engine->run(words, observer, context.stop);
  const int exit = finish(context, console, code);
  if (exit == 0) say_what_next(context, *engine);
  socket.finish(context.stop, [&] {
    note(context, context.say({"finishing a run that another command asked for (Ctrl-C stops it)",
                               "다른 명령이 부탁한 실행을 마칩니다 (Ctrl-C로 멈춥니다)"}));
  });
  return exit;
}

}  // namespace seohak
