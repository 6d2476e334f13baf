#include "base/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seohak {
namespace {

using testing::ElementsAre;
using Rows = std::vector<std::vector<std::string>>;

Result<Rows> read(std::string_view text) {
  CsvReader reader(text);
  Rows rows;
  while (SEOHAK_TRY(reader.next()))
    rows.emplace_back(reader.fields().begin(), reader.fields().end());
  return rows;
}

TEST(Csv, SplitsPlainFieldsAndKeepsEmptyOnes) {
  EXPECT_THAT(*read("a,,c,\n1,2,3,4\n"),
              ElementsAre(ElementsAre("a", "", "c", ""), ElementsAre("1", "2", "3", "4")));
}

TEST(Csv, TakesEveryLineEndAndSkipsEmptyLines) {
  EXPECT_THAT(*read("a\r\nb\rc\n\n\r\nd"),
              ElementsAre(ElementsAre("a"), ElementsAre("b"), ElementsAre("c"), ElementsAre("d")));
}

TEST(Csv, UnquotesFieldsWithSeparatorsQuotesAndLineEnds) {
  EXPECT_THAT(*read("\"1,740.86\",\"say \"\"hi\"\"\",\"two\r\nlines\"\nx,y,\"\"\n"),
              ElementsAre(ElementsAre("1,740.86", "say \"hi\"", "two\r\nlines"),
                          ElementsAre("x", "y", "")));
}

TEST(Csv, SkipsTheByteOrderMark) {
  EXPECT_THAT(*read("\xEF\xBB\xBF"
                    "Date,Score\n"),
              ElementsAre(ElementsAre("Date", "Score")));
}

TEST(Csv, KnowsRecordTextAndLine) {
  CsvReader reader("a,b\r\n\"x\ny\",2\r\nlast,3");
  ASSERT_TRUE(*reader.next());
  ASSERT_TRUE(*reader.next());
  EXPECT_EQ(reader.record(), "\"x\ny\",2");
  EXPECT_EQ(reader.line(), 2U);
  ASSERT_TRUE(*reader.next());
  EXPECT_EQ(reader.record(), "last,3");
  EXPECT_EQ(reader.line(), 4U);
  EXPECT_FALSE(*reader.next());
}

TEST(Csv, RefusesAnOpenQuoteAndNamesTheLine) {
  const auto rows = read("a,b\n1,\"open");
  ASSERT_FALSE(rows.has_value());
  EXPECT_EQ(rows.error().code, Errc::bad_data);
  EXPECT_EQ(rows.error().message, "line 2: a quote does not end");
}

TEST(Csv, RefusesTextBehindAClosingQuote) {
  EXPECT_EQ(read("\"a\"b,c").error().message, "line 1: text behind a closing quote");
}

TEST(Csv, EmptyTextHasNoRecord) { EXPECT_TRUE(read("")->empty()); }

}  // namespace
}  // namespace seohak
