#include "serve/session_store.h"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "load/test_warehouse.h"

namespace seohak {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class Sessions : public ::testing::Test {
 protected:
  std::unique_ptr<SessionStore> open(SessionLimits limits = {}) {
    auto store = SessionStore::open(file(), clock_, limits);
    EXPECT_TRUE(store) << store.error().message;
    return store ? std::move(*store) : nullptr;
  }
  std::string file() const { return (directory_.path() / "sessions.sqlite").string(); }

  test::TempDir directory_;
  FakeClock clock_{*parse_instant("2026-11-23T19:03:55Z")};
};

TEST_F(Sessions, HoldForTheirIdAndPasswordOnly) {
  const auto store = open();
  const Secret id = *store->begin("hash");
  EXPECT_TRUE(store->use(id.reveal(), "hash"));
  EXPECT_FALSE(store->use(id.reveal(), "another hash"));
  EXPECT_FALSE(store->use(id.reveal() + "0", "hash"));
  EXPECT_FALSE(store->use("", "hash"));
}

TEST_F(Sessions, SurviveARestartWithoutTheirIdOnTheDisk) {
  const Secret id = *open()->begin("hash");
  EXPECT_TRUE(open()->use(id.reveal(), "hash"));
  struct stat info {};
  ASSERT_EQ(stat(file().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  for (const std::string part : {"", "-wal"}) {
    std::ostringstream bytes;
    bytes << std::ifstream(file() + part, std::ios::binary).rdbuf();
    EXPECT_EQ(bytes.str().find(id.reveal()), std::string::npos);
  }
}

TEST_F(Sessions, EndAfterTheirLifetimeHoweverUsed) {
  const auto store = open({.lifetime = hours(48), .idle = hours(24)});
  const Secret id = *store->begin("hash");
  for (int hour = 0; hour < 47; ++hour) {
    clock_.advance(hours(1));
    EXPECT_TRUE(store->use(id.reveal(), "hash")) << hour;
  }
  clock_.advance(hours(1));
  EXPECT_FALSE(store->use(id.reveal(), "hash"));
}

TEST_F(Sessions, EndWhenUnused) {
  const auto store = open({.lifetime = hours(48), .idle = hours(24)});
  const Secret id = *store->begin("hash");
  clock_.advance(hours(24) - minutes(1));
  EXPECT_TRUE(store->use(id.reveal(), "hash"));
  clock_.advance(hours(24));
  EXPECT_FALSE(store->use(id.reveal(), "hash"));
}

TEST_F(Sessions, RememberTheirUseOverARestart) {
  const SessionLimits limits{.lifetime = hours(480), .idle = hours(24)};
  auto store = open(limits);
  const Secret id = *store->begin("hash");
  clock_.advance(hours(20));
  EXPECT_TRUE(store->use(id.reveal(), "hash"));
  store = nullptr;
  clock_.advance(hours(20));
  EXPECT_TRUE(open(limits)->use(id.reveal(), "hash"));
}

TEST_F(Sessions, AreFewTheLongestUnusedGoes) {
  const auto store = open({.count = 2});
  const Secret first = *store->begin("hash");
  clock_.advance(minutes(1));
  const Secret second = *store->begin("hash");
  clock_.advance(minutes(1));
  EXPECT_TRUE(store->use(first.reveal(), "hash"));
  const Secret third = *store->begin("hash");
  EXPECT_TRUE(store->use(first.reveal(), "hash"));
  EXPECT_FALSE(store->use(second.reveal(), "hash"));
  EXPECT_TRUE(store->use(third.reveal(), "hash"));
}

TEST_F(Sessions, EndForGoodWhenANewPasswordIsUsed) {
  const auto store = open();
  const Secret old = *store->begin("old hash");
  ASSERT_TRUE(store->begin("new hash"));
  EXPECT_FALSE(store->use(old.reveal(), "old hash"));
  EXPECT_FALSE(open()->use(old.reveal(), "old hash"));
}

TEST_F(Sessions, EndOnRequestOneOrAll) {
  const auto store = open();
  const Secret first = *store->begin("hash");
  const Secret second = *store->begin("hash");
  ASSERT_TRUE(store->end(first.reveal()));
  ASSERT_TRUE(store->end("nobody's"));
  EXPECT_FALSE(store->use(first.reveal(), "hash"));
  EXPECT_TRUE(store->use(second.reveal(), "hash"));
  ASSERT_TRUE(store->end_all());
  EXPECT_FALSE(store->use(second.reveal(), "hash"));
  EXPECT_FALSE(open()->use(second.reveal(), "hash"));
}

}  // namespace
}  // namespace seohak
