#include "serve/pipeline_lookup.h"

#include <algorithm>

#include "dag/schedule_words.h"
#include "serve/ask.h"

namespace seohak {

Result<RunControl*> control_of(const ApiContext& context, const WebRequest& request) {
  if (context.control != nullptr) return context.control;
  return fail(
      Errc::unavailable,
      in_language(request, "nothing runs pipelines here; start `seohak serve` on this home",
                  "여기에서는 파이프라인을 돌리지 않습니다. 이 홈에서 `seohak serve`를 켜세요"));
}

const Pipeline* pipeline_named(const RunControl& control, std::string_view name) {
  const auto all = control.pipelines();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Pipeline& pipeline) { return pipeline.name == name; });
  return found == all.end() ? nullptr : &*found;
}

void write_timing(const Pipeline& pipeline, const PipelineStatus& status, JsonWriter& json) {
  json.key("schedule");
  if (pipeline.timing) {
    const Schedule& schedule = pipeline.timing->schedule;
    const ScheduleWords words = explain(schedule);
    json.begin_object().key("text").text(schedule.text());
    json.key("ko").text(words.ko).key("en").text(words.en).end_object();
  } else {
    json.null();
  }
  const Duration deadline = pipeline.timing ? pipeline.timing->deadline : Duration(0);
  const CatchUp catch_up = pipeline.timing ? pipeline.timing->catch_up : CatchUp::none;
  json.key("enabled").boolean(pipeline.timing && pipeline.timing->enabled);
  json.key("scheduled").boolean(status.scheduled).key("paused").boolean(status.paused);
  json.key("catch_up").text(to_string(catch_up));
  json.key("deadline_s")
      .number(std::int64_t{std::chrono::floor<std::chrono::seconds>(deadline).count()});
}

}  // namespace seohak
