#include "base/text.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/metrics.h"

namespace seohak {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Text, FindsTheNearestWord) {
  constexpr std::string_view kWords[] = {"fear_greed", "exchange_rate"};
  EXPECT_EQ(nearest("fear_gred", kWords), "fear_greed");
  EXPECT_EQ(nearest("exchangerate", kWords), "exchange_rate");
  EXPECT_EQ(nearest("volume", kWords), "");
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(Text, SplitsAndTrims) {
  EXPECT_THAT(split(" a, b ,c ", ','), ElementsAre("a", "b", "c"));
  EXPECT_THAT(split("  ", ','), ElementsAre());
  EXPECT_EQ(skip_bom("\xEF\xBB\xBF"
                     "Date"),
            "Date");
}

TEST(Text, GroupsDigitsByThrees) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(-999), "-999");
  EXPECT_EQ(grouped(-1000), "-1,000");
  EXPECT_EQ(grouped(379423), "379,423");
  EXPECT_EQ(grouped(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
  EXPECT_EQ(counted(1, "file", "files"), "1 file");
  EXPECT_EQ(counted(0, "file", "files"), "0 files");
  EXPECT_EQ(counted(1234, "file", "files"), "1,234 files");
}

TEST(Text, KnowsWellFormedUtf8) {
  EXPECT_TRUE(is_utf8("서학 seohak 📈"));
  for (const char* bytes : {"\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xEC\x84"})
    EXPECT_FALSE(is_utf8(bytes));
  EXPECT_EQ(shorten("서학개미", 7), "서학…");
}

TEST(Text, EncodesAllButPlainCharacters) {
  EXPECT_EQ(percent_encoded("BRK.B=a b/\xC3\xA9", "/."), "BRK.B%3Da%20b/%C3%A9");
}

TEST(Text, DecodesPercentEscapesAndKeepsBrokenOnes) {
  EXPECT_EQ(percent_decoded("a%20b%2Fc%c3%a9"), "a b/c\xC3\xA9");
  EXPECT_EQ(percent_decoded("100%"), "100%");
  EXPECT_EQ(percent_decoded("%4%zz%4"), "%4%zz%4");
}

TEST(Text, QuotesForJson) {
  EXPECT_EQ(json_quoted("a\"b\\c\n\x01/공포"), "\"a\\\"b\\\\c\\n\\u0001/공포\"");
  EXPECT_EQ(json_quoted("\x1f\x7f\xEA\xB3!"), "\"\\u001f\x7f\xEF\xBF\xBD\xEF\xBF\xBD!\"");
}

// Digest of "abc" from FIPS 180-2, appendix B.1.
TEST(Hash, IsSha256) {
  constexpr auto kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  EXPECT_EQ(sha256_hex("abc"), kAbc);
  Sha256 parts;
  parts.update("a");
  parts.update("bc");
  EXPECT_EQ(parts.hex(), kAbc);
}

TEST(Metrics, ExposesWhatWasCounted) {
  Metrics metrics;
  metrics.count("seohak_calls_total", {{"source", "cnn"}});
  metrics.count("seohak_calls_total", {{"source", "cnn"}}, 2);
  metrics.observe_seconds("seohak_call_seconds", {}, 0.002);
  EXPECT_EQ(metrics.value("seohak_calls_total", {{"source", "cnn"}}), 3);
  EXPECT_EQ(metrics.value("seohak_calls_total", {{"source", "ecb"}}), 0);
  EXPECT_THAT(metrics.expose(), HasSubstr("seohak_calls_total{source=\"cnn\"} 3"));
  EXPECT_THAT(metrics.expose(), HasSubstr("seohak_call_seconds_bucket{le=\"0.0025\"} 1"));
}

}  // namespace
}  // namespace seohak
