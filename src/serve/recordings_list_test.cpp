#include "serve/api_fixture.h"
#include "serve/recordings.h"

namespace seohak {
namespace {

using ::testing::HasSubstr;

class RecordingsResource : public ::testing::Test {
 protected:
  std::string get(std::string target) const { return *api.get(std::move(target)).body; }

  testing::ApiFixture api;
};

TEST_F(RecordingsResource, ListsNothingWhenNothingIsReplayed) {
  EXPECT_THAT(get("/api/v1/recordings"), HasSubstr(R"({"data":[],)"));
}

/// The figures are those of recordings/README.md, NOTICE and index.json.
TEST_F(RecordingsResource, TellsEachDatasetAndEachPartOfTheDropFolder) {
  const auto recordings = Recordings::open(std::string(SEOHAK_SOURCE_DIR) + "/recordings");
  ASSERT_TRUE(recordings) << recordings.error().message;
  api.context.recordings = &*recordings;
  const std::string english = get("/api/v1/recordings");
  EXPECT_THAT(english, HasSubstr(R"({"source":"nasdaq","dataset":"screener",)"
                                 R"("rows_first_day":"2026-01-20","rows_last_day":"2026-04-13",)"
                                 R"("answers":168,"captured_first":"2026-01-21T)"));
  EXPECT_THAT(english, HasSubstr(R"("files":56,)"));
  EXPECT_THAT(english, HasSubstr(R"("files":1,"bytes":277953,"form":"re_encoded",)"
                                 R"("origin":"USD/KRW base rate of The Export-Import Bank)"));
  EXPECT_THAT(english, HasSubstr(R"({"source":"file","dataset":"names","rows_first_day":null,)"
                                 R"("rows_last_day":null,"answers":null,"captured_first":null,)"
                                 R"("captured_last":null,"files":1,)"));
  EXPECT_THAT(english, HasSubstr(R"("terms":"ISC","link":"https://github.com/masonblier/eqker"})"));
  EXPECT_THAT(get("/api/v1/recordings?lang=ko"),
              HasSubstr(R"("terms":"CNN 약관이 재배포를 제한합니다.")"));
}

}  // namespace
}  // namespace seohak
