#include "serve/format.h"

#include <arrow/io/memory.h>
#include <arrow/table.h>
#include <gmock/gmock.h>
#include <parquet/arrow/reader.h>

#include "load/warehouse.h"

namespace seohak {
namespace {

constexpr std::string_view kRows =
    "SELECT * FROM (VALUES "
    "(DATE '2026-04-13', '원/달러', CAST(1489.95 AS DECIMAL(18, 6)), 0.1, "
    "TIMESTAMPTZ '2026-04-13 15:56:22+00', true, 7), "
    "(NULL, 'a,\"b\"', NULL, NULL, NULL, NULL, NULL), "
    "(DATE '1999-01-04', '', CAST(-1 AS DECIMAL(18, 6)), 1e300, "
    "TIMESTAMPTZ '1999-01-04 00:00:00.25+00', false, -7)) "
    "AS t(day, name, rate, score, fetched_at, mixed, n)";

std::shared_ptr<arrow::Table> rows(std::string_view sql) {
  const auto warehouse = open_duckdb_warehouse(":memory:", {1, 256});
  return (*warehouse)->query(sql).value();
}

TEST(Format, TableAlignsWideCharactersAndNumbers) {
  EXPECT_EQ(format_table(*rows("SELECT '원/달러' AS name, 1489.95 AS rate UNION ALL "
                               "SELECT 'USD', 9.36 UNION ALL SELECT NULL, NULL"),
                         OutputFormat::table)
                .value(),
            "name        rate\n"
            "-------  -------\n"
            "원/달러  1489.95\n"
            "USD         9.36\n"
            "NULL        NULL\n");
}

TEST(Format, CsvQuotesWhatNeedsIt) {
  EXPECT_EQ(format_table(*rows(kRows), OutputFormat::csv).value(),
            "day,name,rate,score,fetched_at,mixed,n\n"
            "2026-04-13,원/달러,1489.950000,0.1,2026-04-13T15:56:22Z,true,7\n"
            ",\"a,\"\"b\"\"\",,,,,\n"
            "1999-01-04,\"\",-1.000000,1e+300,1999-01-04T00:00:00.250000Z,false,-7\n");
}

TEST(Format, JsonKeepsDecimalsAsText) {
  EXPECT_EQ(format_table(*rows(kRows), OutputFormat::json).value(),
            R"([{"day":"2026-04-13","name":"원/달러","rate":"1489.950000","score":0.1,)"
            R"("fetched_at":"2026-04-13T15:56:22Z","mixed":true,"n":7},)"
            R"({"day":null,"name":"a,\"b\"","rate":null,"score":null,"fetched_at":null,)"
            R"("mixed":null,"n":null},)"
            R"({"day":"1999-01-04","name":"","rate":"-1.000000","score":1e+300,)"
            R"("fetched_at":"1999-01-04T00:00:00.250000Z","mixed":false,"n":-7}])"
            "\n");
}

TEST(Format, JsonNestsListsAndStructs) {
  EXPECT_EQ(format_table(*rows("SELECT [1, NULL, 3] AS list, {'a': 'x', 'b': [DATE '2026-04-13']} "
                               "AS pair, MAP {'k': 2.5::DOUBLE} AS map UNION ALL "
                               "SELECT [], NULL, NULL ORDER BY pair NULLS LAST"),
                         OutputFormat::json)
                .value(),
            R"([{"list":[1,null,3],"pair":{"a":"x","b":["2026-04-13"]},)"
            R"("map":[{"key":"k","value":2.5}]},{"list":[],"pair":null,"map":null}])"
            "\n");
}

TEST(Format, ParquetReadsBackEqual) {
  const auto table = rows(kRows);
  const std::string bytes = format_table(*table, OutputFormat::parquet).value();
  auto reader = parquet::arrow::OpenFile(
      std::make_shared<arrow::io::BufferReader>(arrow::Buffer::FromString(bytes)),
      arrow::default_memory_pool());
  ASSERT_TRUE(reader.ok()) << reader.status().ToString();
  const auto back = (*reader)->ReadTable();
  ASSERT_TRUE(back.ok()) << back.status().ToString();
  EXPECT_EQ(format_table(**back, OutputFormat::csv).value(),
            format_table(*table, OutputFormat::csv).value());
}

TEST(Format, NoRowsKeepTheHeader) {
  const auto none = rows("SELECT 1 AS one, 'x' AS two WHERE 1 = 2");
  EXPECT_EQ(format_table(*none, OutputFormat::csv).value(), "one,two\n");
  EXPECT_EQ(format_table(*none, OutputFormat::json).value(), "[]\n");
  EXPECT_EQ(format_table(*none, OutputFormat::table).value(), "one  two\n---  ---\n");
}

TEST(Format, NamesTheFormatsItKnows) {
  EXPECT_EQ(parse_output_format("csv").value(), OutputFormat::csv);
  EXPECT_THAT(parse_output_format("xml").error().message,
              ::testing::HasSubstr("use table, csv, json or parquet"));
}

}  // namespace
}  // namespace seohak
