#include "base/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seohak {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kFile =
    "-- raw_data.fx_rate_daily: Won per unit of currency,\n"
    "--   one row a day.\n"
    "-- grain:   quote_day, currency, source\n"
    "-- columns: quote_day       DATE             the day\n"
    "--          currency        VARCHAR          ISO 4217\n"
    "--          source          VARCHAR          who says so\n"
    "--          deal_base_rate  DECIMAL(18,6)    won per unit\n"
    "--          ttb             DECIMAL(18,6) NULL  buying\n"
    "--          fetched_at      TIMESTAMP WITH TIME ZONE  when\n"
    "-- audits:  unique(grain); positive(deal_base_rate)\n"
    "--          warn: between(ttb, 0, 100)\n";

TEST(Schema, ReadsAHeader) {
  const auto text = parse_model_text(kFile);
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(text->description, "Won per unit of currency, one row a day.");
  const auto schema = parse_table_schema(*text);
  ASSERT_TRUE(schema) << schema.error().message;
  EXPECT_EQ(schema->name, "raw_data.fx_rate_daily");
  EXPECT_THAT(schema->grain, ElementsAre("quote_day", "currency", "source"));
  ASSERT_EQ(schema->columns.size(), 6U);
  EXPECT_EQ(schema->columns[3].type, ColumnType::decimal);
  EXPECT_FALSE(schema->columns[3].nullable);
  EXPECT_TRUE(schema->columns[4].nullable);
  EXPECT_EQ(schema->columns[4].description, "buying");
  EXPECT_EQ(schema->columns[5].type, ColumnType::timestamp);
  ASSERT_EQ(schema->audits.size(), 3U);
  EXPECT_TRUE(schema->audits[1].blocking);
  EXPECT_FALSE(schema->audits[2].blocking);
  EXPECT_THAT(schema->audits[2].arguments, ElementsAre("ttb", "0", "100"));
  EXPECT_EQ(schema->find("ttb"), 4U);
  EXPECT_EQ(schema->find("nothing"), std::nullopt);
}

TEST(Schema, SaysWhatIsWrongWithAHeader) {
  EXPECT_THAT(parse_model_text("SELECT 1").error().message, HasSubstr("no header"));
  EXPECT_THAT(parse_model_text("-- just words\n").error().message, HasSubstr("line 1"));
  const auto wrong_type = parse_model_text("-- a.b: x.\n-- columns: c  NUMBER  what\n");
  EXPECT_THAT(parse_table_schema(*wrong_type).error().message, HasSubstr("must be a type"));
  const auto wrong_grain = parse_model_text("-- a.b: x.\n-- grain: d\n-- columns: c  DATE  what\n");
  EXPECT_THAT(parse_table_schema(*wrong_grain).error().message, HasSubstr("grain column d"));
}

}  // namespace
}  // namespace seohak
