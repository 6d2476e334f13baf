#include "extract/file/file.h"

#include <fstream>

#include <arrow/array/builder_binary.h>
#include <arrow/array/builder_primitive.h>
#include <arrow/io/memory.h>
#include <arrow/table.h>
#include <gtest/gtest.h>
#include <parquet/arrow/writer.h>

#include "client/url.h"
#include "extract/file/convert.h"
#include "extract/test_rows.h"

namespace seohak {
namespace {

using namespace testing_rows;

constexpr const char* kTable = "raw_data.fx_rate_daily";
const DayInterval kAnyDays{PlainDay{}, PlainDay{} + 1};

FileMapping rates(FileFormat format = FileFormat::csv) {
  FileMapping mapping;
  mapping.name = "fred";
  mapping.directory = testing::TempDir();
  mapping.pattern = "*.csv";
  mapping.format = format;
  mapping.table = kTable;
  mapping.source = "fred";
  mapping.columns = {
      {"quote_day", "DATE"}, {"currency", "=USD"}, {"deal_base_rate", "Rate"}, {"ttb", "Buy"}};
  return mapping;
}

Answer answer_with(std::string body) {
  Answer answer;
  answer.source = "file";
  answer.dataset = "fred";
  answer.url = "file:///drop/fred.csv";
  answer.body = std::move(body);
  answer.fetched_at = instant("2026-05-01T23:04:19Z");
  return answer;
}

Parsed parse_as(const FileMapping& mapping, std::string body) {
  return parse(FileDrop({mapping}), answer_with(std::move(body)));
}

/// A Parquet file with columns DATE (date), Rate (number) and Buy (text), two rows.
std::string parquet_file() {
  arrow::Date32Builder days;
  arrow::DoubleBuilder numbers;
  arrow::StringBuilder texts;
  EXPECT_TRUE(days.AppendValues({20053, 20054}).ok());  // 2024-11-26, 2024-11-27
  EXPECT_TRUE(numbers.AppendValues({1398.3, 1397.5}).ok());
  EXPECT_TRUE(texts.Append("1,384.31").ok() && texts.AppendNull().ok());
  const auto table = arrow::Table::Make(
      arrow::schema({arrow::field("DATE", arrow::date32()), arrow::field("Rate", arrow::float64()),
                     arrow::field("Buy", arrow::utf8())}),
      {days.Finish().ValueOrDie(), numbers.Finish().ValueOrDie(), texts.Finish().ValueOrDie()});
  const auto out = arrow::io::BufferOutputStream::Create().ValueOrDie();
  EXPECT_TRUE(parquet::arrow::WriteTable(*table, arrow::default_memory_pool(), out).ok());
  return out->Finish().ValueOrDie()->ToString();
}

TEST(FilePlan, ListsTheFilesThatFitByName) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "seohak drop";
  std::filesystem::create_directories(folder);
  for (const char* name : {"b.csv", "a.csv", ".hidden.csv", "c.json"})
    std::ofstream(folder / name) << "x";
  FileMapping mapping = rates();
  mapping.directory = folder;
  const auto calls = FileDrop({mapping}).plan({"fred", kAnyDays});
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(calls.has_value());
  ASSERT_THAT(*calls, SizeIs(2));
  EXPECT_EQ((*calls)[0].label, "a.csv");
  EXPECT_EQ((*calls)[1].file, folder / "b.csv");
  EXPECT_EQ((*calls)[1].url, file_url(folder / "b.csv"));
  EXPECT_TRUE((*calls)[1].url.ends_with("/seohak%20drop/b.csv"));
}

TEST(FilePlan, KnowsAFileByItsAddressWhereverItLies) {
  const auto root = std::filesystem::path(testing::TempDir()) / "seohak-recorded";
  const auto folder = root / "minute/us 2026";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "AA A.csv") << "x";
  const std::string columns =
      "table = 'raw_data.fx_rate_daily'\ncolumns = { quote_day = 'DATE' }\n";
  std::ofstream(root / "mappings.toml")
      << "[[sources.file.mapping]]\nname = 'below'\npattern = 'minute/us 2026/*.csv'\n"
      << columns << "[[sources.file.mapping]]\nname = 'elsewhere'\npattern = '" << folder.string()
      << "/*.csv'\n"
      << columns;
  const auto made = make_file(*Config::defaults()
                                   .with("sources.file.directory", root.string())
                                   ->with_mappings(root / "mappings.toml", "recordings:///files"));
  ASSERT_TRUE(made.has_value()) << made.error().message;
  const auto below = (*made)->plan({"below", kAnyDays});
  const auto elsewhere = (*made)->plan({"elsewhere", kAnyDays});
  std::filesystem::remove_all(root);
  ASSERT_THAT(*below, SizeIs(1));
  EXPECT_EQ(below->front().url, "recordings:///files/minute/us%202026/AA%20A.csv");
  EXPECT_EQ(below->front().file, folder / "AA A.csv");
  EXPECT_EQ(elsewhere->front().url, file_url(folder / "AA A.csv"));
}

TEST(FilePlan, NoFolderMeansNoCallsAndNoMappingIsARequestError) {
  FileMapping mapping = rates();
  mapping.directory = "/nonexistent/drop";
  const FileDrop drop({mapping});
  EXPECT_THAT(*drop.plan({"fred", kAnyDays}), IsEmpty());
  EXPECT_EQ(drop.plan({"other", kAnyDays}).error().code, Errc::bad_request);
}

TEST(FilePattern, KnowsStarsAndQuestionMarks) {
  EXPECT_TRUE(fits_pattern("fg-2024.csv", "fg-*.csv"));
  EXPECT_TRUE(fits_pattern("fg-2024.csv", "*2?2*"));
  EXPECT_TRUE(fits_pattern("a", "*"));
  EXPECT_FALSE(fits_pattern("fg-2024.csv.tmp", "fg-*.csv"));
  EXPECT_FALSE(fits_pattern("ab", "?"));
}

TEST(FileParse, ReadsCsvWithConstantsAndNulls) {
  const auto parsed = parse_as(rates(),
                               "\xEF\xBB\xBFRate,note,date,Buy\r\n"
                               "\"1,398.3\",\"a \"\"b\"\"\",2024-11-26,N/A\r\n"
                               "1397.5,,2024-11-27,1384.31\r\n,,,\r\n");
  ASSERT_TRUE(parsed.result.has_value());
  EXPECT_THAT(parsed.rows.of(kTable, "quote_day,currency,deal_base_rate,ttb,source"),
              ElementsAre("2024-11-26|USD|1398.300000|null|fred",
                          "2024-11-27|USD|1397.500000|1384.310000|fred"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), IsEmpty());
}

TEST(FileParse, QuarantinesBadRowsAndKeepsTheRest) {
  const auto parsed = parse_as(rates(),
                               "DATE,Rate,Buy\n2024-11-26,N/A,\n26.11.2024,5,\n"
                               "2024-11-26,5\n2024-11-26,,\n2024-11-26,-5,\n"
                               "2024-11-27,6,\n2024-11-28,\"7");
  EXPECT_THAT(parsed.rows.of(kTable, "quote_day,deal_base_rate"),
              ElementsAre("2024-11-27|6.000000"));
  EXPECT_THAT(
      parsed.rows.of(kQuarantine, "reason"),
      ElementsAre("Rate: \"N/A\" is not a number", "DATE: \"26.11.2024\" is not a date YYYY-MM-DD",
                  "the line has 2 fields where the header has 3", "deal_base_rate is missing",
                  "deal_base_rate -5.000000 is not above 0", "line 8: a quote does not end"));
}

TEST(FileParse, ReadsJsonObjects) {
  const auto parsed = parse_as(rates(FileFormat::json),
                               R"([{"DATE":"2024-11-26","Rate":1398.3,"Buy":null}, null,)"
                               R"({"DATE":"2024-11-27","Rate":"1,397.5","Buy":"1384.31"}])");
  EXPECT_THAT(parsed.rows.of(kTable, "quote_day,deal_base_rate,ttb"),
              ElementsAre("2024-11-26|1398.300000|null", "2024-11-27|1397.500000|1384.310000"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), ElementsAre("the row is null"));
}

TEST(FileParse, CutJsonFailsAsAWhole) {
  const auto parsed = parse_as(rates(FileFormat::json), R"([{"DATE":"2024-11-26","Ra)");
  EXPECT_EQ(parsed.result.error().code, Errc::unavailable);
}

TEST(FileParse, ReadsParquet) {
  const auto parsed = parse_as(rates(FileFormat::parquet), parquet_file());
  ASSERT_TRUE(parsed.result.has_value()) << parsed.result.error().message;
  EXPECT_THAT(parsed.rows.of(kTable, "quote_day,deal_base_rate,ttb"),
              ElementsAre("2024-11-26|1398.300000|1384.310000", "2024-11-27|1397.500000|null"));
}

TEST(FileParse, DamagedParquetIsDrift) {
  const std::string whole = parquet_file();
  EXPECT_EQ(parse_as(rates(FileFormat::parquet), "DATE,Rate").result.error().code, Errc::drifted);
  EXPECT_EQ(
      parse_as(rates(FileFormat::parquet), whole.substr(0, whole.size() / 2)).result.error().code,
      Errc::drifted);
}

TEST(FileParse, MissingColumnNamesThoseThatAreThere) {
  const auto parsed = parse_as(rates(), "DATE,Value\n2024-11-26,5\n");
  EXPECT_EQ(parsed.result.error().code, Errc::drifted);
  EXPECT_EQ(parsed.result.error().message, "there is no column \"Rate\"; there are: DATE, Value");
}

TEST(FileParse, UnknownTableOrTargetIsAConfigurationError) {
  FileMapping mapping = rates();
  mapping.table = "raw_data.nothing";
  EXPECT_EQ(parse_as(mapping, "DATE\n").result.error().code, Errc::bad_config);
  mapping = rates();
  mapping.columns["rate"] = "Rate";
  EXPECT_THAT(parse_as(mapping, "DATE,Rate,Buy\n").result.error().message,
              HasSubstr("columns.rate"));
}

TEST(FileClassify, AnEmptyFileIsNoData) {
  const FileDrop drop({rates()});
  EXPECT_EQ(drop.classify(answer_with("\n")).error().code, Errc::drifted);
  EXPECT_TRUE(drop.classify(answer_with("a,b\n")).has_value());
}

TEST(FileConvert, ReadsDatesByTheMappingsFormat) {
  EXPECT_EQ(parse_day_by("26.11.2024", "DD.MM.YYYY").value(), day("2024-11-26"));
  EXPECT_EQ(parse_day_by("11/26/2024", "MM/DD/YYYY").value(), day("2024-11-26"));
  EXPECT_EQ(parse_day_by("20241126", "YYYYMMDD").value(), day("2024-11-26"));
  EXPECT_EQ(parse_day_by("2024-11-26 00:00:00", "YYYY-MM-DD").value(), day("2024-11-26"));
  for (const char* text : {"2024-11-26 09:00:00", "2024-13-01", "2024-11-2", "2024/11/26", ""})
    EXPECT_FALSE(parse_day_by(text, "YYYY-MM-DD").has_value()) << text;
}

TEST(FileConvert, ReadsInstantsByZoneOrEpoch) {
  FileMapping mapping = rates();
  mapping.table = "raw_data.fx_rate_intraday";
  mapping.zone = Zone::seoul;
  mapping.columns = {{"observed_at", "at"}, {"currency", "=USD"}, {"krw_rate", "rate"}};
  EXPECT_THAT(parse_as(mapping, "at,rate\n2025-06-24 09:00:05,1370\n2025-06-24T01:00:00+00:00,1\n")
                  .rows.of(mapping.table, "observed_at"),
              ElementsAre("2025-06-24 00:00:05.000000Z", "2025-06-24 01:00:00.000000Z"));
  mapping.time_format = "epoch_ms";
  EXPECT_THAT(
      parse_as(mapping, "at,rate\n1750723205250,1370\n").rows.of(mapping.table, "observed_at"),
      ElementsAre("2025-06-24 00:00:05.250000Z"));
}

}  // namespace
}  // namespace seohak
