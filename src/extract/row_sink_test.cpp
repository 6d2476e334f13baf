#include "extract/row_sink.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/test_rows.h"

namespace seohak {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using namespace testing_rows;

constexpr const char* kFx = "raw_data.fx_rate_daily";
constexpr const char* kFearGreed = "raw_data.fear_greed_daily";
constexpr const char* kQuarantine = "raw_data.quarantine";

class RowSinkTest : public testing::Test {
 protected:
  void begin(std::string_view fetched_at, std::string_view load_id = "a", int record = 0) {
    sink_.begin_answer("eximbank", "rates", instant(fetched_at), load_id, record);
  }
  void add_rate(std::string_view quote_day, std::string_view currency, std::int64_t steps,
                std::string_view text = "text") {
    RowWriter& rows = sink_.table(kFx);
    rows.day(*rows.schema().find("quote_day"), day(quote_day));
    rows.text(*rows.schema().find("currency"), currency);
    rows.decimal(*rows.schema().find("deal_base_rate"), steps);
    rows.end_row(text);
  }
  void add_score(double score, std::string_view rating) {
    RowWriter& rows = sink_.table(kFearGreed);
    rows.day(*rows.schema().find("market_day"), day("2024-11-26"));
    rows.real(*rows.schema().find("score"), score);
    rows.text(*rows.schema().find("rating"), rating);
    rows.end_row("text");
  }
  Rows finish() { return Rows(sink_.finish().value()); }

  std::vector<TableSchema> tables_ = raw_tables();
  RowSink sink_{tables_};
};

TEST_F(RowSinkTest, AddsSourceTimeLoadAndRecord) {
  begin("2024-11-26T02:10:00Z", "load1", 7);
  add_rate("2024-11-26", "USD", 1'398'300'000);
  EXPECT_EQ(sink_.rows(), 1);
  EXPECT_THAT(
      finish().of(kFx, "quote_day,currency,deal_base_rate,ttb,source,fetched_at,load_id,record"),
      ElementsAre("2024-11-26|USD|1398.300000|null|eximbank|2024-11-26 02:10:00.000000Z|load1|7"));
}

TEST_F(RowSinkTest, SourceSetByTheParserStays) {
  begin("2024-11-26T02:10:00Z");
  sink_.table(kFx).text(*sink_.table(kFx).schema().find("source"), "fred");
  add_rate("2024-11-26", "USD", 1'000'000);
  EXPECT_THAT(finish().of(kFx, "source"), ElementsAre("fred"));
}

TEST_F(RowSinkTest, QuarantinesRowsThatBreakTheSchema) {
  begin("2024-11-26T02:10:00Z", "load1", 3);
  add_score(100.5, "greed");
  add_score(std::nan(""), "greed");
  add_score(50, "calm");
  sink_.table(kFearGreed).end_row("empty row");
  add_rate("2024-11-26", "USD", 0, "zero");
  add_rate("2024-11-26", "\xFF", 1);
  add_rate("2024-11-26", "USD", 1'000'000'000'000'000'000);
  EXPECT_EQ(sink_.rows(), 0);
  EXPECT_EQ(sink_.quarantined(), 7);
  const Rows rows = finish();
  EXPECT_THAT(
      rows.of(kQuarantine, "row_no,reason"),
      ElementsAre("0|score 100.5 is outside 0 to 100", "1|score is not a finite number",
                  "2|rating \"calm\" is none of: extreme fear, fear, neutral, greed, extreme greed",
                  "3|market_day is missing", "4|deal_base_rate 0.000000 is not above 0",
                  "5|currency is not UTF-8 text",
                  "6|deal_base_rate has more than 12 digits before the point"));
  EXPECT_EQ(rows.of(kQuarantine, "table_name,source,dataset,fetched_at,load_id,record,row_text")[4],
            "raw_data.fx_rate_daily|eximbank|rates|2024-11-26 02:10:00.000000Z|load1|3|zero");
}

TEST_F(RowSinkTest, ABoundItselfIsInside) {
  begin("2024-11-26T02:10:00Z");
  add_score(0, "extreme fear");
  EXPECT_EQ(sink_.quarantined(), 0);
  begin("2024-11-26T02:10:01Z");
  add_score(100, "extreme greed");
  EXPECT_EQ(sink_.quarantined(), 0);
}

TEST_F(RowSinkTest, DroppedRowLeavesNothingBehind) {
  begin("2024-11-26T02:10:00Z");
  sink_.table(kFx).decimal(*sink_.table(kFx).schema().find("ttb"), 5);
  sink_.table(kFx).drop_row();
  add_rate("2024-11-26", "USD", 1'000'000);
  EXPECT_THAT(finish().of(kFx, "ttb"), ElementsAre("null"));
}

TEST_F(RowSinkTest, AbandonedAnswerTakesRowsAndQuarantineWithIt) {
  begin("2024-11-26T02:10:00Z", "a", 0);
  add_rate("2024-11-26", "USD", 1'000'000);
  add_score(101, "greed");
  begin("2024-11-26T02:10:00Z", "a", 1);
  add_rate("2024-11-27", "USD", 2'000'000);
  add_score(102, "greed");
  sink_.quarantine(kFx, "why", "text");
  sink_.abandon_answer();
  sink_.quarantine(kFx, "the answer does not parse", "");
  EXPECT_EQ(sink_.rows(), 1);
  EXPECT_EQ(sink_.quarantined(), 2);
  const Rows rows = finish();
  EXPECT_THAT(rows.of(kFx, "quote_day"), ElementsAre("2024-11-26"));
  EXPECT_THAT(rows.of(kQuarantine, "record,row_no,reason"),
              ElementsAre("0|0|score 101 is outside 0 to 100", "1|0|the answer does not parse"));
}

TEST_F(RowSinkTest, LastRowOfAKeyStaysAndADifferentOneIsQuarantined) {
  begin("2024-11-26T02:10:00Z");
  add_rate("2024-11-26", "USD", 1'000'000, "first");
  add_rate("2024-11-26", "JPY", 9'000'000, "yen");
  add_rate("2024-11-26", "JPY", 9'000'000, "yen again");
  add_rate("2024-11-26", "USD", 2'000'000, "second");
  const Rows rows = finish();
  EXPECT_THAT(rows.of(kFx, "currency,deal_base_rate"),
              UnorderedElementsAre("JPY|9.000000", "USD|2.000000"));
  EXPECT_THAT(rows.of(kQuarantine, "reason,row_text"),
              ElementsAre("duplicate key: a later row of the same answer differs|first"));
}

TEST_F(RowSinkTest, LongTextOfADuplicateIsCutAtACharacter) {
  for (const char* lead : {"", "x", "xx"}) {  // a cut in every part of a three-byte character
    std::string text = lead;
    for (int i = 0; i < 300; ++i) text += "원";
    begin("2024-11-26T02:10:00Z");
    add_rate("2024-11-26", "USD", 1'000'000, text);
    add_rate("2024-11-26", "USD", 2'000'000, "second");
    const auto stored = finish().of(kQuarantine, "row_text");
    ASSERT_EQ(stored.size(), 1U);
    EXPECT_TRUE(is_utf8(stored[0]));
    EXPECT_TRUE(stored[0].starts_with(std::string(lead) + "원원원"));
    EXPECT_TRUE(stored[0].ends_with("…"));
  }
}

TEST_F(RowSinkTest, KeepsOneRowOfEachOfManyKeys) {
  begin("2024-11-26T02:10:00Z");
  for (int round = 0; round < 2; ++round)
    for (char a = 'A'; a <= 'Z'; ++a)
      for (char b = 'A'; b <= 'Z'; ++b)
        add_rate("2024-11-26", std::string("X") + a + b, 1'000'000 + round);
  const Rows rows = finish();
  EXPECT_THAT(rows.of(kFx, "deal_base_rate"),
              testing::AllOf(testing::SizeIs(676), testing::Each("1.000001")));
  EXPECT_THAT(rows.of(kQuarantine, "reason"), testing::SizeIs(676));
}

TEST_F(RowSinkTest, NewestAnswerOfAKeyStaysInAnyOrder) {
  begin("2024-11-26T02:20:00Z", "a", 0);
  add_rate("2024-11-26", "USD", 2'000'000);
  begin("2024-11-26T02:10:00Z", "z", 9);
  add_rate("2024-11-26", "USD", 1'000'000);
  begin("2024-11-26T02:20:00Z", "b", 0);
  add_rate("2024-11-26", "USD", 3'000'000);
  const Rows rows = finish();
  EXPECT_THAT(rows.of(kFx, "deal_base_rate,load_id"), ElementsAre("3.000000|b"));
  EXPECT_THAT(rows.of(kQuarantine, "reason"), IsEmpty());
}

TEST_F(RowSinkTest, FinishEmptiesTheSink) {
  begin("2024-11-26T02:10:00Z");
  add_rate("2024-11-26", "USD", 1'000'000);
  EXPECT_EQ(sink_.finish()->size(), 1U);
  EXPECT_TRUE(sink_.finish()->empty());
  EXPECT_EQ(sink_.rows(), 1);
  begin("2024-11-27T02:10:00Z");
  add_rate("2024-11-27", "USD", 1'000'000);
  EXPECT_THAT(finish().of(kFx, "quote_day"), ElementsAre("2024-11-27"));
}

TEST_F(RowSinkTest, LongRowTextIsCutAtACharacter) {
  begin("2024-11-26T02:10:00Z");
  std::string text = "x";
  for (int i = 0; i < 300; ++i) text += "원";
  sink_.quarantine(kFx, "why", text);
  const auto stored = finish().of(kQuarantine, "row_text");
  ASSERT_EQ(stored.size(), 1U);
  EXPECT_LE(stored[0].size(), 503U);
  EXPECT_TRUE(is_utf8(stored[0]));
  EXPECT_TRUE(stored[0].starts_with("x원원원"));
}

TEST_F(RowSinkTest, TableFromOutsideMayNotExist) {
  EXPECT_EQ(sink_.find_table("raw_data.nothing"), nullptr);
  EXPECT_EQ(sink_.find_table(kFx), &sink_.table(kFx));
}

}  // namespace
}  // namespace seohak
