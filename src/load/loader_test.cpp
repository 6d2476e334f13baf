#include "load/loader.h"

#include <map>

#include <fmt/core.h>
#include <gmock/gmock.h>

#include "load/catalog.h"
#include "load/test_warehouse.h"

namespace seohak {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Answers kept in memory.
class FakeLanding final : public Landing {
 public:
  /// Lands Fear & Greed sheets, one answer each; returns their manifest.
  Manifest land(std::string id, Instant at, const std::vector<std::string>& bodies,
                std::string source = "gsheets") {
    Manifest manifest{.id = std::move(id),
                      .source = source,
                      .dataset = "fear_greed",
                      .days = {*parse_day("2024-01-01"), *parse_day("2024-02-01")},
                      .file = source + "/fear_greed/" + "x.warc.zst",
                      .bytes = 1,
                      .records = {}};
    for (const std::string& body : bodies) {
      LandedRecord record;
      record.url = "https://docs.google.com/sheet";
      record.fetched_at = at;
      record.digest = "sha256:00";
      record.status = body.starts_with("<") ? 503 : 200;
      record.ok = body != "not ok";
      manifest.records.push_back(std::move(record));
    }
    bodies_[manifest.id] = bodies;
    manifests_.push_back(manifest);
    return manifest;
  }
  void forget(std::string_view id) {
    std::erase_if(manifests_, [&](const Manifest& manifest) { return manifest.id == id; });
  }

  Result<std::unique_ptr<LandingWriter>> writer(std::string_view, std::string_view, DayInterval,
                                                std::string_view) override {
    return fail(Errc::internal, "not for writing");
  }
  Result<std::vector<Manifest>> manifests(std::string_view, std::string_view) const override {
    return manifests_;
  }
  Result<void> read(const Manifest& manifest,
                    const std::function<Result<void>(const Answer&, int)>& visit) const override {
    int index = 0;
    for (const std::string& body : bodies_.at(manifest.id)) {
      const LandedRecord& record = manifest.records[static_cast<std::size_t>(index)];
      Answer answer;
      answer.source = manifest.source;
      answer.dataset = manifest.dataset;
      answer.url = record.url;
      answer.status = record.status;
      answer.headers = {{"Content-Type", "text/csv"}};
      answer.body = body;
      answer.fetched_at = record.fetched_at;
      SEOHAK_TRY(visit(answer, index++));
    }
    return {};
  }
  Result<LandedExchange> read_one(const LandedPlace&) const override {
    return fail(Errc::internal, "not for single answers");
  }
  Result<void> check_writable() const override { return {}; }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> bodies_;
  std::vector<Manifest> manifests_;
};

class Loading : public testing::Test {
 protected:
  void SetUp() override { ASSERT_THAT(warehouse_->ensure_tables(schemas_), test::succeeds()); }
  LoadReport load(std::span<const Manifest> manifests, bool again = false,
                  std::string_view parser = kParserVersion) {
    Loader loader(landing_, registry_, *warehouse_, schemas_, parser);
    const auto report = loader.load(manifests, again, {});
    EXPECT_THAT(report, test::succeeds());
    return report.value_or(LoadReport{});
  }
  LoadReport load(const Manifest& manifest) { return load(std::span(&manifest, 1)); }
  std::vector<std::string> rows(const std::string& sql) {
    return test::text_rows(*warehouse_, sql);
  }
  std::vector<std::string> scores() {
    return rows(
        "SELECT market_day, score, load_id, record FROM raw_data.fear_greed_daily ORDER BY 1");
  }

  const Instant first_ = *parse_instant("2024-02-01T00:00:00Z");
  const Instant later_ = *parse_instant("2024-02-02T00:00:00Z");
  test::TempDir directory_;
  std::vector<TableSchema> schemas_ = *raw_schemas();
  Registry registry_ = *Registry::make(Config::defaults());
  std::unique_ptr<Warehouse> warehouse_ = test::open("duckdb_file", directory_.path());
  FakeLanding landing_;
};

constexpr const char* kSheet =
    "Date,Fear Greed,Rating\r\n2024-01-02,68.5,greed\r\n2024-01-03,101,greed\r\n";

TEST_F(Loading, KeepsRowsQuarantineAndWhereTheyAreFrom) {
  const LoadReport report = load(landing_.land("m1", first_, {kSheet}));
  EXPECT_EQ(report.answers, 1);
  EXPECT_EQ(report.rows, 1);
  EXPECT_EQ(report.quarantined, 1);
  EXPECT_THAT(report.failures, ElementsAre());
  EXPECT_THAT(scores(), ElementsAre("2024-01-02|68.5|m1|0"));
  const auto kept = rows(
      "SELECT table_name, source, dataset, load_id, record, row_no, reason, row_text "
      "FROM raw_data.quarantine");
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_THAT(kept[0], HasSubstr("raw_data.fear_greed_daily|gsheets|fear_greed|m1|0|0|"));
  EXPECT_THAT(kept[0], HasSubstr("score"));
  EXPECT_THAT(kept[0], HasSubstr("2024-01-03,101,greed"));
  EXPECT_THAT(rows("SELECT * FROM meta.load"),
              ElementsAre(fmt::format("m1|gsheets|fear_greed|2024-01-01|2024-02-01|"
                                      "gsheets/fear_greed/x.warc.zst|1|1|1|"
                                      "2024-02-01 00:00:00.000000Z|{}",
                                      kParserVersion)));
  EXPECT_THAT(rows("SELECT * FROM meta.landed_record"),
              ElementsAre("m1|0|https://docs.google.com/sheet|2024-02-01 00:00:00.000000Z|200|"
                          "sha256:00|gsheets/fear_greed/x.warc.zst|0|1"));
}

TEST_F(Loading, ALoadedManifestIsNotReadAgain) {
  const Manifest manifest = landing_.land("m1", first_, {kSheet});
  load(manifest);
  const LoadReport second = load(manifest);
  EXPECT_EQ(second.skipped_manifests, 1);
  EXPECT_EQ(second.answers, 0);
  const LoadReport again = load(std::span(&manifest, 1), true);
  EXPECT_EQ(again.answers, 1);
  EXPECT_EQ(again.merged.inserted + again.merged.replaced, 0);
}

TEST_F(Loading, TheNewestAnswerStaysWhateverTheOrder) {
  const Manifest old_one =
      landing_.land("m1", first_, {"Date,Fear Greed,Rating\n2024-01-02,10,fear\n"});
  const Manifest new_one =
      landing_.land("m0", later_, {"Date,Fear Greed,Rating\n2024-01-02,20,fear\n"});
  load(new_one);
  load(old_one);
  EXPECT_THAT(scores(), ElementsAre("2024-01-02|20|m0|0"));
}

TEST_F(Loading, AnAnswerThatFailsIsQuarantinedWholeAndTheRestGoesOn) {
  const LoadReport report =
      load(landing_.land("m1", first_, {"Tag,Wert\n1,2\n", "not ok", "<html>busy</html>", kSheet}));
  EXPECT_EQ(report.answers, 3);
  ASSERT_EQ(report.failures.size(), 2U);
  EXPECT_THAT(report.failures[0], HasSubstr("x.warc.zst record 0"));
  EXPECT_THAT(report.failures[1], HasSubstr("record 2"));
  EXPECT_THAT(scores(), ElementsAre("2024-01-02|68.5|m1|3"));
  EXPECT_EQ(rows("SELECT record FROM raw_data.quarantine ORDER BY 1"),
            (std::vector<std::string>{"0", "2", "3"}));
}

TEST_F(Loading, ASourceThatIsNotConfiguredIsNamedAndNotMarkedAsLoaded) {
  const LoadReport report = load(landing_.land("m1", first_, {kSheet}, "nobody"));
  ASSERT_EQ(report.failures.size(), 1U);
  EXPECT_THAT(report.failures[0], HasSubstr("no source nobody is configured"));
  EXPECT_THAT(rows("SELECT * FROM meta.load"), ElementsAre());
}

TEST_F(Loading, AnotherParserLoadsTheWholeLandingAgain) {
  const Manifest one = landing_.land("m1", first_, {kSheet});
  load(one);
  load(landing_.land("gone", first_, {"Date,Fear Greed,Rating\n2024-01-05,10,fear\n"}));
  landing_.forget("gone");
  const Manifest two =
      landing_.land("m2", later_, {"Date,Fear Greed,Rating\n2024-01-04,20,fear\n"});
  const LoadReport report = load(std::span(&two, 1), false, "next");
  EXPECT_EQ(report.answers, 2);
  EXPECT_THAT(scores(), ElementsAre("2024-01-02|68.5|m1|0", "2024-01-04|20|m2|0"));
  EXPECT_THAT(rows("SELECT load_id, parser FROM meta.load ORDER BY 1"),
              ElementsAre("m1|next", "m2|next"));
  EXPECT_EQ(load(std::span(&two, 1), false, "next").skipped_manifests, 1);
}

TEST_F(Loading, AStopBetweenManifestsIsCancelled) {
  const Manifest manifest = landing_.land("m1", first_, {kSheet});
  Loader loader(landing_, registry_, *warehouse_, schemas_);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THAT(loader.load(std::span(&manifest, 1), false, stop.get_token()),
              test::fails_with(Errc::cancelled));
}

}  // namespace
}  // namespace seohak
