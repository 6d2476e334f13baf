#include "base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/metrics.h"
#include "base/result.h"

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

TEST(Text, KnowsWellFormedUtf8) {
  EXPECT_TRUE(is_utf8("서학 seohak 📈"));
  for (const char* bytes : {"\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xEC\x84"})
    EXPECT_FALSE(is_utf8(bytes));
  EXPECT_EQ(shorten("서학개미", 7), "서학…");
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

Result<int> half(int value) {
  if (value % 2 != 0) return fail(Errc::bad_data, "odd");
  return value / 2;
}
Result<int> quarter(int value) {
  const int once = SEOHAK_TRY(half(value).context("first"));
  return half(once).context("second");
}

TEST(Result, CarriesContextOutermostFirst) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().message, "second: odd");
  EXPECT_EQ(quarter(5).error().message, "first: odd");
  EXPECT_EQ(exit_code(Errc::timeout), 75);
  EXPECT_EQ(exit_code(Errc::drifted), 1);
  EXPECT_EQ(exit_code(Errc::bad_config), 2);
}

}  // namespace
}  // namespace seohak
