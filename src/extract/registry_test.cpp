#include "extract/registry.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/test_rows.h"

namespace seohak {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace testing_rows;

constexpr const char* kKey = "SecretKey0123456789";

/// What the contract is tried on: a source, a dataset and an answer it gave.
struct Sample {
  std::string source;
  std::string dataset;
  std::string url;
  std::string file;  ///< below src/extract
};

std::ostream& operator<<(std::ostream& out, const Sample& sample) {
  return out << sample.source << "." << sample.dataset;
}

Config configured() {
  return Config::defaults()
      .with("sources.eximbank.key", kKey)
      ->with("sources.gsheets.fear_greed_id", "RECORDED-no-real-sheet")
      .value();
}

class ConnectorContract : public testing::TestWithParam<Sample> {
 protected:
  void SetUp() override {
    registry_ = Registry::make(configured()).value();
    connector_ = registry_.find(GetParam().source);
    ASSERT_NE(connector_, nullptr);
    body_ = read_source_file("src/extract/" + GetParam().file);
    ASSERT_FALSE(body_.empty());
  }
  Answer answer(std::string body, int status = 200) const {
    Answer answer;
    answer.source = GetParam().source;
    answer.dataset = GetParam().dataset;
    answer.url = GetParam().url;
    answer.status = status;
    answer.body = std::move(body);
    answer.fetched_at = instant("2026-05-01T23:04:19Z");
    return answer;
  }
  Result<std::vector<Call>> plan() const {
    return connector_->plan({GetParam().dataset, {day("2024-11-25"), day("2024-11-30")}});
  }
  /// All rows of all tables but quarantine, as text.
  std::set<std::string> rows_of(const Parsed& parsed) const {
    std::set<std::string> all;
    for (const TableSchema& table : raw_tables()) {
      if (table.name == "raw_data.quarantine") continue;
      std::string names;
      for (const Column& column : table.columns) names += (names.empty() ? "" : ",") + column.name;
      for (const std::string& row : parsed.rows.of(table.name, names))
        all.insert(table.name + " " + row);
    }
    return all;
  }

  Registry registry_ = Registry::make(Config::defaults()).value();
  const Connector* connector_ = nullptr;
  std::string body_;
};

TEST_P(ConnectorContract, NamesItsDatasetsAndTheirTables) {
  EXPECT_EQ(connector_->name(), GetParam().source);
  const Dataset* dataset = registry_.dataset(GetParam().source, GetParam().dataset);
  ASSERT_NE(dataset, nullptr);
  EXPECT_FALSE(dataset->tables.empty());
  EXPECT_FALSE(dataset->freshness.empty());
  EXPECT_GT(dataset->limits.per_second, 0.0);
  EXPECT_GE(dataset->limits.burst, 1);
  EXPECT_GE(dataset->limits.parallel, 1);
  EXPECT_GE(dataset->limits.attempts, 1);
  const auto tables = raw_tables();
  for (std::string_view table : dataset->tables)
    EXPECT_NE(std::ranges::find(tables, table, &TableSchema::name), tables.end()) << table;
}

TEST_P(ConnectorContract, PlansTheSameCallsEachTimeAndMasksItsSecrets) {
  const auto once = plan();
  const auto again = plan();
  ASSERT_TRUE(once.has_value());
  ASSERT_FALSE(once->empty());
  ASSERT_EQ(once->size(), again->size());
  for (std::size_t i = 0; i < once->size(); ++i) {
    EXPECT_EQ((*once)[i].url, (*again)[i].url);
    EXPECT_EQ((*once)[i].source, GetParam().source);
    EXPECT_EQ((*once)[i].dataset, GetParam().dataset);
    EXPECT_FALSE((*once)[i].label.empty());
    EXPECT_THAT(masked_url((*once)[i]), Not(HasSubstr(kKey)));
  }
}

TEST_P(ConnectorContract, RefusesAnUnknownDataset) {
  const auto calls = connector_->plan({"nothing", {day("2024-11-25"), day("2024-11-26")}});
  EXPECT_EQ(calls.error().code, Errc::bad_request);
  EXPECT_THAT(calls.error().message, HasSubstr(GetParam().dataset));
}

TEST_P(ConnectorContract, AnEmptyRangeHasNoCalls) {
  const auto calls = connector_->plan({GetParam().dataset, {day("2024-11-25"), day("2024-11-25")}});
  ASSERT_TRUE(calls.has_value());
  EXPECT_TRUE(calls->empty());
}

TEST_P(ConnectorContract, PagesAndGarbageAreNoData) {
  const std::string page = "<!DOCTYPE html><html><body>Sorry</body></html>";
  EXPECT_FALSE(connector_->classify(answer(page)).has_value());
  for (int status : {400, 401, 403, 404, 408, 418, 429, 500, 503})
    EXPECT_FALSE(connector_->classify(answer(page, status)).has_value()) << status;
  EXPECT_EQ(connector_->classify(answer("", 429)).error().code, Errc::rate_limited);
  EXPECT_EQ(connector_->classify(answer("", 503)).error().code, Errc::unavailable);
  const std::string bytes("\x00\xFF\xFE{[\"<", 7);
  if (connector_->classify(answer(bytes)).has_value()) {  // text formats may only tell by parsing
    EXPECT_FALSE(parse(*connector_, answer(bytes)).result.has_value());
  }
}

TEST_P(ConnectorContract, RecordedAnswerHasRows) {
  ASSERT_TRUE(connector_->classify(answer(body_)).has_value());
  const Parsed parsed = parse(*connector_, answer(body_));
  ASSERT_TRUE(parsed.result.has_value());
  EXPECT_GT(rows_of(parsed).size(), 5U);
  EXPECT_TRUE(parsed.rows.of("raw_data.quarantine", "reason").empty());
}

TEST_P(ConnectorContract, CutAnswersFailOrGiveRowsOfTheWhole) {
  const std::set<std::string> whole = rows_of(parse(*connector_, answer(body_)));
  const std::size_t step = std::max<std::size_t>(1, body_.size() / 97);
  for (std::size_t length = 0; length < body_.size(); length += step) {
    const Answer cut = answer(body_.substr(0, length));
    if (!connector_->classify(cut).has_value()) continue;
    const Parsed parsed = parse(*connector_, cut);
    const std::set<std::string> rows = rows_of(parsed);
    EXPECT_TRUE(std::ranges::includes(whole, rows)) << "cut after " << length << " bytes";
    if (!parsed.result.has_value()) {
      EXPECT_TRUE(rows.empty());
    }
  }
}

TEST_P(ConnectorContract, AnswersWithOneByteChangedDoNotCrash) {
  for (std::size_t at = 0; at < body_.size(); at += std::max<std::size_t>(1, body_.size() / 61)) {
    std::string changed = body_;
    changed[at] = static_cast<char>(changed[at] ^ 0x15);
    const auto verdict = connector_->classify(answer(changed));
    const Parsed parsed = parse(*connector_, answer(changed));
    if (!parsed.result.has_value()) {
      EXPECT_FALSE(parsed.result.error().message.empty());
    }
    EXPECT_TRUE(verdict.has_value() || !verdict.error().message.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Sources, ConnectorContract,
    testing::Values(
        Sample{"cnn", "graphdata",
               "https://production.dataviz.cnn.io/index/fearandgreed/graphdata/2021-02-01",
               "cnn/testdata/graphdata-2026-05-01-cut.json"},
        Sample{"gsheets", "fear_greed",
               "https://docs.google.com/spreadsheets/d/RECORDED-no-real-sheet/export?format=csv",
               "gsheets/testdata/fear-greed-cut.csv"},
        Sample{"eximbank", "rates",
               "https://oapi.koreaexim.go.kr/site/program/financial/"
               "exchangeJSON?authkey=***&searchdate=20251126&data=AP01",
               "eximbank/testdata/AP01-usd-1483.4.json"},
        Sample{"ecb", "reference_rates",
               "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip",
               "ecb/testdata/eurofxref-hist-cut.zip"},
        Sample{"nasdaq", "screener",
               "https://api.nasdaq.com/api/screener/stocks?tableonly=true&exchange=NYSE",
               "nasdaq/testdata/screener-2026-02-02-nyse-cut.json"},
        Sample{"yahoo", "chart_1d",
               "https://query1.finance.yahoo.com/v8/finance/chart/MSFT?interval=1d",
               "yahoo/testdata/history_chart_MSFT.json"}),
    [](const auto& sample) { return sample.param.source; });

TEST(Registry, FindsConnectorsAndDatasetsByName) {
  const Registry registry = Registry::make(Config::defaults()).value();
  std::vector<std::string_view> names;
  for (const auto& connector : registry.all()) names.push_back(connector->name());
  EXPECT_THAT(names,
              testing::ElementsAre("cnn", "gsheets", "eximbank", "ecb", "nasdaq", "yahoo", "file"));
  EXPECT_EQ(registry.find("bloomberg"), nullptr);
  EXPECT_EQ(registry.dataset("cnn", "nothing"), nullptr);
  EXPECT_EQ(registry.dataset("bloomberg", "rates"), nullptr);
}

}  // namespace
}  // namespace seohak
