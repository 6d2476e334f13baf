// The contract of Warehouse about models, run against every implementation.
#include <arrow/record_batch.h>
#include <fmt/core.h>
#include <gmock/gmock.h>

#include "load/csv_rows.h"
#include "load/test_warehouse.h"

namespace seohak {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ModelWrites : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { ASSERT_THAT(warehouse().ensure_tables(schemas_), test::succeeds()); }
  Warehouse& warehouse() { return *warehouse_; }
  void merge(std::string_view csv) {
    const Batch batch = *csv_rows(schemas_[0], csv);
    EXPECT_THAT(warehouse().merge(std::span(&batch, 1)), test::succeeds());
  }
  std::vector<std::string> rows(const std::string& sql) {
    return test::text_rows(warehouse(), sql);
  }

  test::TempDir directory_;
  std::vector<TableSchema> schemas_ = test::rate_schemas();
  std::unique_ptr<Warehouse> warehouse_ = test::open(GetParam(), directory_.path());
};

constexpr std::string_view kHead = "day,currency,rate,fetched_at,load_id,record\n";

/// meta.change and meta.model_write.
std::vector<TableSchema> change_schemas() {
  return test::schemas_of(
      {"-- meta.change: changes.\n-- grain:   change_no\n-- columns: change_no  BIGINT  n\n"
       "--          table_name  VARCHAR  t\n--          days_from  DATE NULL  f\n"
       "--          days_to  DATE NULL  t\n",
       "-- meta.model_write: writes.\n-- grain:   table_name\n-- columns: table_name  VARCHAR  t\n"
       "--          definition  VARCHAR  d\n--          change_no  BIGINT  c\n"});
}

TEST_P(ModelWrites, WritesAModelByRangeAndRollsBackOnAFailedAudit) {
  const TableSchema& model = schemas_[3];
  const auto write = [&](std::string select, bool whole, std::string audit, bool blocking = true) {
    const std::vector<Warehouse::AuditQuery> audits = {{"no_nines", std::move(audit), blocking}};
    ModelWrite one;
    one.schema = &model;
    one.select = std::move(select);
    if (!whole) one.range_column = "day";
    one.range = {*parse_day("2024-01-02"), *parse_day("2024-01-03")};
    return warehouse().write_model(one, audits);
  };
  const std::string nines = "SELECT day, n FROM analytics.model WHERE n = 9";
  const std::string three =
      "SELECT DATE '2024-01-01' + i AS day, {} AS n FROM (SELECT unnest([0, 1, 2]) AS i)";
  const std::string all = "SELECT day, n FROM analytics.model ORDER BY 1";
  EXPECT_EQ(write(fmt::format(fmt::runtime(three), 1), true, nines)->rows, 3);
  EXPECT_EQ(write(fmt::format(fmt::runtime(three), 2), false, nines)->rows, 1);
  const std::vector<std::string> expected = {"2024-01-01|1", "2024-01-02|2", "2024-01-03|1"};
  EXPECT_EQ(rows(all), expected);
  const std::int64_t before = warehouse().version();
  const auto refused = write(fmt::format(fmt::runtime(three), 9), true, nines);
  ASSERT_THAT(refused, test::fails_with(Errc::bad_data));
  EXPECT_THAT(refused.error().message,
              HasSubstr("audit no_nines of analytics.model found 3 rows: day=2024-01-01, n=9"));
  EXPECT_EQ(rows(all), expected);
  EXPECT_EQ(warehouse().version(), before);
  EXPECT_EQ(write(fmt::format(fmt::runtime(three), 9), false, nines, false)->warnings.size(), 1U);
  EXPECT_THAT(write("SELECT DATE '2024-01-01' AS day", true, nines),
              test::fails_with(Errc::bad_data));
}

TEST_P(ModelWrites, TellsOfAModelOnlyWhenItsRowsChanged) {
  std::vector<std::string> told;
  warehouse().set_listener([&](const WarehouseChange& change) {
    told.insert(told.end(), change.tables.begin(), change.tables.end());
  });
  ModelWrite one;
  one.schema = &schemas_[3];
  one.select = "SELECT DATE '2024-01-01' AS day, 1 AS n";
  ASSERT_THAT(warehouse().write_model(one, {}), test::succeeds());
  ASSERT_THAT(warehouse().write_model(one, {}), test::succeeds());
  EXPECT_THAT(told, ElementsAre("analytics.model"));
  const std::vector<Warehouse::AuditQuery> audits = {{"none", "SELECT 1", true}};
  one.select = "SELECT DATE '2024-01-01' AS day, 2 AS n";
  ASSERT_THAT(warehouse().write_model(one, audits), test::fails_with(Errc::bad_data));
  EXPECT_EQ(told.size(), 1U) << "rolled back";
}

TEST_P(ModelWrites, WritesRowsOfItsRangeOnly) {
  ModelWrite write;
  write.schema = &schemas_[3];
  write.rows = csv_rows(schemas_[3], "day,n\n2024-01-03,3\n2024-01-01,1\n2024-01-02,2\n")->rows;
  const std::string all = "SELECT day, n FROM analytics.model ORDER BY 1";
  EXPECT_EQ(warehouse().write_model(write, {})->rows, 3);
  EXPECT_THAT(rows(all), ElementsAre("2024-01-01|1", "2024-01-02|2", "2024-01-03|3"));
  write.rows = csv_rows(schemas_[3], "day,n\n2024-01-01,7\n2024-01-03,8\n")->rows;
  write.range_column = "day";
  write.range = {*parse_day("2024-01-02"), *parse_day("2024-01-04")};
  EXPECT_EQ(warehouse().write_model(write, {})->rows, 1);
  EXPECT_THAT(rows(all), ElementsAre("2024-01-01|1", "2024-01-03|8"));
}

TEST_P(ModelWrites, WritesAndNotesOnlyRowsOfAModelThatDiffer) {
  ASSERT_THAT(warehouse().ensure_tables(change_schemas()), test::succeeds());
  const auto write = [&](std::string_view csv) {
    ModelWrite one;
    one.schema = &schemas_[3];
    one.rows = csv_rows(schemas_[3], fmt::format("day,n\n{}", csv))->rows;
    return warehouse().write_model(one, {})->rows;
  };
  const std::string all = "SELECT day, n FROM analytics.model ORDER BY 1";
  const std::string days = "SELECT days_from, days_to FROM meta.change ORDER BY change_no";
  EXPECT_EQ(write("2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n"), 3);
  EXPECT_EQ(write("2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n"), 0);
  EXPECT_THAT(rows(days), ElementsAre("2024-01-01|2024-01-04")) << "the second changed nothing";
  EXPECT_EQ(write("2024-01-01,1\n2024-01-02,7\n2024-01-03,3\n2024-01-04,4\n"), 2);
  EXPECT_EQ(write("2024-01-02,7\n2024-01-03,3\n2024-01-04,4\n"), 0) << "one goes";
  EXPECT_THAT(rows(days), ElementsAre("2024-01-01|2024-01-04", "2024-01-02|2024-01-05",
                                      "2024-01-01|2024-01-02"));
  EXPECT_THAT(rows(all), ElementsAre("2024-01-02|7", "2024-01-03|3", "2024-01-04|4"));
}

TEST_P(ModelWrites, AModelThatRepeatsAKeyMeetsItsAudit) {
  const std::vector<Warehouse::AuditQuery> audits = {
      {"unique", "SELECT day FROM analytics.model GROUP BY day HAVING COUNT(*) > 1", true}};
  ModelWrite write;
  write.schema = &schemas_[3];
  for (const char* csv : {"day,n\n2024-01-01,1\n", "day,n\n2024-01-01,1\n2024-01-01,1\n",
                          "day,n\n2024-01-01,1\n2024-01-01,2\n"}) {
    write.rows = csv_rows(schemas_[3], csv)->rows;
    EXPECT_EQ(warehouse().write_model(write, audits).has_value(), write.rows->num_rows() == 1)
        << csv;
  }
  EXPECT_THAT(rows("SELECT * FROM analytics.model"), ElementsAre("2024-01-01|1"));
}

TEST_P(ModelWrites, KeepsWhichDaysChangedUntilEveryModelFollowed) {
  ASSERT_THAT(warehouse().ensure_tables(change_schemas()), test::succeeds());
  const std::string changes = "SELECT * FROM meta.change ORDER BY 1";
  const std::string row = fmt::format("{}2024-01-02,USD,1,2024-01-02T00:00:00Z,a,0\n", kHead);
  merge(row);
  merge(row);  // changes nothing
  EXPECT_THAT(rows(changes), ElementsAre("1|raw_data.rate|2024-01-02|2024-01-03"));
  ModelWrite write;
  write.schema = &schemas_[3];
  write.select = "SELECT DATE '2024-01-02' AS day, 1 AS n";
  write.definition = "first";
  write.change_no = 1;
  ASSERT_THAT(warehouse().write_model(write, {}), test::succeeds());
  EXPECT_THAT(rows(changes), ElementsAre("2|analytics.model|2024-01-02|2024-01-03"));
  EXPECT_THAT(rows("SELECT * FROM meta.model_write"), ElementsAre("analytics.model|first|1"));
  write.select = "SELECT DATE '2024-01-02' AS day, 2 AS n";
  write.change_no = 2;
  ASSERT_THAT(warehouse().write_model(write, {}), test::succeeds());
  merge(fmt::format("{}2024-01-05,USD,1,2024-01-02T00:00:00Z,a,0\n", kHead));
  EXPECT_THAT(rows("SELECT change_no FROM meta.change ORDER BY 1"), ElementsAre("3", "4"))
      << "numbers go on after changes are forgotten";
}

INSTANTIATE_TEST_SUITE_P(All, ModelWrites, testing::Values("duckdb_file", "duckdb_memory"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace seohak
