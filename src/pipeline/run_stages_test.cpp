#include "pipeline/run_stages.h"

#include <gmock/gmock.h>

namespace seohak {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

auto stage(const char* name, auto after) {
  return AllOf(Field(&RunStage::name, name), Field(&RunStage::after, after));
}

RunRecord run_of(std::initializer_list<const char*> names) {
  RunRecord run;
  for (const char* name : names) {
    TaskRecord task;
    task.task = name;
    run.tasks.push_back(std::move(task));
  }
  return run;
}

Pipeline declared() {
  return {.name = "fx",
          .tasks = {{.name = "calendar"},
                    {.name = "extract:ecb", .after = {"calendar"}},
                    {.name = "load:ecb", .after = {"extract:ecb"}},
                    {.name = "load:yahoo", .after = {"extract:yahoo"}},
                    {.name = "model:fx", .after = {"load:ecb", "load:yahoo"}}}};
}

TEST(RunStages, TakePartsTogether) {
  const Pipeline pipeline = declared();
  const RunRecord run = run_of({"calendar", "extract:ecb@2024-03", "load:ecb@2024-03",
                                "extract:ecb@2024-02", "load:ecb@2024-02", "audit:fx", "model:fx"});
  EXPECT_THAT(stages_of(run, &pipeline), ElementsAre(stage("calendar", IsEmpty()),
                                                     stage("extract:ecb", ElementsAre("calendar")),
                                                     stage("load:ecb", ElementsAre("extract:ecb")),
                                                     stage("audit:fx", ElementsAre("load:ecb")),
                                                     stage("model:fx", ElementsAre("load:ecb"))));
}

TEST(RunStages, AreTheTasksOfARunWithoutParts) {
  const Pipeline pipeline = declared();
  EXPECT_THAT(
      stages_of(run_of({"extract:ecb", "load:ecb"}), &pipeline),
      ElementsAre(stage("extract:ecb", IsEmpty()), stage("load:ecb", ElementsAre("extract:ecb"))));
}

TEST(RunStages, OfAnUnknownPipelineHaveNoOrder) {
  EXPECT_THAT(stages_of(run_of({"a", "b@1", "b@2"}), nullptr),
              ElementsAre(stage("a", IsEmpty()), stage("b", IsEmpty())));
}

}  // namespace
}  // namespace seohak
