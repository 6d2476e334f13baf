#include "run_words.h"

#include <gmock/gmock.h>

namespace seohak {
namespace {

using ::testing::HasSubstr;

TEST(RunWords, ReadsWhatItWrites) {
  const RunWords words{{"fear_greed", "exchange_rate"},
                       {parse_day("2024-03-05").value(), parse_day("2024-03-07").value()}};
  const auto read = parse_run_words(run_words_json(words));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->pipelines, words.pipelines);
  EXPECT_EQ(format(read->days.from), "2024-03-05");
  EXPECT_EQ(format(read->days.to), "2024-03-07");
}

TEST(RunWords, ReadsABackfillThatItWrites) {
  RunWords words;
  words.backfill = BackfillWords{.parallel = 7, .oldest_first = true, .restart = true};
  const auto read = parse_run_words(run_words_json(words));
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_TRUE(read->backfill);
  EXPECT_EQ(read->backfill->parallel, 7);
  EXPECT_TRUE(read->backfill->oldest_first);
  EXPECT_TRUE(read->backfill->restart);
  EXPECT_EQ(parse_run_words(R"({"backfill": {}})").value().backfill->parallel, 4);
}

TEST(RunWords, ReadsATaskThatItWrites) {
  RunWords words{.pipelines = {"listing"}, .days = {}};
  words.task = "load:nasdaq.screener";
  const auto read = parse_run_words(run_words_json(words));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->task, words.task);
}

TEST(RunWords, WithoutDaysLeavesThemEmpty) {
  const auto read = parse_run_words("{}");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->pipelines.empty());
  EXPECT_TRUE(read->days.empty());
}

TEST(RunWords, RefusesWhatWouldMeanEverything) {
  const struct {
    const char* body;
    const char* part;
  } scenarios[] = {
      {"", "not a JSON object"},
      {"[]", "not a JSON object"},
      {R"({"pipelines": "fear_greed"})", "list of names"},
      {R"({"pipelines": [1]})", "list of names"},
      {R"({"from": "2024-03-05"})", "go together"},
      {R"({"to": "2024-03-05"})", "go together"},
      {R"({"from": "2024-03-05", "to": "2024-03-05"})", "no day lies in the interval"},
      {R"({"from": "2024-03-06", "to": "2024-03-05"})", "no day lies in the interval"},
      {R"({"from": "", "to": "2024-03-05"})", "from"},
      {R"({"from": "2024-02-30", "to": "2024-03-05"})", "from"},
      {R"({"from": 20240305, "to": "2024-03-06"})", "must be a day"},
      {R"({"form": "2024-03-05"})", "unknown member \"form\""},
      {R"({"task": "load:x"})", "one pipeline"},
      {R"({"pipelines": ["a", "b"], "task": "load:x"})", "one pipeline"},
      {R"({"pipelines": ["a"], "backfill": {}, "task": "load:x"})", "not with"},
      {R"({"backfill": true})", "must be an object"},
      {R"({"backfill": {"parallel": 0}})", "from 1 to 64"},
      {R"({"backfill": {"parallel": "4"}})", "from 1 to 64"},
      {R"({"backfill": {"restart": 1}})", "true or false"},
      {R"({"backfill": {"oldest": true}})", "unknown member \"oldest\""},
  };
  for (const auto& scenario : scenarios) {
    SCOPED_TRACE(scenario.body);
    const auto read = parse_run_words(scenario.body);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Errc::bad_request);
    EXPECT_THAT(read.error().message, HasSubstr(scenario.part));
  }
}

}  // namespace
}  // namespace seohak
