#include "extract/gsheets/gsheets.h"

#include <gtest/gtest.h>

#include "extract/test_rows.h"

namespace seohak {
namespace {

using namespace testing_rows;

constexpr const char* kTable = "raw_data.fear_greed_daily";
constexpr const char* kDocs = "https://docs.google.com";
const Request kRequest{"fear_greed", {{}, PlainDay{} + 1}};

const GSheets kSheets(kDocs, "RECORDED-no-real-sheet", "0");

Answer answer_with(std::string body) {
  return answer_of(
      "gsheets.fear_greed",
      "https://docs.google.com/spreadsheets/d/RECORDED-no-real-sheet/export?format=csv&gid=0",
      "2026-05-01T23:30:00Z", "text/csv", std::move(body));
}

std::string recorded() { return testdata("gsheets", "fear-greed-cut.csv"); }

TEST(GSheetsPlan, AsksForTheExportOfTheTab) {
  const auto calls = kSheets.plan(kRequest);
  ASSERT_TRUE(calls.has_value());
  ASSERT_THAT(*calls, SizeIs(1));
  EXPECT_EQ((*calls)[0].url, answer_with("").url);
}

TEST(GSheetsPlan, TakesTheWholeAddressOfASheet) {
  const GSheets sheets(kDocs, "https://docs.google.com/spreadsheets/d/1AbC_d-9/edit#gid=77", "0");
  EXPECT_EQ((*sheets.plan(kRequest))[0].url,
            "https://docs.google.com/spreadsheets/d/1AbC_d-9/export?format=csv&gid=77");
}

TEST(GSheetsPlan, SaysWhatToSetWhenThereIsNoSheet) {
  const auto calls = GSheets(kDocs, "", "0").plan(kRequest);
  EXPECT_EQ(calls.error().code, Errc::unauthorized);
  EXPECT_THAT(calls.error().message, HasSubstr("sources.gsheets.fear_greed_id"));
}

TEST(GSheetsPlan, RefusesWhatIsNoSheetOrTab) {
  EXPECT_EQ(GSheets(kDocs, "a b", "0").plan(kRequest).error().code, Errc::bad_request);
  EXPECT_EQ(GSheets(kDocs, "abc", "first").plan(kRequest).error().code, Errc::bad_request);
}

TEST(GSheetsClassify, SignInPageSaysHowToShare) {
  Answer answer = answer_with("<!doctype html><html><title>Sign in</title></html>");
  answer.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  const auto result = kSheets.classify(answer);
  EXPECT_EQ(result.error().code, Errc::unauthorized);
  EXPECT_THAT(result.error().message, HasSubstr("Anyone with the link"));
}

TEST(GSheetsClassify, TellsMissingFromForbiddenFromBusy) {
  Answer answer = answer_with("<html></html>");
  const auto code = [&](int status) {
    answer.status = status;
    return kSheets.classify(answer).error().code;
  };
  EXPECT_EQ(code(401), Errc::unauthorized);
  EXPECT_EQ(code(403), Errc::refused);
  EXPECT_EQ(code(404), Errc::not_found);
  EXPECT_EQ(code(429), Errc::rate_limited);
  EXPECT_EQ(kSheets.classify(answer).error().retry_after, std::nullopt);
  EXPECT_EQ(code(503), Errc::unavailable);
  answer.headers.push_back({"Retry-After", "9"});
  EXPECT_EQ(kSheets.classify(answer).error().retry_after, std::chrono::seconds(9));
}

TEST(GSheetsClassify, EmptySheetIsDrift) {
  EXPECT_EQ(kSheets.classify(answer_with("\r\n")).error().code, Errc::drifted);
  EXPECT_TRUE(kSheets.classify(answer_with(recorded())).has_value());
}

TEST(GSheetsParse, ReadsTheRecordedSheet) {
  const Parsed parsed = parse(kSheets, answer_with(recorded()));
  ASSERT_TRUE(parsed.result.has_value());
  const auto rows = parsed.rows.of(kTable, "market_day,score,rating,source");
  ASSERT_THAT(rows, SizeIs(30));
  EXPECT_EQ(rows.front(), "2011-01-03|68|greed|gsheets");
  EXPECT_EQ(rows[15], "2026-04-13|42.7142857142857|fear|gsheets");
  EXPECT_EQ(rows.back(), "2026-05-01|66.6|greed|gsheets");
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), IsEmpty());
}

TEST(GSheetsParse, FindsColumnsByNameBehindAByteOrderMark) {
  const auto parsed = parse(kSheets, answer_with("\xEF\xBB\xBFrating,note, FEAR GREED ,date\r\n"
                                                 "Extreme Fear,\"a, b\",24.96,2024-08-05\r\n"));
  EXPECT_THAT(parsed.rows.of(kTable, "market_day,score,rating"),
              ElementsAre("2024-08-05|24.96|extreme fear"));
}

TEST(GSheetsParse, QuarantinesBadRowsAndKeepsTheRest) {
  const auto parsed = parse(kSheets, answer_with("Date,Fear Greed,Rating\r\n"
                                                 "2024-08-05,N/A,fear\r\n"
                                                 "2024-08-06,\"1,234.5\",extreme greed\r\n"
                                                 "2024-08-07,\"24,5\",extreme fear\r\n"
                                                 "2024-08-08,-1,extreme fear\r\n"
                                                 ",,\r\n"
                                                 "2024-08-09,,fear\r\n"
                                                 "08/12/2024,30,fear\r\n"
                                                 "2024-08-13,30,afraid\r\n"
                                                 "2024-08-14,30\r\n"
                                                 "2024-08-15,30.5,fear\r\n"));
  ASSERT_TRUE(parsed.result.has_value());
  EXPECT_THAT(parsed.rows.of(kTable, "market_day,score,rating"),
              ElementsAre("2024-08-15|30.5|fear"));
  EXPECT_THAT(
      parsed.rows.of(kQuarantine, "reason"),
      ElementsAre("Fear Greed: \"N/A\" is not a number", "score 1234.5 is outside 0 to 100",
                  "Fear Greed: \"24,5\" is not a number", "score -1 is outside 0 to 100",
                  "Fear Greed is empty", "Date: \"08/12/2024\" is not a day; use YYYY-MM-DD",
                  "rating \"afraid\" is none of: extreme fear, fear, neutral, greed, extreme greed",
                  "Rating is empty"));
  EXPECT_EQ(parsed.rows.of(kQuarantine, "row_text")[1], "2024-08-06,\"1,234.5\",extreme greed");
}

TEST(GSheetsParse, OfADuplicateDayTheLastRowStays) {
  const auto parsed = parse(kSheets, answer_with("Date,Fear Greed,Rating\n2024-08-15,30,fear\n"
                                                 "2024-08-15,31,fear\n"));
  EXPECT_THAT(parsed.rows.of(kTable, "market_day,score"), ElementsAre("2024-08-15|31"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "row_text"), ElementsAre("2024-08-15,30,fear"));
}

TEST(GSheetsParse, RenamedColumnIsDriftThatNamesIt) {
  const auto parsed = parse(kSheets, answer_with("Date,Index,Rating\n2024-08-15,30,fear\n"));
  EXPECT_EQ(parsed.result.error().code, Errc::drifted);
  EXPECT_EQ(parsed.result.error().message,
            "there is no column \"Fear Greed\"; there are: Date, Index, Rating");
}

TEST(GSheetsParse, RowsBeforeACutQuoteAreKept) {
  const auto parsed =
      parse(kSheets, answer_with("Date,Fear Greed,Rating\n2024-08-15,30,fear\n2024-08-16,\"3"));
  EXPECT_THAT(parsed.rows.of(kTable, "market_day"), ElementsAre("2024-08-15"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), ElementsAre("line 3: a quote does not end"));
}

}  // namespace
}  // namespace seohak
