#include "serve/noted_reads.h"

#include <gmock/gmock.h>

#include "serve/api_fixture.h"

namespace seohak {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(NotedReads, NotesTheTablesOfEachStatement) {
  testing::ApiFixture api;
  NotedReads reads(*api.warehouse);
  WarehouseReader& reader = reads;
  ASSERT_TRUE(reader.query("SELECT metadata.x FROM (SELECT 1 AS x) AS metadata"));
  EXPECT_THAT(reads.tables(), ElementsAre());
  ASSERT_TRUE(
      reader.query("SELECT COUNT(*) FROM raw_data.fx_rate_daily, analytics.fx_trend_daily"));
  ASSERT_TRUE(reader.stream("SELECT * FROM meta.load"));
  ASSERT_TRUE(reader.query("SELECT 1 FROM raw_data.fx_rate_daily"));
  EXPECT_THAT(reads.tables(),
              ElementsAre("analytics.fx_trend_daily", "meta.load", "raw_data.fx_rate_daily"));
  EXPECT_EQ(reads.version(), api.warehouse->version());
}

TEST(NotedReads, TellWhatAnAnswerFollows) {
  testing::ApiFixture api;
  api.load("raw_data.fear_greed_daily", testing::kFearGreedRows);
  EXPECT_THAT(*api.get("/api/v1/fear-greed").body,
              HasSubstr(R"("follows":["raw_data.fear_greed_daily"])"));
  EXPECT_THAT(*api.get("/api/v1/runs").body, HasSubstr(R"("follows":["runs"])"));
}

TEST(NotedReads, AnAnswerFromSomethingKeptFollowsWhatThatFollows) {
  testing::ApiFixture api;
  api.load_market();
  const std::string first = *api.get("/api/v1/signals").body;
  const std::string second = *api.get("/api/v1/signals?limit=1").body;  // of the same kept board
  const auto follows = [](const std::string& body) { return body.substr(body.find("follows")); };
  EXPECT_THAT(first, HasSubstr("analytics.stock_rsi_daily"));
  EXPECT_EQ(follows(first), follows(second));
}

}  // namespace
}  // namespace seohak
