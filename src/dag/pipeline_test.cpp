#include "dag/pipeline.h"

#include <gmock/gmock.h>

namespace seohak {
namespace {

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
  EXPECT_EQ(none.error().code, Errc::not_found);
  EXPECT_EQ(none.error().message, "pipeline p has no task \"laod\"; did you mean \"load\"?");
}

}  // namespace
}  // namespace seohak
