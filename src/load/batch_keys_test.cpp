#include "load/batch_keys.h"

#include <arrow/record_batch.h>
#include <gtest/gtest.h>

#include "load/csv_rows.h"
#include "load/test_warehouse.h"

namespace seohak {
namespace {

class BatchKeys : public testing::Test {
 protected:
  Batch batch(std::string_view rows) {
    return *csv_rows(schemas_[0], "day,currency,rate\n" + std::string(rows));
  }
  std::vector<TableSchema> schemas_ = test::rate_schemas();
};

TEST_F(BatchKeys, TellsWhetherAKeyCameBefore) {
  SeenKeys keys;
  EXPECT_TRUE(keys.all_new(batch("2024-01-02,USD,1\n2024-01-02,EUR,1\n")));
  EXPECT_TRUE(keys.all_new(batch("2024-01-03,USD,1\n")));
  EXPECT_FALSE(keys.all_new(batch("2024-01-04,USD,1\n2024-01-02,EUR,2\n")));
  EXPECT_FALSE(keys.all_new(batch("2024-01-04,USD,1\n"))) << "it came with the batch before";
  EXPECT_FALSE(keys.all_new(batch("2024-01-05,USD,1\n2024-01-05,USD,2\n"))) << "twice at once";
}

TEST_F(BatchKeys, HoldsManyKeys) {
  SeenKeys keys;
  std::string rows;
  for (int i = 0; i < 5000; ++i) {
    rows += "2024-01-02,C" + std::to_string(i) + ",1\n";
    if (i % 700 == 0) {
      EXPECT_TRUE(keys.all_new(batch(rows)));
      rows.clear();
    }
  }
  EXPECT_FALSE(keys.all_new(batch("2024-01-02,C0,1\n")));
  EXPECT_FALSE(keys.all_new(batch("2024-01-02,C4200,1\n")));
  EXPECT_TRUE(keys.all_new(batch("2024-01-02,C5000,1\n")));
}

TEST_F(BatchKeys, BoundsNameDaysAndCommonTexts) {
  EXPECT_EQ(key_bounds(batch("2024-01-03,USD,1\n2024-01-02,USD,1\n")),
            "\"day\" >= DATE '2024-01-02' AND \"day\" <= DATE '2024-01-03' AND "
            "\"currency\" = 'USD'");
  EXPECT_EQ(key_bounds(batch("2024-01-03,USD,1\n2024-01-03,EUR,1\n")),
            "\"day\" >= DATE '2024-01-03' AND \"day\" <= DATE '2024-01-03'");
}

TEST_F(BatchKeys, TellsTheDaysOfARange) {
  const DayInterval days = days_of(batch("2024-01-03,USD,1\n2024-01-01,USD,1\n"));
  EXPECT_EQ(format(days.from), "2024-01-01");
  EXPECT_EQ(format(days.to), "2024-01-04");
  EXPECT_TRUE(days_of(*csv_rows(schemas_[2], "load_id,parser\nx,1\n")).empty());
}

}  // namespace
}  // namespace seohak
