#include <fmt/format.h>

#include "commands.h"
#include "front_door.h"
#include "history.h"
#include "home_socket.h"
#include "live_events.h"
#include "observers.h"
#include "phrases.h"
#include "run_desk.h"
#include "run_lines.h"
#include "serve/api.h"
#include "serve/web.h"
#include "service_manager.h"
#include "warehouse_owner.h"

namespace seohak {
namespace {

/// What the sources page lists: every raw table that a dataset fills.
std::vector<SourceInfo> source_infos(const Profile& profile) {
  std::vector<SourceInfo> infos;
  for (const auto& connector : profile.registry().all()) {
    const std::string source(connector->name());
    const std::string key = fmt::format("sources.{}.key", source);
    const bool needs_key = source == "eximbank";
    for (const Dataset& dataset : connector->datasets())
      for (const std::string_view table : dataset.tables)
        infos.push_back(SourceInfo{.source = source,
                                   .dataset = std::string(dataset.name),
                                   .table = std::string(table),
                                   .needs_key = needs_key,
                                   .has_key = needs_key && !profile.config().secret(key).empty()});
  }
  return infos;
}

/// Fills an empty warehouse in the background, so that a first `serve` shows data by itself.
std::optional<FirstFill> fill_if_empty(const Context& context, Engine& engine,
                                       ConsoleObserver& console) {
  if (!engine.is_empty()) return std::nullopt;
  note(context, context.say({"the warehouse is empty: running every pipeline first",
                             "저장소가 비어 있어 모든 파이프라인을 먼저 실행합니다"}));
  return FirstFill{console, [&console](int worst) { console.summary(worst); }};
}

/// Says what the scheduler will do, or why there is none.
void tell_schedule(const Context& context, RunDesk& desk) {
  if (desk.is_scheduling())
    note(context, context.say({"pipelines run by their schedules (seohak schedule lists them)",
                               "파이프라인을 일정대로 실행합니다 (seohak schedule로 확인)"}));
  else
    note(context, context.say({"no schedules: the clock of recordings stands still "
                               "(scheduler.enabled = \"on\" runs them nevertheless)",
                               "일정 실행 없음: 녹화 데이터의 시계는 멈춰 있습니다 "
                               "(scheduler.enabled = \"on\"이면 그래도 실행)"}));
}

std::string in_korean(std::string_view message) { return phrase_or_same(Lang::ko, message); }

/// Different for every process.
std::string boot_id() {
  return fmt::format("{:x}", std::chrono::steady_clock::now().time_since_epoch().count());
}

}  // namespace

int command_serve(const Context& context) {
  auto access = read_access(context);
  if (!access) return report(context, access.error());
  const auto owner = WarehouseOwner::find(context);
  if (!owner) return report(context, owner.error());
  if (*owner)
    return refuse(
        context, Errc::busy,
        context.say(
            {"pid {} serves or runs on this home already; stop it first or use another "
             "--home",
             "pid {}이(가) 이미 이 홈에서 돌고 있습니다. 먼저 끝내거나 다른 --home을 쓰세요"},
            (*owner)->pid()));
  auto engine = Engine::open(context);
  if (!engine) return report(context, engine.error());
  EventHub events(boot_id(), (*engine)->metrics());
  // What hears of runs outlives the desk, which ends them.
  RunLines lines(context);
  LiveEvents live(events);
  ConsoleObserver console(context);
  (*engine)->watch(&live);
  (*engine)->warehouse().set_listener(
      [&live](const WarehouseChange& change) { live.on_change(change); });
  auto desk = RunDesk::open(**engine, lines);
  if (!desk) return report(context, desk.error());
  const Profile& profile = (*engine)->profile();
  // Pages read beside whoever writes and waits for the file.
  const Redactor redactor;
  const auto readable = open_history(context, *context.wall, redactor);
  if (!readable) return report(context, readable.error());
  const std::unique_ptr<RunHistory> history = history_of(**readable);
  std::optional<Instant> recorded_clock;
  if (profile.recordings() != nullptr) recorded_clock = profile.recordings()->clock();
  const ApiContext api{.warehouse = (*engine)->warehouse(),
                       .runs = *history,
                       .metrics = (*engine)->metrics(),
                       .events = events,
                       .clock = profile.clock(),
                       .version = SEOHAK_VERSION,
                       .profile = context.home.profile,
                       .recorded_clock = recorded_clock,
                       .sources = source_infos(profile),
                       .landing = (*engine)->landing(),
                       .recordings = profile.recordings(),
                       .login = access->guard.login,
                       .in_korean = in_korean,
                       .control = desk->get()};
  Router router;
  add_api(router, api);
  add_web(router, embedded::web());
  const auto door = FrontDoor::open(context, *access, (*engine)->metrics());
  if (!door) return report(context, door.error());
  HttpServer::Options options;
  options.ask_at_once = !access->guard.login;  // a session is looked up in a file
  HttpServer server(options);
  const auto port = server.listen_tcp(access->address, (*door)->in_front_of(router));
  if (!port) return report(context, port.error());
  HomeSocket socket(context, **engine, **desk, [&events] { events.publish(kRunsTopic, "{}"); });
  access->address.port = *port;
  announce(context, *access);
  const auto begun = (*desk)->begin(fill_if_empty(context, **engine, console));
  if (!begun) return report(context, begun.error());
  tell_schedule(context, **desk);
  const ServiceManager manager = ServiceManager::of_environment();
  if (const auto told = manager.tell("READY=1"); !told) return report(context, told.error());
  manager.wait_until(context.stop, [&] { return server.is_moving(std::chrono::seconds(10)); });
  // One that does not hear it sees the end anyway.
  static_cast<void>(manager.tell("STOPPING=1"));
  const std::chrono::seconds patience(context.config.integer("scheduler.drain_s"));
  if (!(*desk)->is_idle())
    note(context,
         context.say({"waiting up to {} s for what runs; the next start goes on with the "
                      "rest (Ctrl-C again ends at once)",
                      "진행 중인 작업을 최대 {}초 기다립니다. 나머지는 다음에 켤 때 이어서 "
                      "합니다 (Ctrl-C를 다시 누르면 바로 끝냅니다)"},
                     patience.count()));
  (*desk)->finish(patience, {});
  socket.finish(context.stop);
  server.stop();
  (*engine)->warehouse().set_listener(nullptr);
  note(context, context.say({"stopped", "끝냈습니다"}));
  return 0;
}

}  // namespace seohak
