#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "commands.h"
#include "dag/due_store.h"
#include "dag/schedule_words.h"
#include "engine.h"
#include "pipeline/settings.h"
#include "schedule_text.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

constexpr int kDays = 7;
constexpr int kMostDays = 366;

/// A pipeline with what is due of it.
struct Planned {
  std::string_view pipeline;
  Timing timing;
  std::vector<Due> dues;
  bool paused = false;
};

/// The asked-for days as instants, from now on and for a week where none are named.
Result<Interval<Instant>> asked_span(const Arguments& arguments, Instant now) {
  const auto from_day = SEOHAK_TRY(arguments.first_day());
  const auto to_day = SEOHAK_TRY(arguments.end_day());
  const Instant from = from_day ? start_of(Zone::new_york, *from_day) : now;
  Instant to = from + std::chrono::days(kDays);
  if (from_day) to = start_of(Zone::new_york, *from_day + kDays);
  if (to_day) to = start_of(Zone::new_york, *to_day);
  if (to <= from)
    return fail(Errc::bad_request, fmt::format("--from {} is not before --to {}",
                                               arguments.from.value_or(format(from)),
                                               arguments.to.value_or(format(to))));
  if (to - from > std::chrono::days(kMostDays))
    return fail(Errc::bad_request,
                fmt::format("at most {} days are listed at once; name fewer with --from and --to",
                            kMostDays));
  return Interval<Instant>{from, to};
}

/// Of a home that has no history yet nothing is paused.
Result<void> read_pauses(const Context& context, std::vector<Planned>& all) {
  const auto file = context.home.state();
  if (!std::filesystem::exists(file)) return {};
  const auto dues = SEOHAK_TRY(DueStore::open(file, *context.wall));
  for (Planned& one : all) {
    const auto state = SEOHAK_TRY(dues->state(std::string(one.pipeline)));
    one.paused = state && state->paused;
  }
  return {};
}

Result<std::vector<Planned>> plan_all(const Context& context, const Profile& profile,
                                      Interval<Instant> span) {
  const auto& names = context.arguments.words;
  SEOHAK_TRY(check_pipeline_names(names));
  std::vector<Planned> all;
  for (const PipelinePlan& plan : pipeline_plans()) {
    if (!names.empty() && std::find(names.begin(), names.end(), plan.name) == names.end()) continue;
    Planned one{plan.name, SEOHAK_TRY(pipeline_settings(plan, profile.config())).timing, {}};
    if (one.timing.enabled) one.dues = one.timing.schedule.between(profile.calendar(), span);
    all.push_back(std::move(one));
  }
  SEOHAK_TRY(read_pauses(context, all));
  return all;
}

void write_due(JsonWriter& json, const Due& due) {
  json.begin_object().key("at").text(format(due.at));
  json.key("new_york").text(format_local(Zone::new_york, due.at));
  json.key("seoul").text(format_local(Zone::seoul, due.at));
  json.key("data_from").text(format(due.data.from)).key("data_to").text(format(due.data.to));
  json.key("day").text(format(due.day)).end_object();
}

std::string schedule_json(const Context& context, Instant now, Interval<Instant> span,
                          const std::vector<Planned>& all) {
  JsonWriter json;
  json.begin_object().key("profile").text(context.home.profile).key("now").text(format(now));
  json.key("from").text(format(span.from)).key("to").text(format(span.to));
  json.key("pipelines").begin_array();
  for (const Planned& one : all) {
    const ScheduleWords words = explain(one.timing.schedule);
    json.begin_object().key("pipeline").text(one.pipeline);
    json.key("enabled").boolean(one.timing.enabled).key("paused").boolean(one.paused);
    json.key("schedule").text(one.timing.schedule.text());
    json.key("words").begin_object().key("en").text(words.en).key("ko").text(words.ko).end_object();
    json.key("catch_up").text(to_string(one.timing.catch_up));
    json.key("deadline_s")
        .number(static_cast<std::int64_t>(
            std::chrono::duration_cast<std::chrono::seconds>(one.timing.deadline).count()));
    json.key("due").begin_array();
    for (const Due& due : one.dues) write_due(json, due);
    json.end_array().end_object();
  }
  return json.end_array().end_object().take();
}

void print_pipeline(const Context& context, const Planned& one) {
  const ScheduleWords words = explain(one.timing.schedule);
  put(stdout, fmt::format("{}  \"{}\"\n  {}\n", one.pipeline, one.timing.schedule.text(),
                          context.lang == Lang::ko ? words.ko : words.en));
  if (one.paused)
    put(stdout, context.say({"  paused; `seohak resume {}` goes on\n",
                             "  멈춰 있습니다. 다시 시작하려면 `seohak resume {}`\n"},
                            one.pipeline));
  if (!one.timing.enabled)
    put(stdout, context.say({"  switched off by pipelines.{}.enabled\n",
                             "  pipelines.{}.enabled 설정으로 꺼져 있습니다\n"},
                            one.pipeline));
  else if (one.dues.empty())
    put(stdout, fmt::format("  {}\n", context.say({"nothing is due", "실행할 때가 없습니다"})));
  std::vector<DueRun> runs;
  if (!context.arguments.verbose) runs = runs_of(one.dues);
  for (const Due& due : one.dues)
    if (context.arguments.verbose) runs.push_back({due, due, 1, {}});
  for (const DueRun& run : runs) put(stdout, fmt::format("  {}\n", due_text(context.lang, run)));
}

/// What the clock is, and what is listed.
void introduce(const Context& context, const Profile& profile, Interval<Instant> span) {
  if (profile.recordings() != nullptr)
    note(context, context.say({"recorded profile: the clock stands at {}",
                               "recorded 프로필: 시계는 {}에 멈춰 있습니다"},
                              both_zones(context.lang, profile.clock().now())));
  if (!profile.runs_schedules())
    note(context, context.say({"`seohak serve` starts none of these here: scheduler.enabled = "
                               "\"{}\"",
                               "여기서 `seohak serve`는 이 가운데 아무것도 시작하지 않습니다: "
                               "scheduler.enabled = \"{}\""},
                              profile.config().text("scheduler.enabled")));
  note(context, context.say({"from {} to {}", "{}부터 {}까지"}, both_zones(context.lang, span.from),
                            both_zones(context.lang, span.to)));
}

}  // namespace

int command_schedule(const Context& context) {
  const auto profile = Profile::open(context);
  if (!profile) return report(context, profile.error());
  const Instant now = (*profile)->clock().now();
  const auto span = asked_span(context.arguments, now);
  if (!span) return report(context, span.error());
  const auto all = plan_all(context, **profile, *span);
  if (!all) return report(context, all.error());
  if (context.arguments.json) {
    put(stdout, schedule_json(context, now, *span, *all) + "\n");
    return 0;
  }
  introduce(context, **profile, *span);
  for (const Planned& one : *all) print_pipeline(context, one);
  return 0;
}

}  // namespace seohak
