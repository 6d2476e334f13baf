// Files of bars: labels, zones, parts of a file's name, packed files, and the recorded files.
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "extract/file/file.h"
#include "extract/file/reader.h"
#include "extract/test_rows.h"

namespace seohak {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using namespace testing_rows;

constexpr const char* kMinute = "raw_data.stock_price_minute";
constexpr const char* kListing = "raw_data.listing_daily";
constexpr const char* kQuarantine = "raw_data.quarantine";

FileMapping bars() {
  FileMapping mapping;
  mapping.name = "bars";
  mapping.pattern = "{symbol}_1m.csv";
  mapping.table = kMinute;
  mapping.source = "bars";
  mapping.columns = {{"bar_start", "at"},    {"market_day", "{new_york_day:bar_start}"},
                     {"symbol", "{symbol}"}, {"open", "o"},
                     {"high", "h"},          {"low", "l"},
                     {"close", "c"},         {"volume", "v"},
                     {"kind", "=bar"}};
  return mapping;
}

Parsed parse_file(const FileMapping& mapping, const std::string& name, std::string body) {
  Answer answer;
  answer.source = "file";
  answer.dataset = mapping.name;
  answer.url = "file:///drop%20folder/" + name;
  answer.body = std::move(body);
  answer.fetched_at = instant("2026-04-14T04:00:00Z");
  return parse(FileDrop({mapping}), answer);
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(text.size() + 1000, '\0');
  std::string input = text;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

std::string zstd(const std::string& text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
  return packed;
}

TEST(FilePattern, KeepsPartsOfTheName) {
  EXPECT_EQ(match_pattern("AAPL_1m.csv", "{symbol}_1m.csv")->at("symbol"), "AAPL");
  EXPECT_FALSE(match_pattern("_1m.csv", "{symbol}_1m.csv").has_value());
  EXPECT_FALSE(match_pattern("AAPL_1m_earlier.csv", "{symbol}_1m.csv").has_value());
  const auto two = match_pattern("2026-03_BRK.csv", "{month}_{symbol}.*");
  EXPECT_EQ(two->at("month"), "2026-03");
  EXPECT_EQ(two->at("symbol"), "BRK");
  // The first part takes the least, the first of two parts of a name stays.
  const auto parts = match_pattern("a_b_c", "{x}_{x}");
  EXPECT_EQ(parts->at("x"), "a");
  EXPECT_EQ(match_pattern("a{b", "?{*")->size(), 0U) << "a brace that nothing closes is itself";
}

TEST(FilePattern, FitsStarsAndQuestionMarks) {
  const struct {
    const char* name;
    const char* pattern;
    bool fits;
  } scenarios[] = {{"", "", true},
                   {"", "*", true},
                   {"", "?", false},
                   {"a", "", false},
                   {"a.csv", "*.csv", true},
                   {".csv", "**.csv", true},
                   {"a.csv.zst", "*.csv", false},
                   {"ab", "a?", true},
                   {"a", "a?", false},
                   {"abcabd", "*ab?", true},
                   {"한.csv", "*.csv", true},
                   {"", "{x}", false}};
  for (const auto& [name, pattern, fits] : scenarios)
    EXPECT_EQ(fits_pattern(name, pattern), fits) << name << " " << pattern;
}

TEST(FilePattern, ManyStarsTakeNoMoreThanTheProductOfLengths) {
  // Tried by going back, this would be 2^60 ways and more: the test would not end.
  std::string pattern;
  for (int i = 0; i < 60; ++i) pattern += i % 2 == 0 ? "*a" : fmt::format("{{p{}}}a", i);
  const std::string name(250, 'a');
  EXPECT_TRUE(fits_pattern(name, pattern));
  EXPECT_FALSE(fits_pattern(name, pattern + "b"));
}

TEST(FileBars, SymbolComesFromTheNameAndTheDayFromTheInstant) {
  // 23:59 and 00:00 UTC are both the evening of 2026-03-19 in New York; 04:00 is the next day.
  const auto parsed = parse_file(bars(), "BRK%2DB_1m.csv",
                                 "at,c,h,l,o,v\n2026-03-19 23:59:00+00:00,3,4,1,2,10\n"
                                 "2026-03-20 00:00:00+00:00,3,4,1,2,10.0\n"
                                 "2026-03-20 04:00:00+00:00,3,4,1,2,\n");
  EXPECT_THAT(parsed.rows.of(kMinute, "bar_start,symbol,market_day,open,high,low,close,volume"),
              ElementsAre("2026-03-19 23:59:00.000000Z|BRK-B|2026-03-19|2.000000|4.000000|"
                          "1.000000|3.000000|10",
                          "2026-03-20 00:00:00.000000Z|BRK-B|2026-03-19|2.000000|4.000000|"
                          "1.000000|3.000000|10",
                          "2026-03-20 04:00:00.000000Z|BRK-B|2026-03-20|2.000000|4.000000|"
                          "1.000000|3.000000|null"));
}

TEST(FileBars, LabelAtTheEndIsShiftedToTheStart) {
  FileMapping mapping = bars();
  mapping.zone = Zone::new_york;
  mapping.label_shift = std::chrono::minutes(1);
  const auto parsed = parse_file(mapping, "A_1m.csv",
                                 "at,o,h,l,c,v\n2019-02-15 16:00:00,1,1,1,1,1\n"
                                 "2019-02-15 09:31:00,1,1,1,1,1\n");
  EXPECT_THAT(parsed.rows.of(kMinute, "bar_start"),
              ElementsAre("2019-02-15 20:59:00.000000Z", "2019-02-15 14:30:00.000000Z"));
}

TEST(FileBars, WidenedFloatsAreTheirShortestText) {
  FileMapping mapping = bars();
  const std::string line =
      "at,o,h,l,c,v\n2026-03-19 13:30:00+00:00,248.3596954345703,300,1,9.5,1\n";
  EXPECT_THAT(parse_file(mapping, "A_1m.csv", line).rows.of(kMinute, "open"),
              ElementsAre("248.359695"));
  mapping.float32 = true;
  EXPECT_THAT(parse_file(mapping, "A_1m.csv", line).rows.of(kMinute, "open,close"),
              ElementsAre("248.359700|9.500000"));
}

TEST(FileBars, QuarantinesBarsWhoseHighIsBelowTheirLow) {
  const auto parsed = parse_file(bars(), "A_1m.csv",
                                 "at,o,h,l,c,v\n2026-03-19 13:31:00+00:00,1,1,2,1,1\n"
                                 "2026-03-19 13:30:00+00:00,1,1,1,1,1\n"
                                 "2026-03-19 13:32:00+00:00,0,1,0.5,1,1\n");
  EXPECT_THAT(parsed.rows.of(kMinute, "bar_start"), ElementsAre("2026-03-19 13:30:00.000000Z"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason,row_text"),
              ElementsAre("high is below low|2026-03-19 13:31:00+00:00,1,1,2,1,1",
                          "open 0.000000 is not above 0|2026-03-19 13:32:00+00:00,0,1,0.5,1,1"));
}

TEST(FileBars, BarOutOfOrderIsFineAndADoubledOneKeepsTheLast) {
  const auto parsed = parse_file(bars(), "A_1m.csv",
                                 "at,o,h,l,c,v\n2026-03-19 13:31:00+00:00,1,1,1,1,1\n"
                                 "2026-03-19 13:30:00+00:00,1,1,1,1,1\n"
                                 "2026-03-19 13:30:00+00:00,1,1,1,1,1\n"
                                 "2026-03-19 13:31:00+00:00,1,1,1,1,2\n");
  EXPECT_THAT(parsed.rows.of(kMinute, "bar_start,volume"),
              testing::UnorderedElementsAre("2026-03-19 13:30:00.000000Z|1",
                                            "2026-03-19 13:31:00.000000Z|2"));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), SizeIs(1));
}

TEST(FileBars, ReadsMoneyAndPercentSigns) {
  FileMapping mapping = bars();
  const auto parsed = parse_file(mapping, "A_1m.csv",
                                 "at,o,h,l,c,v\n2026-03-19 13:30:00+00:00,\"$1,234.50\",2000,1,"
                                 "0.626%,1\n");
  EXPECT_THAT(parsed.rows.of(kMinute, "open,close"), ElementsAre("1234.500000|0.626000"));
}

TEST(FileBars, DayOfTheReadingStandsForASnapshotWithoutOne) {
  FileMapping mapping;
  mapping.name = "names";
  mapping.pattern = "names.csv";
  mapping.table = kListing;
  mapping.source = "names";
  mapping.columns = {{"snapshot_day", "{fetched_day}"}, {"symbol", "symbol"}, {"name_ko", "name"}};
  const auto days = [&](Zone zone) {
    mapping.zone = zone;
    return parse_file(mapping, "names.csv", "symbol,name\nAAPL,애플\n")
        .rows.of(kListing, "snapshot_day,symbol,name_ko,name");
  };
  EXPECT_THAT(days(Zone::seoul), ElementsAre("2026-04-14|AAPL|애플|null"));
  EXPECT_THAT(days(Zone::new_york), ElementsAre("2026-04-14|AAPL|애플|null"));
}

TEST(FileUnpack, ReadsPackedFilesAndRefusesDamagedOnes) {
  std::string text;
  for (int i = 0; i < 400'000; ++i) text += std::to_string(i) + "\n";
  for (const std::string& packed : {gzip(text), zstd(text)}) {
    std::string kept;
    EXPECT_EQ(unpacked(packed, kept).value(), text);
    for (std::size_t cut : {packed.size() / 2, packed.size() - 1}) {
      const auto half = unpacked(std::string_view(packed).substr(0, cut), kept);
      ASSERT_FALSE(half.has_value());
      EXPECT_EQ(half.error().code, Errc::drifted);
      EXPECT_THAT(half.error().message, HasSubstr("copy it again"));
    }
  }
  std::string kept;
  EXPECT_EQ(unpacked(gzip("a") + gzip("b"), kept).value(), "ab");
  EXPECT_EQ(unpacked("plain", kept).value(), "plain");
}

/// The recorded files by their own mappings: rows and quarantined rows of each mapping.
TEST(RecordedFiles, AreReadWholeByTheirMappings) {
  const auto folder = std::filesystem::path(SEOHAK_SOURCE_DIR) / "recordings/files";
  const auto config = Config::defaults()
                          .with("sources.file.directory", folder.string())
                          ->with_mappings(folder / "mappings.toml", "recordings:///files");
  ASSERT_TRUE(config.has_value()) << config.error().message;
  const auto made = make_file(*config);
  ASSERT_TRUE(made.has_value()) << made.error().message;
  // Lines of the files, counted with Python's csv module.
  const std::map<std::string_view, std::size_t> lines = {
      {"minute_2026_03", 23953}, {"minute_2026_03_earlier", 10920}, {"minute_2025_07", 19953},
      {"minute_2019_02", 12644}, {"minute_2019_02_index", 1923},    {"korean_names", 211}};
  for (const Dataset& dataset : (*made)->datasets()) {
    std::size_t rows = 0;
    const auto calls = (*made)->plan({dataset.name, {PlainDay{}, PlainDay{} + 1}});
    ASSERT_TRUE(calls.has_value());
    for (const Call& call : *calls) {
      Answer answer;
      answer.source = "file";
      answer.dataset = dataset.name;
      answer.url = call.url;
      answer.fetched_at = instant("2026-04-14T04:00:00Z");
      const std::string path = call.file.string();
      answer.body = read_source_file(path);
      ASSERT_TRUE((*made)->classify(answer).has_value()) << path;
      const Parsed parsed = parse(**made, answer);
      ASSERT_TRUE(parsed.result.has_value()) << path << parsed.result.error().message;
      EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), IsEmpty()) << path;
      rows += parsed.rows.of(kMinute, "symbol").size() + parsed.rows.of(kListing, "symbol").size();
    }
    EXPECT_EQ(rows, lines.at(dataset.name)) << dataset.name;
  }
}

}  // namespace
}  // namespace seohak
