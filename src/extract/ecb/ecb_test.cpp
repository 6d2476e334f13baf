#include "extract/ecb/ecb.h"

#include <gtest/gtest.h>

#include "base/fixed.h"
#include "extract/ecb/cross_rates.h"
#include "extract/test_rows.h"

namespace seohak {
namespace {

using testing::UnorderedElementsAre;
using namespace testing_rows;

constexpr const char* kTable = "raw_data.fx_rate_daily";
constexpr const char* kHost = "https://www.ecb.europa.eu";

const Ecb kEcb(kHost);

Answer answer_with(std::string body, const std::string& dataset = "reference_rates") {
  return answer_of("ecb." + dataset, "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip",
                   "2026-04-13T15:56:22Z", "", std::move(body));
}

std::string recorded() { return testdata("ecb", "eurofxref-hist-cut.zip"); }

std::string xml_of(std::string_view cubes) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gesmes:Envelope "
         "xmlns:gesmes=\"http://www.gesmes.org/xml/2002-08-01\" "
         "xmlns=\"http://www.ecb.int/vocabulary/2002-08-01/eurofxref\">\n<Cube>\n" +
         std::string(cubes) + "</Cube>\n</gesmes:Envelope>";
}

TEST(EcbPlan, ArchiveHoldsEveryRangeAndTheXmlTheLast90Days) {
  const auto archive = kEcb.plan({"reference_rates", {day("1999-01-04"), day("2026-04-14")}});
  ASSERT_TRUE(archive.has_value());
  ASSERT_THAT(*archive, SizeIs(1));
  EXPECT_EQ((*archive)[0].url, "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip");
  const auto recent = kEcb.plan({"recent_rates", {day("2026-04-13"), day("2026-04-14")}});
  EXPECT_EQ((*recent)[0].url, "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml");
}

TEST(EcbClassify, TellsDataFromPagesAndCutAnswers) {
  EXPECT_TRUE(kEcb.classify(answer_with(recorded())).has_value());
  EXPECT_TRUE(kEcb.classify(answer_with(xml_of(""))).has_value());
  EXPECT_EQ(kEcb.classify(answer_with("<html>maintenance</html>")).error().code, Errc::drifted);
  EXPECT_EQ(kEcb.classify(answer_with("Date,USD")).error().code, Errc::drifted);
  EXPECT_EQ(kEcb.classify(answer_with("")).error().code, Errc::unavailable);
  const std::string xml = xml_of("<Cube time='2026-04-13'>");
  EXPECT_EQ(kEcb.classify(answer_with(xml.substr(0, xml.size() - 9))).error().code,
            Errc::unavailable);
}

TEST(EcbParse, GivesWonPerUnitOfEveryCurrency) {
  const Parsed parsed = parse(kEcb, answer_with(recorded()));
  ASSERT_TRUE(parsed.result.has_value());
  const auto rows = parsed.rows.of(kTable, "quote_day,currency,deal_base_rate,ttb,tts,source");
  EXPECT_THAT(rows, Contains("2026-04-13|EUR|1740.860000|null|null|ecb"));
  EXPECT_THAT(rows, Contains("2026-04-13|USD|1489.952071|null|null|ecb"));
  EXPECT_THAT(rows, Contains("2026-04-13|JPY|9.321874|null|null|ecb"));
  EXPECT_THAT(rows, Contains("2026-04-13|IDR|0.086687|null|null|ecb"));
  EXPECT_THAT(rows, Contains("1999-01-04|USD|1186.351684|null|null|ecb"));
  EXPECT_THAT(rows, Contains("1999-01-04|CYP|2401.796294|null|null|ecb"));
  EXPECT_THAT(parsed.rows.of(kTable, "currency"), Not(Contains("KRW")));
  EXPECT_THAT(parsed.rows.of(kQuarantine, "reason"), IsEmpty());
}

TEST(EcbParse, CountAndSumOfTheRecordedArchiveAgree) {
  // Count and sum by Python's decimal module (ROUND_HALF_UP at 6 decimals) from the same file.
  const auto rates = parse(kEcb, answer_with(recorded())).rows.of(kTable, "deal_base_rate");
  EXPECT_THAT(rates, SizeIs(840));
  std::int64_t steps = 0;
  for (const std::string& rate : rates) steps += parse_scaled(rate, 6).value();
  EXPECT_EQ(format_scaled(steps, 6), "478103.785974");
}

TEST(EcbParse, ReadsTheXmlOfOneOrMoreDays) {
  const auto parsed = parse(
      kEcb, answer_with(xml_of("<Cube time='2026-04-13'>\n<Cube currency='USD' rate='1.1684'/>"
                               "<Cube currency='KRW' rate='1740.86'/></Cube>\n"
                               "<Cube time=\"2026-04-10\"><Cube currency=\"KRW\" rate=\"1700\"/>"
                               "</Cube>"),
                        "recent_rates"));
  ASSERT_TRUE(parsed.result.has_value());
  EXPECT_THAT(parsed.rows.of(kTable, "quote_day,currency,deal_base_rate"),
              UnorderedElementsAre("2026-04-13|EUR|1740.860000", "2026-04-13|USD|1489.952071",
                                   "2026-04-10|EUR|1700.000000"));
}

TEST(EcbParse, RenamedXmlAttributeIsDrift) {
  const auto parsed = parse(kEcb, answer_with(xml_of("<Cube date='2026-04-13'></Cube>")));
  EXPECT_EQ(parsed.result.error().code, Errc::drifted);
  EXPECT_THAT(parsed.result.error().message, HasSubstr("time"));
}

TEST(EcbParse, CutArchiveIsDriftAndLeavesNoRows) {
  const std::string whole = recorded();
  const auto parsed = parse(kEcb, answer_with(whole.substr(0, whole.size() / 2)));
  EXPECT_EQ(parsed.result.error().code, Errc::drifted);
  EXPECT_THAT(parsed.rows.of(kTable, "currency"), IsEmpty());
}

TEST(CrossRates, QuarantinesWhatIsNoRate) {
  const std::vector<TableSchema> tables = raw_tables();
  RowSink sink(tables);
  sink.begin_answer("ecb", "reference_rates", instant("2026-04-13T15:56:22Z"), "load", 0);
  CrossRates cross(sink);
  cross.write(
      day("2026-04-13"),
      {{"KRW", "1740.86"}, {"USD", "0"}, {"JPY", "1,86.75"}, {"GBP", "0,87"}, {"usd", "1"}});
  cross.write(day("2026-04-10"), {{"USD", "1.1"}, {"KRW", "many"}});
  cross.write(day("2026-04-09"), {{"USD", "1.1"}});
  const Rows rows(sink.finish().value());
  EXPECT_THAT(rows.of(kTable, "quote_day,currency"), ElementsAre("2026-04-13|EUR"));
  EXPECT_THAT(rows.of(kQuarantine, "reason"),
              ElementsAre("USD per EUR 0 is not above 0", "JPY: \"1,86.75\" is not a number",
                          "GBP: \"0,87\" is not a number", "\"usd\" is no currency",
                          "KRW: \"many\" is not a number"));
}

}  // namespace
}  // namespace seohak
