#include "pipeline/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/pipelines.h"

namespace seohak {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::Pair;

Config config_of(const std::map<std::string, std::string>& flags) {
  ConfigSources sources;
  sources.flags = flags;
  return Config::load(sources).value();
}

PipelineSettings settings_of(std::string_view pipeline, const Config& config) {
  for (const PipelinePlan& plan : pipeline_plans())
    if (plan.name == pipeline) return pipeline_settings(plan, config).value();
  ADD_FAILURE() << pipeline;
  return pipeline_settings(pipeline_plans().front(), config).value();
}

std::string refusal(const std::map<std::string, std::string>& flags) {
  const auto checked = check_pipeline_settings(config_of(flags));
  if (checked) return "taken";
  EXPECT_EQ(checked.error().code, Errc::bad_config);
  return checked.error().message;
}

TEST(PipelineSettings, AreThePlansOwnWithoutConfiguration) {
  const Config config = Config::defaults();
  for (const PipelinePlan& plan : pipeline_plans()) {
    const PipelineSettings settings = settings_of(plan.name, config);
    EXPECT_EQ(settings.timing.schedule.text(), plan.schedule) << "in its canonical form";
    EXPECT_TRUE(settings.timing.enabled);
    EXPECT_EQ(settings.timing.catch_up, plan.catch_up);
    EXPECT_EQ(settings.timing.deadline, plan.deadline);
  }
}

TEST(PipelineSettings, FollowTheConfiguration) {
  const Config config = config_of({{"pipelines.listing.schedule", "US close"},
                                   {"pipelines.listing.enabled", "false"},
                                   {"pipelines.listing.catch_up", "all"},
                                   {"pipelines.listing.catch_up_most", "7"},
                                   {"pipelines.listing.deadline_s", "0"},
                                   {"pipelines.listing.retries", "0"},
                                   {"pipelines.listing.timeout_s", "90"}});
  const PipelineSettings settings = settings_of("listing", config);
  EXPECT_EQ(settings.timing.schedule.text(), "us close");
  EXPECT_FALSE(settings.timing.enabled);
  EXPECT_EQ(settings.timing.catch_up, CatchUp::all);
  EXPECT_EQ(settings.timing.catch_up_most, 7);
  EXPECT_EQ(settings.timing.deadline, seconds(0));

  Pipeline pipeline{"listing", {{.name = "extract", .retry = {.tries = 1}}, {.name = "load"}}};
  apply(settings, pipeline);
  EXPECT_EQ(pipeline.tasks[0].retry.tries, 1);
  EXPECT_EQ(pipeline.tasks[1].retry.tries, 1);
  EXPECT_EQ(pipeline.tasks[1].timeout, seconds(90));
  ASSERT_TRUE(pipeline.timing.has_value());
  EXPECT_FALSE(pipeline.timing->enabled);
  EXPECT_TRUE(settings_of("price_daily", config).timing.enabled);
}

TEST(PipelineSettings, KeepWhatTasksDeclareUnlessToldOtherwise) {
  Pipeline pipeline{"listing", {{.name = "load", .retry = {.tries = 5}, .timeout = seconds(30)}}};
  apply(settings_of("listing", Config::defaults()), pipeline);
  EXPECT_EQ(pipeline.tasks[0].retry.tries, 5);
  EXPECT_EQ(pipeline.tasks[0].timeout, seconds(30));
}

TEST(PipelineSettings, RefuseWhatThereIsNot) {
  EXPECT_EQ(refusal({}), "taken");
  EXPECT_EQ(refusal({{"pipelines.fear_gred.enabled", "true"}}),
            "unknown setting pipelines.fear_gred; did you mean pipelines.fear_greed?");
  EXPECT_THAT(refusal({{"pipelines.x.enabled", "true"}}),
              HasSubstr("unknown setting pipelines.x; there are fear_greed, exchange_rate, "));
  EXPECT_EQ(refusal({{"pools.wharehouse", "2"}}),
            "unknown setting pools.wharehouse; did you mean pools.warehouse?");
  EXPECT_EQ(refusal({{"pipelines.listing.schedule", "us close + 20"}}),
            "--pipelines.listing.schedule: pipelines.listing.schedule: character 14: expected min "
            "or h");
  EXPECT_EQ(refusal({{"pipelines.listing.schedule", "09:00 Asia/Soul daily"}}),
            "--pipelines.listing.schedule: pipelines.listing.schedule: character 7: \"Asia/Soul\" "
            "is not a time zone; did you mean Asia/Seoul?");
}

TEST(PipelineSettings, GiveEachSourceAndTheWarehouseAPool) {
  const auto slots = pool_slots(config_of({{"pools.cnn", "2"}}));
  EXPECT_THAT(slots, testing::Contains(Pair("cnn", 2)));
  EXPECT_THAT(slots, testing::Contains(Pair("warehouse", 2)));
  for (const PipelineDataset& one : pipeline_datasets())
    EXPECT_TRUE(slots.contains(std::string(one.source))) << one.source;
}

}  // namespace
}  // namespace seohak
