#include "run_words.h"

#include <algorithm>

#include <fmt/format.h>
#include <simdjson.h>

#include "json_words.h"
#include "serve/json_writer.h"

namespace seohak {
namespace {

using simdjson::dom::element;

Result<PlainDay> parse_word_day(std::string_view key, const element& value) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS)
    return fail(Errc::bad_request, fmt::format("\"{}\" must be a day like 2024-03-05", key));
  auto day = parse_day(text).context(key);
  if (!day) return fail(Errc::bad_request, day.error().message);
  return *day;
}

Result<RetryWords> parse_retry(const element& value) {
  simdjson::dom::object object;
  if (value.get(object) != simdjson::SUCCESS)
    return fail(Errc::bad_request, "\"retry\" must be an object");
  RetryWords words;
  for (const auto& [key, member] : object) {
    if (key == "tasks")
      words.tasks = SEOHAK_TRY(name_words(key, member));
    else if (key == "only")
      words.only = SEOHAK_TRY(flag_word(key, member));
    else if (key == "run")
      words.run = SEOHAK_TRY(text_word(key, member));
    else
      return fail(Errc::bad_request,
                  fmt::format("unknown member \"{}\" of \"retry\"; use run, tasks and only", key));
  }
  if (words.run.empty()) return fail(Errc::bad_request, "\"retry\" needs \"run\"");
  return words;
}

Result<BackfillWords> parse_backfill(const element& value) {
  simdjson::dom::object object;
  if (value.get(object) != simdjson::SUCCESS)
    return fail(Errc::bad_request, "\"backfill\" must be an object");
  BackfillWords words;
  for (const auto& [key, member] : object) {
    std::int64_t number = 0;
    if (key == "oldest_first") {
      words.oldest_first = SEOHAK_TRY(flag_word(key, member));
    } else if (key == "restart") {
      words.restart = SEOHAK_TRY(flag_word(key, member));
    } else if (key != "parallel") {
      return fail(Errc::bad_request, fmt::format("unknown member \"{}\" of \"backfill\"; use "
                                                 "parallel, oldest_first and restart",
                                                 key));
    } else if (member.get(number) != simdjson::SUCCESS || number < 1 || number > 64) {
      return fail(Errc::bad_request, "\"parallel\" must be a number from 1 to 64");
    } else {
      words.parallel = static_cast<int>(number);
    }
  }
  return words;
}

}  // namespace

bool RunWords::names(std::string_view pipeline) const {
  return pipelines.empty() ||
         std::find(pipelines.begin(), pipelines.end(), pipeline) != pipelines.end();
}

Result<RunWords> parse_run_words(std::string_view body) {
  RunWords words;
  std::optional<PlainDay> from;
  std::optional<PlainDay> to;
  SEOHAK_TRY(each_word(body, [&](std::string_view key, const element& value) -> Result<void> {
    if (key == "pipelines")
      words.pipelines = SEOHAK_TRY(name_words(key, value));
    else if (key == "from")
      from = SEOHAK_TRY(parse_word_day(key, value));
    else if (key == "to")
      to = SEOHAK_TRY(parse_word_day(key, value));
    else if (key == "backfill")
      words.backfill = SEOHAK_TRY(parse_backfill(value));
    else if (key == "retry")
      words.retry = SEOHAK_TRY(parse_retry(value));
    else if (key == "task")
      words.task = SEOHAK_TRY(text_word(key, value));
    else
      return fail(
          Errc::bad_request,
          fmt::format("unknown member \"{}\"; use pipelines, from, to, backfill, retry and task",
                      key));
    return {};
  }));
  if (words.task && (words.pipelines.size() != 1 || words.backfill))
    return fail(Errc::bad_request, "\"task\" goes with one pipeline, and not with \"backfill\"");
  if (from.has_value() != to.has_value())
    return fail(Errc::bad_request, "\"from\" and \"to\" go together");
  if (!from) return words;
  words.days = {*from, *to};
  if (words.days.empty())
    return fail(Errc::bad_request, "no day lies in the interval: \"from\" must be before \"to\"");
  return words;
}

std::string run_words_json(const RunWords& words) {
  JsonWriter json;
  json.begin_object().key("pipelines").begin_array();
  for (const std::string& name : words.pipelines) json.text(name);
  json.end_array();
  if (!words.days.empty())
    json.key("from").text(format(words.days.from)).key("to").text(format(words.days.to));
  if (words.task) json.key("task").text(*words.task);
  if (words.backfill) {
    json.key("backfill").begin_object();
    json.key("parallel").number(static_cast<std::int64_t>(words.backfill->parallel));
    json.key("oldest_first").boolean(words.backfill->oldest_first);
    json.key("restart").boolean(words.backfill->restart).end_object();
  }
  if (words.retry) {
    json.key("retry").begin_object().key("run").text(words.retry->run).key("tasks").begin_array();
    for (const std::string& task : words.retry->tasks) json.text(task);
    json.end_array().key("only").boolean(words.retry->only).end_object();
  }
  return json.end_object().take();
}

}  // namespace seohak
