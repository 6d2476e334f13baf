#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "base/clock.h"
#include "dag/redactor.h"
#include "dag/run_store.h"

namespace seohak {

/// For tests: a state file in a directory of its own, and a clock at 2026-11-23 19:03:55.5 UTC.
class RunStoreFixture : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "seohak_dag_XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::filesystem::path file() const { return directory_ / "state.sqlite"; }

  std::unique_ptr<RunStore> open(const SqliteOptions& options = {}) {
    auto store = RunStore::open(file(), clock_, redactor_, options);
    EXPECT_TRUE(store) << store.error().message;
    return store ? std::move(*store) : nullptr;
  }

  static NewRun new_run(std::string pipeline = "fear_greed") {
    const PlainDay day{std::chrono::sys_days(std::chrono::days(20'000))};
    return {std::move(pipeline), "recorded", {day, day + 3}, {"extract", "load"}};
  }

  std::filesystem::path directory_;
  FakeClock clock_{*parse_instant("2026-11-23T19:03:55.500000Z")};
  Redactor redactor_;
};

}  // namespace seohak
