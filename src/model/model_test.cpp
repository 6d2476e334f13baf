#include "model/model.h"

#include <latch>
#include <thread>

#include <fmt/core.h>
#include <gmock/gmock.h>

#include "load/csv_rows.h"
#include "load/test_warehouse.h"
#include "model/cases.h"
#include "model/data_dictionary.h"
#include "model/order.h"

namespace seohak {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kRaw =
    "-- raw_data.rate: rates.\n-- grain:   day\n-- columns: day  DATE  d\n--          n  INTEGER  "
    "n\n";

std::string model_text(std::string_view name, std::string_view kind, std::string_view reads,
                       std::string_view sql, std::string_view audits = "unique(grain)") {
  return fmt::format(
      "-- analytics.{}: a model.\n-- grain:   day\n-- kind:    {}\n-- reads:   {}\n"
      "-- columns: day  DATE  d\n--          n    INTEGER  n\n-- audits:  {}\n{}\n",
      name, kind, reads, audits, sql);
}

Result<std::vector<Model>> load(const std::vector<std::pair<std::string, std::string>>& texts) {
  std::vector<ModelFile> files = {{"raw_data/rate.sql", kRaw}};
  for (const auto& [path, text] : texts) files.push_back({path, text});
  return load_models(files);
}
Result<std::vector<Model>> load_one(const std::string& text) {
  return load({{"analytics/a.sql", text}});
}

TEST(Models, BuiltInOnesLoadInOrder) {
  const auto models = load_models();
  ASSERT_THAT(models, test::succeeds());
  std::vector<std::string> names;
  for (const Model& model : *models) names.push_back(model.schema.name);
  const auto at = [&](std::string_view name) {
    return std::find(names.begin(), names.end(), name) - names.begin();
  };
  EXPECT_LT(at("analytics.fear_greed_trend"), at("analytics.fear_greed_rating_share"));
  EXPECT_LT(at("analytics.fx_trend_daily"), at("analytics.fx_trend_monthly"));
  EXPECT_LT(at("analytics.fx_trend_monthly"), static_cast<std::ptrdiff_t>(names.size()));
}

TEST(Models, BuiltInOnesGiveTheRowsOfTheirCases) {
  const std::vector<ModelFile> files = embedded_models();
  const auto report =
      run_model_cases(std::filesystem::path(SEOHAK_SOURCE_DIR) / "tests/models", files);
  ASSERT_THAT(report, test::succeeds());
  EXPECT_THAT(report->failures, ElementsAre());
  EXPECT_GE(report->passed, 4);
}

TEST(Models, StandAfterWhatTheyRead) {
  const auto models =
      load({{"analytics/a.sql",
             model_text("a", "full", "analytics.b", "SELECT day, n FROM analytics.b")},
            {"analytics/b.sql",
             model_text("b", "full", "raw_data.rate", "SELECT day, n FROM raw_data.rate")}});
  ASSERT_THAT(models, test::succeeds());
  EXPECT_EQ((*models)[0].schema.name, "analytics.b");
  EXPECT_EQ(lineage(*models),
            "analytics.a\n  analytics.b\n    raw_data.rate\nanalytics.b\n  raw_data.rate\n");
}

TEST(Models, ACircleIsRefusedWithItsPath) {
  const auto models = load(
      {{"analytics/a.sql", model_text("a", "full", "analytics.b", "SELECT * FROM analytics.b")},
       {"analytics/b.sql", model_text("b", "full", "analytics.c", "SELECT * FROM analytics.c")},
       {"analytics/c.sql", model_text("c", "full", "analytics.b", "SELECT * FROM analytics.b")}});
  ASSERT_THAT(models, test::fails_with(Errc::bad_data));
  EXPECT_THAT(models.error().message, HasSubstr("analytics.b <- analytics.c <- analytics.b"));
}

struct Refusal {
  const char* what;
  std::string text;
  const char* message;
};

TEST(Models, HeadersThatDoNotFitTheirQueryAreRefused) {
  const std::string good = "SELECT day, n FROM raw_data.rate";
  const std::string ranged = good + " WHERE day >= @from AND day < @to";
  const Refusal refusals[] = {
      {"too little", model_text("a", "full", "", good),
       "reads raw_data.rate, which `reads` does not"},
      {"too much", model_text("a", "full", "raw_data.rate, meta.load", good),
       "`reads` names meta.load"},
      {"hidden in a CTE",
       model_text("a", "full", "raw_data.rate",
                  "WITH c AS (SELECT * FROM raw_data.other) SELECT * FROM c, raw_data.rate"),
       "reads raw_data.other"},
      {"nobody has it", model_text("a", "full", "raw_data.no", "SELECT * FROM raw_data.no"),
       "analytics.a reads raw_data.no, which no file"},
      {"kind", model_text("a", "often", "raw_data.rate", good), "kind \"often\""},
      {"no kind", model_text("a", "", "raw_data.rate", good), "no kind"},
      {"not a day", model_text("a", "incremental by n", "raw_data.rate", ranged),
       "n is not a DATE"},
      {"full with a range", model_text("a", "full", "raw_data.rate", ranged),
       "must be incremental"},
      {"a range with kernels",
       "-- analytics.a: a.\n-- grain: day\n-- kind: incremental by day\n-- reads: raw_data.rate\n"
       "-- kernel: rsi_wilder(n, 14) per w by day -> r\n-- columns: day  DATE  d\n"
       "--          n  DECIMAL(18,6)  n\n--          w  VARCHAR  w\n"
       "--          r  DOUBLE PRECISION NULL  r\n-- audits: unique(grain)\n"
       "SELECT day, n, 'w' AS w FROM raw_data.rate WHERE day >= @from AND day < @to\n",
       "kernels need every day"},
      {"no range", model_text("a", "incremental by day", "raw_data.rate", good), "must use @from"},
      {"two statements", model_text("a", "full", "raw_data.rate", good + "; SELECT 1"),
       "2 statements"},
      {"no statement", model_text("a", "full", "raw_data.rate", ""), "no SELECT"},
      {"not SQL", model_text("a", "full", "raw_data.rate", "SELEC 1"), "syntax error"},
      {"unknown audit", model_text("a", "full", "raw_data.rate", good, "odd(n)"), "audit odd(n)"},
      {"unknown column", model_text("a", "full", "raw_data.rate", good, "positive(m)"),
       "no column m"},
      {"another name", model_text("b", "full", "raw_data.rate", good), "named as its table"},
  };
  for (const Refusal& refusal : refusals) {
    const auto models = load_one(refusal.text);
    ASSERT_THAT(models, test::fails_with(Errc::bad_data)) << refusal.what;
    EXPECT_THAT(models.error().message, HasSubstr(refusal.message)) << refusal.what;
    EXPECT_THAT(models.error().message, HasSubstr("analytics")) << refusal.what;
  }
}

TEST(Models, RangeIsBoundOutsideOfTextsAndComments) {
  Model model;
  model.sql =
      "SELECT '@from' -- @to\n, \"@to\" /* @from */ WHERE d >= @from AND d < @to OR @fromage";
  model.lookback_days = 3;
  EXPECT_EQ(bind_range(model, {*parse_day("2024-03-02"), *parse_day("2024-03-05")}),
            "SELECT '@from' -- @to\n, \"@to\" /* @from */ WHERE d >= DATE '0001-01-01' AND "
            "d < DATE '9999-12-31' OR @fromage");
  model.range_column = "d";
  EXPECT_THAT(bind_range(model, {*parse_day("2024-03-02"), *parse_day("2024-03-05")}),
              HasSubstr("d >= DATE '2024-02-28' AND d < DATE '2024-03-08'"))
      << "rows up to three days after the range depend on it";
  EXPECT_THAT(bind_range(model, {}), HasSubstr("d >= DATE '0001-01-01' AND d < DATE '9999-12-31'"));
}

class ModelRun : public testing::Test {
 protected:
  void SetUp() override {
    auto models = load_one(model_text(
        "a", "incremental by day, lookback 1 days", "raw_data.rate",
        "SELECT day, CAST(SUM(n) OVER (ORDER BY day ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS "
        "INTEGER) AS n FROM raw_data.rate WHERE day >= @from AND day < @to",
        "unique(grain); positive(n); warn: between(n, 0, 60)"));
    ASSERT_THAT(models, test::succeeds());
    model_ = std::move((*models)[0]);
    schemas_ = test::schemas_of({kRaw});
    schemas_.push_back(model_.schema);
    ASSERT_THAT(warehouse_->ensure_tables(schemas_), test::succeeds());
    ASSERT_THAT(warehouse_->ensure_tables(*raw_schemas()), test::succeeds());
    give("day,n\n2024-01-01,10\n2024-01-02,20\n2024-01-03,30\n");
  }
  void give(std::string_view csv) {
    const Batch batch = *csv_rows(schemas_[0], csv);
    ASSERT_THAT(warehouse_->merge(std::span(&batch, 1)), test::succeeds());
  }
  std::vector<std::string> rows() {
    return test::text_rows(*warehouse_, "SELECT day, n FROM analytics.a ORDER BY 1");
  }

  test::TempDir directory_;
  std::unique_ptr<Warehouse> warehouse_ = test::open("duckdb_memory", directory_.path());
  std::vector<TableSchema> schemas_;
  Model model_;
};

TEST_F(ModelRun, WritesAllDaysThenOnlyItsRange) {
  EXPECT_EQ(run_model(model_, {}, *warehouse_)->rows, 3);
  EXPECT_THAT(rows(), ElementsAre("2024-01-01|10", "2024-01-02|30", "2024-01-03|50"));
  give("day,n\n2024-01-01,11\n2024-01-02,21\n2024-01-03,31\n");
  // A changed day reaches the day after it; what lies before is read, not written.
  EXPECT_EQ(
      run_model(model_, {*parse_day("2024-01-02"), *parse_day("2024-01-03")}, *warehouse_)->rows,
      2);
  EXPECT_THAT(rows(), ElementsAre("2024-01-01|10", "2024-01-02|32", "2024-01-03|52"));
}

TEST_F(ModelRun, FollowsTheChangesOfWhatItReads) {
  EXPECT_EQ(update_model(model_, *warehouse_)->rows, 3) << "all of it the first time";
  EXPECT_TRUE(update_model(model_, *warehouse_)->unchanged);
  give("day,n\n2024-01-02,21\n");
  EXPECT_EQ(update_model(model_, *warehouse_)->rows, 2) << "the changed day and the one after";
  EXPECT_THAT(rows(), ElementsAre("2024-01-01|10", "2024-01-02|31", "2024-01-03|51"));
  EXPECT_TRUE(update_model(model_, *warehouse_)->unchanged);
  model_.sql = "SELECT day, n + 1 AS n FROM raw_data.rate WHERE day >= @from AND day < @to";
  EXPECT_EQ(update_model(model_, *warehouse_)->rows, 3) << "another query: all of it";
}

TEST_F(ModelRun, IsStoppedInTheMiddleOfAStatementAndWritesNothing) {
  ASSERT_THAT(update_model(model_, *warehouse_), test::succeeds());
  // It would count for years.
  model_.sql =
      "SELECT DATE '2024-01-01' AS day, CAST(count(*) AS BIGINT) AS n FROM raw_data.rate, "
      "range(1000000000) AS a, range(1000000000) AS b";
  std::stop_source stop;
  std::latch begun(1);
  const std::jthread stopper([&] {
    begun.wait();
    for (int i = 0; i < 10'000; ++i) std::this_thread::yield();
    stop.request_stop();
  });
  begun.count_down();
  EXPECT_THAT(update_model(model_, *warehouse_, stop.get_token()),
              test::fails_with(Errc::cancelled));
  EXPECT_THAT(rows(), ElementsAre("2024-01-01|10", "2024-01-02|30", "2024-01-03|50"));
}

TEST_F(ModelRun, AFullModelPassesOnTheDaysWhoseRowsDiffer) {
  auto models = load({{"analytics/ahead.sql",
                       model_text("ahead", "full", "raw_data.rate",
                                  "SELECT day, COALESCE(LEAD(n) OVER (ORDER BY day), 0) AS n FROM "
                                  "raw_data.rate")},
                      {"analytics/copy.sql",
                       model_text("copy", "incremental by day", "analytics.ahead",
                                  "SELECT day, n FROM analytics.ahead WHERE day >= @from AND "
                                  "day < @to")}});
  ASSERT_THAT(models, test::succeeds());
  for (const Model& model : *models)
    ASSERT_THAT(warehouse_->ensure_tables(std::span(&model.schema, 1)), test::succeeds());
  const auto update = [&] {
    std::vector<std::int64_t> written;
    for (const Model& model : *models) {
      const auto report = update_model(model, *warehouse_);
      EXPECT_THAT(report, test::succeeds());
      written.push_back(report->unchanged ? -1 : report->rows);
    }
    return written;
  };
  const auto copied = [&] {
    return test::text_rows(*warehouse_, "SELECT * FROM analytics.copy ORDER BY day");
  };
  EXPECT_THAT(update(), ElementsAre(3, 3));
  give("day,n\n2024-01-04,40\n");
  EXPECT_THAT(update(), ElementsAre(2, 2)) << "the new day and the one that looks at it";
  EXPECT_THAT(copied(),
              ElementsAre("2024-01-01|20", "2024-01-02|30", "2024-01-03|40", "2024-01-04|0"));
  EXPECT_THAT(test::text_rows(*warehouse_,
                              "SELECT days_from, days_to FROM meta.change WHERE "
                              "table_name = 'analytics.copy' ORDER BY change_no"),
              ElementsAre("2024-01-03|2024-01-05"))
      << "changes that all have followed are forgotten";
  give("day,n\n2024-01-01,11\n");
  EXPECT_THAT(update(), ElementsAre(0, -1)) << "no row differs: its reader has nothing to do";
}

TEST_F(ModelRun, AFailedWriteFollowsNothing) {
  ASSERT_THAT(update_model(model_, *warehouse_), test::succeeds());
  give("day,n\n2024-01-02,-50\n");
  ASSERT_THAT(update_model(model_, *warehouse_), test::fails_with(Errc::bad_data));
  give("day,n\n2024-01-02,22\n");
  EXPECT_EQ(update_model(model_, *warehouse_)->rows, 2);
}

TEST_F(ModelRun, AFailedAuditKeepsWhatWasPublished) {
  ASSERT_THAT(run_model(model_, {}, *warehouse_), test::succeeds());
  give("day,n\n2024-01-02,-50\n");
  const auto refused = run_model(model_, {}, *warehouse_);
  ASSERT_THAT(refused, test::fails_with(Errc::bad_data));
  EXPECT_THAT(refused.error().message, HasSubstr("audit positive(n) of analytics.a"));
  EXPECT_THAT(rows(), ElementsAre("2024-01-01|10", "2024-01-02|30", "2024-01-03|50"));
}

TEST_F(ModelRun, AWarningLetsTheRowsPass) {
  give("day,n\n2024-01-02,200\n");
  const auto report = run_model(model_, {}, *warehouse_);
  ASSERT_THAT(report, test::succeeds());
  ASSERT_EQ(report->warnings.size(), 1U);
  EXPECT_THAT(report->warnings[0], HasSubstr("between(n, 0, 60)"));
}

TEST(Audits, FindWhatTheyAreFor) {
  std::vector<TableSchema> schemas =
      test::schemas_of({"-- raw_data.t: t.\n-- grain:   k\n-- columns: k  VARCHAR  k\n--          "
                        "n  INTEGER NULL  n\n"
                        "--          w  VARCHAR NULL  w\n"
                        "-- audits:  unique(n); not_null(w); positive(n); between(n, 0, 9);\n"
                        "--          accepted(w, a, b c); sums_to(n, 10, 0.5); rows(1, 3); "
                        "expression(n <> 7, TRUE)\n"});
  schemas[0].audits.back().arguments = {"COALESCE(n", "0) <> 7"};
  test::TempDir directory;
  const auto warehouse = test::open("duckdb_memory", directory.path());
  ASSERT_THAT(warehouse->ensure_tables(schemas), test::succeeds());
  const auto found = [&](std::string_view rows) {
    EXPECT_THAT(warehouse->clear(), test::succeeds());
    const Batch batch = *csv_rows(schemas[0], fmt::format("k,n,w\n{}", rows));
    EXPECT_THAT(warehouse->merge(std::span(&batch, 1)), test::succeeds());
    std::vector<std::string> names;
    const auto lines = audit_table(schemas[0], *warehouse);
    EXPECT_THAT(lines, test::succeeds());
    for (const std::string& line : lines.value_or(std::vector<std::string>{}))
      names.push_back(line.substr(6, line.find('(') - 6));
    return names;
  };
  EXPECT_THAT(found("x,4,a\ny,6,b c\nz,,a\n"), ElementsAre());
  EXPECT_THAT(found("x,5,a\ny,5,a\n"), ElementsAre("unique"));
  EXPECT_THAT(found("x,10,\n"), ElementsAre("not_null", "between"));
  EXPECT_THAT(found("x,0,a\n"), ElementsAre("positive", "sums_to"));
  EXPECT_THAT(found("x,7,a\ny,3,c\n"), ElementsAre("accepted", "expression"));
  EXPECT_THAT(found("x,1,a\ny,2,a\nz,3,a\nq,4,a\n"), ElementsAre("rows"));
  EXPECT_THAT(found(""), ElementsAre("rows"));
}

TEST(DataDictionary, TellsEveryTableAndColumn) {
  const std::vector<ModelFile> files = embedded_models();
  const auto text = data_dictionary(files);
  ASSERT_THAT(text, test::succeeds());
  EXPECT_THAT(*text, HasSubstr("### analytics.fx_trend_daily\n"));
  EXPECT_THAT(*text, HasSubstr("- Key: quote_day, currency\n"));
  EXPECT_THAT(*text, HasSubstr("| load_id | VARCHAR | no |"));
  EXPECT_THAT(*text, HasSubstr("### meta.landed_record\n"));
}

TEST(ModelCases, ADirectoryWithoutCasesIsAnError) {
  const std::vector<ModelFile> files = embedded_models();
  test::TempDir directory;
  EXPECT_THAT(run_model_cases(directory.path(), files), test::fails_with(Errc::not_found));
}

}  // namespace
}  // namespace seohak
