#include "dag/runner_fixture.h"

#include <gmock/gmock.h>

namespace seohak {
namespace {

using testing::ElementsAre;

TEST_F(RunnerTest, TakesUpARunWithoutRepeatingWhatIsDone) {
  int extracted = 0;
  bool broken = true;
  const auto tasks = [&]() -> std::vector<Task> {
    return {task("extract", {},
                 [&](TaskContext&) -> Result<TaskOutcome> {
                   ++extracted;
                   return TaskOutcome{};
                 }),
            task("load", {"extract"}, [&](TaskContext&) -> Result<TaskOutcome> {
              if (broken) return fail(Errc::bad_data, "damaged");
              return TaskOutcome{};
            })};
  };
  const auto first = run(tasks());
  EXPECT_EQ(first.value().exit_code, 1);
  broken = false;
  const auto second = run(tasks(), {.resume = first->run});
  EXPECT_EQ(second.value().run, first->run);
  EXPECT_EQ(second->exit_code, 0);
  EXPECT_EQ(second->tasks[1].tries, 2);
  EXPECT_EQ(extracted, 1);
  const auto other = run({task("extract", {}, succeed)}, {.resume = first->run});
  EXPECT_EQ(other.error().code, Errc::bad_request);
}

TEST_F(RunnerTest, TakesUpWhatComesAfterAFailedTaskToo) {
  bool broken = true;
  int loaded = 0;
  const auto tasks = [&] {
    Task extract = task("extract", {}, [&](TaskContext&) -> Result<TaskOutcome> {
      if (broken) return fail(Errc::not_found, "no");
      return TaskOutcome{};
    });
    Task load = task("load", {"extract"}, [&](TaskContext&) -> Result<TaskOutcome> {
      ++loaded;
      return TaskOutcome{};
    });
    load.needs = Needs::ended;  // it loads what there is
    return std::vector<Task>{extract, load, task("apart", {}, succeed)};
  };
  const auto first = run(tasks());
  EXPECT_EQ(loaded, 1);
  broken = false;
  recorder_.events.clear();
  const auto second = run(tasks(), {.resume = first.value().run});
  EXPECT_EQ(second.value().exit_code, 0);
  EXPECT_EQ(loaded, 2);
  EXPECT_EQ(second->tasks[2].tries, 1) << "what is apart from it is not done twice";
  EXPECT_EQ(recorder_.events.front().done, 1);
  EXPECT_EQ(recorder_.events.front().total, 3);
}

TEST_F(RunnerTest, TakesUpARunInAnotherOrder) {
  std::vector<std::string> order;
  bool broken = true;
  const auto body = [&](TaskContext& context) -> Result<TaskOutcome> {
    if (broken) return fail(Errc::not_found, "no");
    order.push_back(context.task);
    return TaskOutcome{};
  };
  const auto first = run({task("a", {}, succeed), task("b", {}, body), task("c", {}, body)});
  broken = false;
  RunRequest again{.resume = first.value().run};
  again.parallel = 1;
  const auto second = run({task("c", {}, body), task("b", {}, body), task("a", {}, body)}, again);
  EXPECT_EQ(second.value().exit_code, 0);
  EXPECT_THAT(order, ElementsAre("c", "b"));
}

}  // namespace
}  // namespace seohak
