#include "serve/ask.h"
#include "serve/resources.h"

namespace seohak {

Result<ApiAnswer> status_resource(const ApiContext& context, const WebRequest&) {
  const std::string event = context.events.last_id();  // first: what follows is not older
  const TableView days = SEOHAK_TRY(
      ask(context.warehouse,
          "SELECT (SELECT MAX(market_day) FROM raw_data.fear_greed_daily) AS fear_greed, "
          "(SELECT MAX(quote_day) FROM analytics.fx_trend_daily WHERE currency = 'USD') "
          "AS exchange_rate"));
  const RunFilter under_way{.state = RunState::running, .limit = 1};
  const bool running = !SEOHAK_TRY(context.runs.list(under_way)).empty();
  ApiAnswer answer;
  answer.follows.emplace(kRunsTopic);
  JsonWriter& json = answer.data.begin_object();
  json.key("version").text(context.version).key("profile").text(context.profile);
  json.key("clock");
  if (context.recorded_clock) {
    json.text(format(*context.recorded_clock));
  } else {
    json.null();
  }
  json.key("as_of").begin_object();
  days.write_members(0, json);
  json.end_object().key("running").boolean(running);
  json.key("login").boolean(context.login).key("event").text(event).end_object();
  return answer;
}

}  // namespace seohak
