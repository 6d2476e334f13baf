#include "serve/format.h"

#include <arrow/io/memory.h>
#include <arrow/table.h>
#include <fmt/format.h>
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

/// Expressions that every text format writes as DuckDB does.
constexpr std::string_view kAsDuckDb[] = {
    "'b'::ENUM('a', 'b')",
    "INTERVAL '3 days'",
    "INTERVAL '-13 months 1 day'",
    "INTERVAL '0 days'",
    "INTERVAL '1 year 2 months -1 day 100 hours 4 minutes 5.5 seconds'",
    "INTERVAL '-3.000001 seconds'",
    "'\\xAB\\x00A'::BLOB",
    "from_hex(string_agg(printf('%02x', i), '' ORDER BY i)) FROM range(256) AS t(i)",
    "DATE 'infinity'",
    "DATE '-infinity'",
    "DATE '99999-01-01'",
    "DATE '0044-03-15 (BC)'",
    "TIMESTAMP 'infinity'",
    "TIMESTAMPTZ '-infinity'",
    "TIMESTAMP_NS 'infinity'",
    "TIME '12:30:00'",
    "TIME '12:30:00.25'",
    "170141183460469231731687303715884105727::HUGEINT",
    "18446744073709551615::UBIGINT",
    "'eeccb8c5-9943-b2bb-bb5e-222f4e14b687'::UUID",
    "-1.5::DECIMAL(38, 10)",
    "union_value(num := 'x')",
};

TEST(Format, WritesValuesAsDuckDbDoes) {
  for (const std::string_view value : kAsDuckDb) {
    const std::size_t from = value.find(" FROM ");
    const std::string rest(from == value.npos ? "" : value.substr(from));
    const auto text =
        rows(fmt::format("SELECT CAST({} AS VARCHAR) AS x{}", value.substr(0, from), rest));
    const auto own = rows(fmt::format("SELECT {} AS x{}", value.substr(0, from), rest));
    for (const OutputFormat format : {OutputFormat::csv, OutputFormat::json})
      EXPECT_EQ(format_table(*own, format).value(), format_table(*text, format).value()) << value;
  }
}

// Instants keep the T of RFC 3339; all else of their text is DuckDB's.
TEST(Format, WritesInstantsOfAnyYearAndNanoseconds) {
  for (const std::string_view value :
       {"TIMESTAMP '99999-01-01 00:00:00'", "TIMESTAMP '0044-03-15 (BC) 01:02:03'",
        "TIMESTAMP_NS '2024-01-02 03:04:05.123456789'",
        "TIMESTAMP_NS '1969-12-31 23:59:59.000000001'", "TIMESTAMP_S '2024-01-02 03:04:05'",
        "TIMESTAMP_MS '99999-01-02 03:04:05'"})
    EXPECT_EQ(format_table(*rows(fmt::format("SELECT {} AS x", value)), OutputFormat::csv).value(),
              format_table(
                  *rows(fmt::format(
                      "SELECT regexp_replace(CAST({} AS VARCHAR), ' (\\d)', 'T\\1') AS x", value)),
                  OutputFormat::csv)
                  .value())
        << value;
}

TEST(Format, NestsAsJsonInEveryTextFormat) {
  const auto nested = rows(
      "SELECT [1.5::DECIMAL(18, 6), NULL] AS list, [TIMESTAMP '2024-01-02 03:04:05'] AS times, "
      "{'a': 1, 'b': ['x'::ENUM('x')]} AS pair, MAP {'k': INTERVAL '3 days'} AS map, "
      "[1, 2]::INT[2] AS fixed");
  EXPECT_EQ(format_table(*nested, OutputFormat::csv).value(),
            "list,times,pair,map,fixed\n"
            R"("[""1.500000"",null]","[""2024-01-02T03:04:05""]","{""a"":1,""b"":[""x""]}",)"
            R"("[{""key"":""k"",""value"":""3 days""}]","[1,2]")"
            "\n");
  EXPECT_THAT(format_table(*nested, OutputFormat::table).value(),
              ::testing::HasSubstr(R"({"a":1,"b":["x"]}  [{"key":"k","value":"3 days"}]  [1,2])"));
  EXPECT_EQ(
      format_table(*nested, OutputFormat::json).value(),
      R"([{"list":["1.500000",null],"times":["2024-01-02T03:04:05"],"pair":{"a":1,"b":["x"]},)"
      R"("map":[{"key":"k","value":"3 days"}],"fixed":[1,2]}])"
      "\n");
}

TEST(Format, NamesTheColumnThatParquetCannotHold) {
  const auto made =
      format_table(*rows("SELECT 1 AS n, INTERVAL '3 days' AS wait"), OutputFormat::parquet);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Errc::bad_request);
  EXPECT_EQ(made.error().message,
            "Parquet cannot hold column \"wait\" of type INTERVAL; cast it to text: "
            "CAST(… AS VARCHAR)");
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
