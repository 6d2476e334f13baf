#include "load/ddl.h"

#include <gmock/gmock.h>

#include "load/sql_text.h"
#include "load/test_warehouse.h"

namespace seohak {
namespace {

const TableSchema& sample() {
  static const std::vector<TableSchema> schemas = test::schemas_of(
      {"-- raw_data.x: x.\n-- grain:   day, rank\n-- columns: day  DATE  d\n"
       "--          rank  BIGINT  reserved in some engines\n"
       "--          money  DECIMAL(18,6) NULL  m\n--          at  TIMESTAMP WITH TIME ZONE  a\n"});
  return schemas[0];
}

TEST(Ddl, DuckDbHasNoKeys) {
  EXPECT_EQ(duckdb_ddl(sample()),
            "CREATE TABLE IF NOT EXISTS \"raw_data\".\"x\" (\n"
            "  \"day\" DATE NOT NULL,\n"
            "  \"rank\" BIGINT NOT NULL,\n"
            "  \"money\" DECIMAL(18,6),\n"
            "  \"at\" TIMESTAMP WITH TIME ZONE NOT NULL\n)");
}

TEST(Ddl, PostgresHasTheGrainAsKeyUnlessToldNotTo) {
  EXPECT_EQ(postgres_ddl(sample()),
            "CREATE TABLE IF NOT EXISTS \"raw_data\".\"x\" (\n"
            "  \"day\" DATE NOT NULL,\n"
            "  \"rank\" BIGINT NOT NULL,\n"
            "  \"money\" DECIMAL(18,6),\n"
            "  \"at\" TIMESTAMP WITH TIME ZONE NOT NULL,\n"
            "  PRIMARY KEY (\"day\", \"rank\")\n)");
  EXPECT_THAT(postgres_ddl(sample(), false), testing::Not(testing::HasSubstr("PRIMARY")));
}

TEST(SqlText, QuotesWhatWouldEndTheQuote) {
  EXPECT_EQ(quote_text("it's"), "'it''s'");
  EXPECT_EQ(quote_name("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(quote_table("raw_data.rank"), "\"raw_data\".\"rank\"");
  EXPECT_EQ(quote_table("rank"), "\"rank\"");
  EXPECT_EQ(schema_of("raw_data.rank"), "raw_data");
  EXPECT_EQ(schema_of("rank"), "");
}

TEST(Catalog, BuiltInHeadersParseAndHaveTheAnswerColumns) {
  const auto schemas = raw_schemas();
  ASSERT_THAT(schemas, test::succeeds());
  int raw = 0;
  for (const TableSchema& schema : *schemas) {
    EXPECT_FALSE(schema.grain.empty()) << schema.name;
    if (schema_of(schema.name) != "raw_data") continue;
    ++raw;
    if (schema.name == "raw_data.market_session") continue;  // made by rule, from no answer
    for (const char* column : {"source", "fetched_at", "load_id", "record"})
      EXPECT_TRUE(schema.find(column)) << schema.name << " lacks " << column;
  }
  EXPECT_GE(raw, 5);
}

TEST(Catalog, AFileIsNamedAsItsTable) {
  const ModelFile file{"raw_data/other.sql",
                       "-- raw_data.x: x.\n-- grain:   day\n-- columns: day  DATE  d\n"};
  const auto schemas = table_schemas(std::span(&file, 1), "raw_data");
  ASSERT_THAT(schemas, test::fails_with(Errc::bad_data));
  EXPECT_THAT(schemas.error().message, testing::HasSubstr("models/raw_data/other.sql"));
}

}  // namespace
}  // namespace seohak
