#include "phrases.h"

#include <gtest/gtest.h>

namespace seohak {
namespace {

std::string korean(std::string_view message) { return phrase_or_same(Lang::ko, message); }

TEST(Phrases, TellWhatATaskCameTo) {
  EXPECT_EQ(korean("9 answers, 379,423 bytes, 1 file"), "응답 9개, 379,423바이트, 파일 1개");
  EXPECT_EQ(korean("1 answer, 27,413 bytes, 1 file"), "응답 1개, 27,413바이트, 파일 1개");
  EXPECT_EQ(korean("240 answers, 1,234,567 bytes, 2 files"),
            "응답 240개, 1,234,567바이트, 파일 2개");
  EXPECT_EQ(korean("1 answer, 3,834 rows, 0 quarantined"), "응답 1개, 행 3,834개, 격리 0개");
  EXPECT_EQ(korean("2 answers, 0 rows, 12 quarantined"), "응답 2개, 행 0개, 격리 12개");
  EXPECT_EQ(korean("1 answer, 1 row, 0 quarantined"), "응답 1개, 행 1개, 격리 0개");
  EXPECT_EQ(korean("3,834 rows written"), "행 3,834개 기록");
  EXPECT_EQ(korean("1 row written"), "행 1개 기록");
  EXPECT_EQ(korean("0 warnings"), "경고 0개");
  EXPECT_EQ(korean("1 warning"), "경고 1개");
}

TEST(Phrases, TellTheSameInTheLog) {
  EXPECT_EQ(korean("done: 3,834 rows written"), "완료: 행 3,834개 기록");
  EXPECT_EQ(korean("done: 1 answer, 27,413 bytes, 1 file"),
            "완료: 응답 1개, 27,413바이트, 파일 1개");
  EXPECT_EQ(korean("skipped: nothing that it reads has changed"),
            "건너뜀: 읽는 것이 바뀌지 않았습니다");
}

TEST(Phrases, LeaveWhatTheyDoNotKnow) {
  EXPECT_EQ(korean("the sheet has no header row"), "the sheet has no header row");
  EXPECT_EQ(phrase_or_same(Lang::en, "1 warning"), "1 warning");
}

}  // namespace
}  // namespace seohak
