#include "extract/file/mapping.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seohak {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kColumns =
    "columns = { quote_day = \"DATE\", deal_base_rate = \"Rate\", currency = \"=USD\" }\n";

/// Mappings of a settings file that holds one [[sources.file.mapping]] with these lines.
Result<std::vector<FileMapping>> mappings_of(const std::string& lines) {
  const std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) / "seohak_mapping_test.toml";
  std::ofstream(file) << "[sources.file]\ndirectory = \"/drop\"\n[[sources.file.mapping]]\n"
                      << lines;
  ConfigSources sources;
  sources.explicit_file = file;
  const auto config = Config::load(sources);
  std::filesystem::remove(file);
  if (!config) return fail(config.error());
  return read_mappings(*config);
}

TEST(FileMapping, ReadsAMappingWithItsDefaults) {
  const auto mappings = mappings_of(std::string("name = \"fred\"\npattern = \"in/fred-*.csv\"\n"
                                                "table = \"raw_data.fx_rate_daily\"\n") +
                                    kColumns);
  ASSERT_TRUE(mappings.has_value()) << mappings.error().message;
  ASSERT_EQ(mappings->size(), 1U);
  const FileMapping& mapping = mappings->front();
  EXPECT_EQ(mapping.directory, "/drop/in");
  EXPECT_EQ(mapping.pattern, "fred-*.csv");
  EXPECT_EQ(mapping.format, FileFormat::csv);
  EXPECT_EQ(mapping.source, "fred");
  EXPECT_EQ(mapping.zone, Zone::utc);
  EXPECT_EQ(mapping.columns.at("currency"), "=USD");
}

TEST(FileMapping, FormatIsThatOfTheExtensionUnlessSet) {
  const std::string rest = std::string("name = \"x\"\ntable = \"raw_data.t\"\n") + kColumns;
  EXPECT_EQ(mappings_of("pattern = \"/a/*.parquet\"\n" + rest)->front().format,
            FileFormat::parquet);
  EXPECT_EQ(mappings_of("pattern = \"/a/*.txt\"\nformat = \"json\"\n" + rest)->front().format,
            FileFormat::json);
}

TEST(FileMapping, ReadsBarsAndPackedFiles) {
  const std::string rest =
      "name = \"x\"\ntable = \"raw_data.t\"\ncolumns = { at = \"T\", day = "
      "\"{new_york_day:at}\", symbol = \"{symbol}\" }\n";
  const auto mappings = mappings_of(
      "pattern = \"/a/{symbol}_5m.csv.zst\"\nlabel = \"end\"\nbar = "
      "\"5m\"\nnumbers = \"float32\"\n" +
      rest);
  ASSERT_TRUE(mappings.has_value()) << mappings.error().message;
  EXPECT_EQ(mappings->front().format, FileFormat::csv);
  EXPECT_EQ(mappings->front().label_shift, std::chrono::minutes(5));
  EXPECT_TRUE(mappings->front().float32);
}

TEST(FileMapping, SaysWhatIsWrongAndWhere) {
  const auto message = [](const std::string& lines) {
    const auto mappings = mappings_of(lines);
    return mappings ? std::string("accepted") : mappings.error().message;
  };
  const std::string good = "name = \"fred\"\npattern = \"*.csv\"\ntable = \"raw_data.t\"\n";
  EXPECT_THAT(message("pattern = \"*.csv\"\n"), HasSubstr("name is missing"));
  EXPECT_THAT(message(good), AllOf(HasSubstr("fred"), HasSubstr("columns is missing")));
  EXPECT_THAT(message(good + "patern = \"x\"\n" + kColumns), HasSubstr("did you mean pattern?"));
  EXPECT_THAT(message(good + "zone = \"Asia/Tokyo\"\n" + kColumns), HasSubstr("Asia/Seoul"));
  EXPECT_THAT(message(good + "day_format = \"%Y\"\n" + kColumns), HasSubstr("YYYY-MM-DD"));
  EXPECT_THAT(message(good + "separator = \"::\"\n" + kColumns), HasSubstr("separator"));
  EXPECT_THAT(message(good + "label = \"middle\"\n" + kColumns), HasSubstr("start, end"));
  EXPECT_THAT(message(good + "bar = \"2m\"\n" + kColumns), HasSubstr("1m, 5m"));
  EXPECT_THAT(message(good + "columns = { symbol = \"{symbol}\" }\n"),
              HasSubstr("has no {symbol}"));
  EXPECT_THAT(message(good + "columns = { symbol = \"{symbol\" }\n"), HasSubstr("lacks its }"));
  EXPECT_THAT(message(good + "columns = { day = \"{new_york_day:at}\" }\n"),
              HasSubstr("at is not among the columns"));
  EXPECT_THAT(message("name = \"fred\"\npattern = \"*.csv\"\ntable = \"analytics.t\"\n" +
                      std::string(kColumns)),
              HasSubstr("raw_data"));
}

}  // namespace
}  // namespace seohak
