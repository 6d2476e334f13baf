#include "dag/pipeline.h"

#include <gmock/gmock.h>

namespace seohak {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Task task(std::string name, std::vector<std::string> after = {}) {
  return {.name = std::move(name),
          .after = std::move(after),
          .run = [](TaskContext&) -> Result<TaskOutcome> { return TaskOutcome{}; }};
}

std::string refusal(std::vector<Task> tasks) {
  const auto checked = validate({"fear_greed", std::move(tasks)});
  if (checked) return "accepted";
  EXPECT_EQ(checked.error().code, Errc::bad_request);
  return checked.error().message;
}

TEST(Pipeline, AcceptsADiamond) {
  EXPECT_EQ(refusal({task("a"), task("b", {"a"}), task("c", {"a"}), task("d", {"b", "c"})}),
            "accepted");
}

TEST(Pipeline, AcceptsNoTasks) { EXPECT_EQ(refusal({}), "accepted"); }

TEST(Pipeline, NamesTheNearestDependency) {
  EXPECT_EQ(refusal({task("extract"), task("load", {"extrakt"})}),
            "pipeline fear_greed: task \"load\" comes after \"extrakt\", which does not exist; did "
            "you mean \"extract\"?");
}

TEST(Pipeline, GuessesNothingWhenNoNameIsNear) {
  EXPECT_THAT(refusal({task("extract"), task("load", {"zzzzzzzzz"})}),
              testing::EndsWith("which does not exist"));
}

TEST(Pipeline, RefusesACycleWithItsPath) {
  EXPECT_THAT(
      refusal({task("start"), task("a", {"start", "c"}), task("b", {"a"}), task("c", {"b"})}),
      HasSubstr("a -> c -> b -> a "));
}

TEST(Pipeline, LeavesTheWayToTheCycleOut) {
  EXPECT_THAT(refusal({task("end", {"a"}), task("a", {"b"}), task("b", {"a"})}),
              HasSubstr(": a -> b -> a ("));
}

TEST(Pipeline, RefusesATaskAfterItself) {
  EXPECT_THAT(refusal({task("a", {"a"})}), HasSubstr(": a -> a ("));
}

TEST(Pipeline, RefusesADoubledName) {
  EXPECT_THAT(refusal({task("a"), task("a")}), HasSubstr("two tasks are named \"a\""));
}

TEST(Pipeline, RefusesATaskWithoutNameOrWork) {
  EXPECT_THAT(refusal({task("")}), HasSubstr("has no name"));
  EXPECT_THAT(refusal({Task{.name = "a", .after = {}, .run = nullptr}}),
              HasSubstr("has nothing to run"));
}

TEST(Pipeline, GivesOneTaskWithoutItsDependencies) {
  const Pipeline pipeline{"p", {task("extract"), task("load", {"extract"})}};
  const auto one = only_task(pipeline, "load");
  ASSERT_TRUE(one);
  ASSERT_EQ(one->tasks.size(), 1U);
  EXPECT_EQ(one->tasks[0].name, "load");
  EXPECT_TRUE(one->tasks[0].after.empty());
  const auto none = only_task(pipeline, "laod");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::bad_request);
  EXPECT_EQ(none.error().message, "pipeline p has no task \"laod\"; did you mean \"load\"?");
  EXPECT_EQ(only_task(pipeline, "model").error().message,
            "pipeline p has no task \"model\"; it has extract, load");
  EXPECT_EQ(only_task(pipeline, "").error().message, "name a task of pipeline p: extract, load");
}

std::vector<std::string> names_of(const Pipeline& pipeline) {
  std::vector<std::string> names;
  for (const Task& task : pipeline.tasks) names.push_back(task.name);
  return names;
}

TEST(Pipeline, IsNarrowedToSomeOfItsTasks) {
  const Pipeline pipeline{
      "p", {{.name = "a"}, {.name = "b", .after = {"a"}}, {.name = "c", .after = {"a", "b"}}}};
  const std::vector<std::string> kept = {"c", "a"};
  const auto found = narrowed(pipeline, kept);
  ASSERT_TRUE(found);
  EXPECT_THAT(names_of(*found), ElementsAre("a", "c"));
  EXPECT_THAT(found->tasks[1].after, ElementsAre("a"));
  const std::vector<std::string> gone = {"a", "z"};
  const auto refused = narrowed(pipeline, gone);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::bad_request);
  EXPECT_THAT(refused.error().message, HasSubstr("no task \"z\""));
}

TEST(Pipeline, AScheduledRunHasTheTasksWhoseOwnScheduleIsDue) {
  const Schedule morning = *Schedule::parse("cron 0 9 * * * UTC");
  const Schedule often = *Schedule::parse("cron */5 * * * * UTC");
  Pipeline pipeline{"p",
                    {{.name = "calendar"},
                     {.name = "extract:daily", .only_when = morning},
                     {.name = "load:daily", .after = {"extract:daily"}},
                     {.name = "extract:often", .only_when = often},
                     {.name = "load:often", .after = {"extract:often"}},
                     {.name = "model", .after = {"calendar", "load:daily", "load:often"}},
                     {.name = "of daily", .after = {"load:daily"}}}};
  const MarketCalendar calendar;
  const auto at = [](const char* text) { return *parse_instant(text); };
  EXPECT_THAT(tasks_due(pipeline, calendar, at("2026-03-02T08:59:00Z"), at("2026-03-02T09:00:00Z")),
              ElementsAre("calendar", "extract:daily", "load:daily", "extract:often", "load:often",
                          "model", "of daily"));
  EXPECT_THAT(tasks_due(pipeline, calendar, at("2026-03-02T09:00:00Z"), at("2026-03-02T09:05:00Z")),
              ElementsAre("calendar", "extract:often", "load:often", "model"));
}

}  // namespace
}  // namespace seohak
