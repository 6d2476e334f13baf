// The contract of Warehouse, run against every implementation.
#include "load/warehouse.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <map>
#include <random>
#include <thread>
#include <tuple>

#include <arrow/array.h>
#include <arrow/table.h>
#include <fmt/core.h>
#include <gmock/gmock.h>

#include "load/catalog.h"
#include "load/csv_rows.h"
#include "load/test_warehouse.h"

namespace seohak {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class WarehouseContract : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { ASSERT_THAT(warehouse().ensure_tables(schemas_), test::succeeds()); }
  Warehouse& warehouse() { return *warehouse_; }
  const TableSchema& rate() const { return schemas_[0]; }
  MergeStats merge(std::string_view csv) {
    const Batch batch = *csv_rows(rate(), csv);
    const auto stats = warehouse().merge(std::span(&batch, 1));
    EXPECT_THAT(stats, test::succeeds());
    return stats.value_or(MergeStats{});
  }
  std::vector<std::string> rows(const std::string& sql) {
    return test::text_rows(warehouse(), sql);
  }

  test::TempDir directory_;
  std::vector<TableSchema> schemas_ = test::rate_schemas();
  std::unique_ptr<Warehouse> warehouse_ = test::open(GetParam(), directory_.path());
};

constexpr std::string_view kHead = "day,currency,rate,fetched_at,load_id,record\n";
constexpr const char* kAll =
    "SELECT day, currency, rate, fetched_at, load_id, record FROM raw_data.rate ORDER BY 1, 2";

TEST_P(WarehouseContract, KeepsEveryType) {
  const Batch batch = *csv_rows(schemas_[1],
                                "day,at,word,money,real,large,small,flag,maybe\n"
                                "2024-02-29,2024-01-02T03:04:05.678901Z,\"서학, \"\"개미\"\"\","
                                "-123456789012.345678,0.1,9223372036854775807,-2147483648,true,\n");
  ASSERT_THAT(warehouse().merge(std::span(&batch, 1)), test::succeeds());
  EXPECT_THAT(rows("SELECT * FROM raw_data.kinds"),
              ElementsAre("2024-02-29|2024-01-02 03:04:05.678901Z|서학, \"개미\"|"
                          "-123456789012.345678|0.1|9223372036854775807|-2147483648|true|null"));
}

TEST_P(WarehouseContract, ReplacesARowOnlyByANewerOne) {
  const std::string old_row = "2024-01-02,USD,1300,2024-01-02T00:00:00Z,a,0\n";
  const std::string new_row = "2024-01-02,USD,1301,2024-01-03T00:00:00Z,a,0\n";
  EXPECT_EQ(merge(fmt::format("{}{}", kHead, new_row)).inserted, 1);
  EXPECT_EQ(merge(fmt::format("{}{}", kHead, old_row)).unchanged, 1);
  EXPECT_EQ(merge(fmt::format("{}{}", kHead, new_row)).unchanged, 1);
  EXPECT_THAT(rows(kAll),
              ElementsAre("2024-01-02|USD|1301.000000|2024-01-03 00:00:00.000000Z|a|0"));
  const MergeStats stats =
      merge(fmt::format("{}2024-01-02,USD,1302,2024-01-03T00:00:00Z,b,0\n", kHead));
  EXPECT_EQ(stats.replaced, 1);
  EXPECT_EQ(stats.inserted, 0);
}

TEST_P(WarehouseContract, KeepsTheNewestOfAKeyGivenTwiceAtOnce) {
  merge(
      fmt::format("{}2024-01-02,USD,3,2024-01-03T00:00:00Z,a,2\n"
                  "2024-01-02,USD,1,2024-01-02T00:00:00Z,b,9\n"
                  "2024-01-02,USD,2,2024-01-03T00:00:00Z,a,1\n",
                  kHead));
  EXPECT_THAT(rows("SELECT rate FROM raw_data.rate"), ElementsAre("3.000000"));
}

TEST_P(WarehouseContract, PartsOfOneMergeMeetEachOtherAndWhatIsStored) {
  merge(fmt::format("{}2024-01-02,USD,1,2024-01-02T00:00:00Z,a,0\n", kHead));
  const std::array<std::string_view, 4> parts = {
      "2024-01-03,USD,2,2024-01-03T00:00:00Z,a,1\n",  // new
      "2024-01-02,USD,3,2024-01-03T00:00:00Z,a,2\n",  // newer than the one stored
      "2024-01-03,USD,4,2024-01-04T00:00:00Z,a,3\n",  // newer than the first part
      "2024-01-03,USD,5,2024-01-01T00:00:00Z,a,4\n2024-01-04,USD,6,2024-01-01T00:00:00Z,a,5\n"};
  const auto session = *warehouse().begin_merge();
  for (const std::string_view part : parts) {
    const Batch batch = *csv_rows(rate(), fmt::format("{}{}", kHead, part));
    ASSERT_THAT(session->append(std::span(&batch, 1)), test::succeeds());
  }
  EXPECT_EQ(rows(kAll).size(), 1U) << "nothing shows before the commit";
  ASSERT_THAT(session->commit(), test::succeeds());
  EXPECT_THAT(rows("SELECT day, rate FROM raw_data.rate ORDER BY 1"),
              ElementsAre("2024-01-02|3.000000", "2024-01-03|4.000000", "2024-01-04|6.000000"));
}

TEST_P(WarehouseContract, InATableWithoutVersionTheLastWrittenStays) {
  const TableSchema& load = schemas_[2];
  for (const std::string_view csv : {"load_id,parser\nx,1\ny,1\n", "load_id,parser\nx,2\ny,1\n"}) {
    const Batch batch = *csv_rows(load, csv);
    ASSERT_THAT(warehouse().merge(std::span(&batch, 1)), test::succeeds());
  }
  EXPECT_THAT(rows("SELECT load_id, parser FROM meta.load ORDER BY 1"), ElementsAre("x|2", "y|1"));
}

TEST_P(WarehouseContract, AnyOrderAndRepetitionGivesTheSameTable) {
  using Version = std::tuple<int, std::string, int>;
  struct Row {
    int day;
    int currency;
    Version version;
    int rate;
  };
  std::mt19937 random(20260413);
  std::vector<Row> all;
  std::map<std::pair<int, int>, std::pair<Version, int>> reference;
  for (int i = 0; i < 400; ++i) {
    Row row{static_cast<int>(random() % 20),
            static_cast<int>(random() % 4),
            {static_cast<int>(random() % 5), std::string(1, static_cast<char>('a' + i % 3)), i},
            1000 + i};
    auto& stored = reference[{row.day, row.currency}];
    if (stored.second == 0 || row.version > stored.first) stored = {row.version, row.rate};
    all.push_back(std::move(row));
  }
  std::vector<std::string> expected;
  expected.reserve(reference.size());
  for (const auto& [key, value] : reference)
    expected.push_back(
        fmt::format("2024-01-{:02}|C{}|{}.000000", key.first + 1, key.second, value.second));
  for (int round = 0; round < 6; ++round) {
    ASSERT_THAT(warehouse().clear(), test::succeeds());
    std::shuffle(all.begin(), all.end(), random);
    std::size_t at = 0;
    while (at < all.size()) {
      const std::size_t end = std::min(all.size(), at + 1 + random() % 90);
      std::string csv(kHead);
      for (std::size_t i = at; i < end; ++i)
        csv += fmt::format("2024-01-{:02},C{},{},2024-01-{:02}T00:00:00Z,{},{}\n", all[i].day + 1,
                           all[i].currency, all[i].rate, std::get<0>(all[i].version) + 1,
                           std::get<1>(all[i].version), std::get<2>(all[i].version));
      merge(csv);
      at = random() % 3 == 0 ? at + (end - at) / 2 + 1 : end;  // some rows come again
    }
    EXPECT_EQ(rows("SELECT day, currency, rate FROM raw_data.rate ORDER BY 1, 2"), expected);
  }
}

TEST_P(WarehouseContract, AMergeThatFailsLeavesNothing) {
  const std::string good = fmt::format("{}2024-01-02,USD,1,2024-01-02T00:00:00Z,a,0\n", kHead);
  const std::vector<Batch> batches = {*csv_rows(rate(), good),
                                      *csv_rows(schemas_[2], "load_id,parser\n,1\n")};
  const auto merged = warehouse().merge(batches);
  ASSERT_THAT(merged, test::fails_with(Errc::bad_data));
  EXPECT_THAT(merged.error().message, HasSubstr("load_id"));
  EXPECT_THAT(rows(kAll), ElementsAre());
}

TEST_P(WarehouseContract, RowsOfAnotherShapeAreRefused) {
  const Batch batch{&rate(), csv_rows(schemas_[2], "load_id,parser\nx,1\n")->rows};
  const auto merged = warehouse().merge(std::span(&batch, 1));
  ASSERT_THAT(merged, test::fails_with(Errc::bad_data));
  EXPECT_THAT(merged.error().message, HasSubstr("column day"));
}

TEST_P(WarehouseContract, ReadersSeeBeforeOrAfterNeverBetween) {
  std::atomic<bool> done{false};
  std::atomic<int> torn{0};
  std::atomic<int> looked{0};
  std::thread reader([&] {
    while (!done) {
      const auto seen = rows("SELECT count(*), count(DISTINCT load_id) FROM raw_data.rate");
      if (seen != std::vector<std::string>{"0|0"} && seen != std::vector<std::string>{"50|1"})
        ++torn;
      ++looked;
    }
  });
  for (int round = 0; round < 20 || looked < 20; ++round) {
    std::string csv(kHead);
    for (int i = 0; i < 50; ++i)
      csv += fmt::format("2024-01-02,C{},1,2024-01-02T00:00:00Z,{:06},0\n", i, round);
    merge(csv);
  }
  done = true;
  reader.join();
  EXPECT_EQ(torn, 0);
}

TEST_P(WarehouseContract, RefusesATableOfAnotherShape) {
  std::vector<TableSchema> changed = test::rate_schemas();
  changed[0].columns[2].type = ColumnType::real;
  const auto ensured = warehouse().ensure_tables(changed);
  ASSERT_THAT(ensured, test::fails_with(Errc::bad_data));
  EXPECT_THAT(ensured.error().message,
              HasSubstr("column rate is DECIMAL(18,6) where DOUBLE is due"));
  changed = test::rate_schemas();
  changed[0].columns.pop_back();
  EXPECT_THAT(warehouse().ensure_tables(changed).error().message,
              HasSubstr("column record is unknown"));
  changed = test::rate_schemas();
  changed[1].columns[8].nullable = false;
  EXPECT_THAT(warehouse().ensure_tables(changed).error().message,
              HasSubstr("column maybe must not allow null"));
}

TEST_P(WarehouseContract, QueryRefusesWhateverDoesNotRead) {
  merge(fmt::format("{}2024-01-02,USD,1,2024-01-02T00:00:00Z,a,0\n", kHead));
  for (const char* sql :
       {"DELETE FROM raw_data.rate", "DROP TABLE raw_data.rate", "CREATE TABLE x (a int)",
        "UPDATE raw_data.rate SET rate = 2", "SELECT 1; DELETE FROM raw_data.rate", "",
        "EXPLAIN ANALYZE DELETE FROM raw_data.rate", "COMMIT", "SET threads = 1", "ATTACH 'x'",
        "COPY raw_data.rate TO 'x.csv'", "SELECT * FROM read_csv('/etc/passwd')", "SELECT no",
        "SELEC 1", "SELECT ?"})
    EXPECT_THAT(warehouse().query(sql), test::fails_with(Errc::bad_request)) << sql;
  EXPECT_EQ(rows(kAll).size(), 1U);
}

TEST_P(WarehouseContract, QueryBindsParametersAsText) {
  const std::vector<std::string> parameters = {"it's", "2024-01-02"};
  const auto table = warehouse().query("SELECT ? AS a, CAST(? AS DATE) + 1 AS b", parameters);
  ASSERT_THAT(table, test::succeeds());
  EXPECT_THAT(test::text_rows(**table), ElementsAre("it's|2024-01-03"));
  EXPECT_THAT(warehouse().query("SELECT 1", parameters), test::fails_with(Errc::bad_request));
}

TEST_P(WarehouseContract, AQueryCanBeStopped) {
  // The jthread's own token stops the query while it runs (or just before).
  std::promise<Errc> stopped;
  std::future<Errc> outcome = stopped.get_future();
  std::jthread reader([&](std::stop_token stop) {
    const auto answer = warehouse().query(
        "SELECT sum(a.range * b.range) FROM range(100000000) a, range(100000000) b", {}, stop);
    stopped.set_value(answer ? Errc::internal : answer.error().code);
  });
  reader.request_stop();
  EXPECT_EQ(outcome.get(), Errc::cancelled);
}

TEST_P(WarehouseContract, StreamsAnAnswerInParts) {
  auto stream = warehouse().stream("SELECT i FROM range(200000) AS t(i)");
  ASSERT_THAT(stream, test::succeeds());
  std::int64_t rows = 0;
  int parts = 0;
  while (true) {
    const auto part = (*stream)->next();
    ASSERT_THAT(part, test::succeeds());
    if (*part == nullptr) break;
    rows += (*part)->num_rows();
    ++parts;
  }
  EXPECT_EQ(rows, 200'000);
  EXPECT_GT(parts, 2);
}

TEST_P(WarehouseContract, AStreamNamesTheColumnsOfNoRows) {
  auto stream = warehouse().stream("SELECT 1 AS one WHERE false");
  ASSERT_THAT(stream, test::succeeds());
  const auto first = (*stream)->next();
  ASSERT_THAT(first, test::succeeds());
  ASSERT_NE(*first, nullptr);
  EXPECT_EQ((*first)->num_rows(), 0);
  EXPECT_EQ((*first)->field(0)->name(), "one");
  const auto end = (*stream)->next();
  ASSERT_THAT(end, test::succeeds());
  EXPECT_EQ(*end, nullptr);
}

TEST_P(WarehouseContract, AStreamTellsWhatFailsAfterItsFirstRows) {
  auto stream = warehouse().stream(
      "SELECT CASE WHEN i < 900000 THEN i ELSE CAST('no number' AS INTEGER) + i END AS n "
      "FROM (SELECT i, CAST(i AS VARCHAR) || 'x' AS text FROM range(1000000) AS t(i)) AS u "
      "WHERE i < 900000 OR CAST(text AS INTEGER) > 0");
  Result<std::shared_ptr<arrow::Table>> part = nullptr;
  ASSERT_THAT(stream, test::succeeds());
  do part = (*stream)->next();
  while (part && *part != nullptr);
  ASSERT_FALSE(part);
  EXPECT_EQ(part.error().code, Errc::bad_request);
}

TEST_P(WarehouseContract, AStreamOnlyReadsAndCanBeStopped) {
  const auto writing = warehouse().stream("DELETE FROM raw_data.rate");
  ASSERT_FALSE(writing);
  EXPECT_EQ(writing.error().code, Errc::bad_request);
  std::stop_source stop;
  auto stream = warehouse().stream("SELECT i FROM range(100000000) AS t(i)", stop.get_token());
  ASSERT_THAT(stream, test::succeeds());
  ASSERT_THAT((*stream)->next(), test::succeeds());
  stop.request_stop();
  const auto stopped = (*stream)->next();
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, Errc::cancelled);
}

TEST_P(WarehouseContract, ClearEmptiesAndForgetMarksLoads) {
  merge(fmt::format("{}2024-01-02,USD,1,2024-01-02T00:00:00Z,a,0\n", kHead));
  const Batch batch = *csv_rows(schemas_[2], "load_id,parser\nx,1\ny,1\n");
  ASSERT_THAT(warehouse().merge(std::span(&batch, 1)), test::succeeds());
  const std::vector<std::string> keep = {"x"};
  ASSERT_THAT(warehouse().forget_loads(keep), test::succeeds());
  EXPECT_THAT(rows(kAll), ElementsAre());
  EXPECT_THAT(rows("SELECT load_id, parser FROM meta.load"), ElementsAre("x|"));
  ASSERT_THAT(warehouse().clear(), test::succeeds());
  EXPECT_THAT(rows("SELECT * FROM meta.load"), ElementsAre());
}

TEST_P(WarehouseContract, VersionGoesUpWithEveryWrite) {
  const std::int64_t before = warehouse().version();
  merge(fmt::format("{}2024-01-02,USD,1,2024-01-02T00:00:00Z,a,0\n", kHead));
  EXPECT_EQ(warehouse().version(), before + 1);
  rows(kAll);
  EXPECT_EQ(warehouse().version(), before + 1);
}

TEST_P(WarehouseContract, TellsWhichTablesACommitChanged) {
  std::vector<WarehouseChange> told;
  warehouse().set_listener([&](const WarehouseChange& change) {
    EXPECT_EQ(change.version, warehouse().version());
    told.push_back(change);
  });
  const auto tables = [&] {
    return told.empty() ? std::vector<std::string>() : told.back().tables;
  };
  const std::string row = fmt::format("{}2024-01-02,USD,1,2024-01-02T00:00:00Z,a,0\n", kHead);
  merge(row);
  EXPECT_THAT(tables(), ElementsAre("raw_data.rate"));
  merge(row);
  EXPECT_EQ(told.size(), 1U) << "nothing changed";
  const std::array<Batch, 2> both = {
      *csv_rows(rate(), fmt::format("{}2024-01-03,USD,1,2024-01-02T00:00:00Z,a,1\n", kHead)),
      *csv_rows(schemas_[2], "load_id,parser\nx,1\n")};
  ASSERT_THAT(warehouse().merge(both), test::succeeds());
  EXPECT_THAT(tables(), ElementsAre("meta.load", "raw_data.rate"));
  ASSERT_THAT(warehouse().forget_loads({}), test::succeeds());
  EXPECT_THAT(tables(),
              ElementsAre("raw_data.kinds", "raw_data.rate", "meta.landed_record", "meta.load"));
  { const auto abandoned = warehouse().begin_merge(); }
  warehouse().set_listener(nullptr);
  merge(row);
  EXPECT_EQ(told.size(), 3U);
}

INSTANTIATE_TEST_SUITE_P(All, WarehouseContract, testing::Values("duckdb_file", "duckdb_memory"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace seohak
