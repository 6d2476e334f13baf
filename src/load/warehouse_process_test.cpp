// What two processes do to one DuckDB file. No engine is open here when a child is forked.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include <fmt/core.h>
#include <gmock/gmock.h>

#include "load/csv_rows.h"
#include "load/test_warehouse.h"
#include "load/warehouse.h"

namespace seohak {
namespace {

using testing::HasSubstr;

/// A child process that runs `work` and tells lines to this one through a pipe.
class Child {
 public:
  template <typename Work>
  explicit Child(const Work& work) {
    int ends[2];
    if (pipe(ends) != 0) std::abort();
    pid_ = fork();
    if (pid_ == 0) {
      close(ends[0]);
      work([&](char word) { return write(ends[1], &word, 1) == 1; });
      _exit(0);
    }
    close(ends[1]);
    read_ = ends[0];
  }
  ~Child() {
    kill_now();
    close(read_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  /// The next word of the child; 0 when it has ended.
  char hear() {
    char word = 0;
    return read(read_, &word, 1) == 1 ? word : '\0';
  }
  void kill_now() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  int read_ = -1;
};

TEST(WarehouseProcesses, AFileHeldByAnotherProcessIsBusyAndSaysWhose) {
  test::TempDir directory;
  const std::string path = (directory.path() / "w.duckdb").string();
  Child holder([&](const auto& tell) {
    const auto held = open_duckdb_warehouse(path);
    tell(held.has_value() ? 'y' : 'n');
    pause();
  });
  ASSERT_EQ(holder.hear(), 'y');
  const auto refused = open_duckdb_warehouse(path);
  ASSERT_THAT(refused, test::fails_with(Errc::busy));
  EXPECT_THAT(refused.error().message, HasSubstr(fmt::format("pid {}", holder.pid())));
  holder.kill_now();
  EXPECT_THAT(open_duckdb_warehouse(path), test::succeeds());
}

TEST(WarehouseProcesses, AKilledMergeLeavesWholeMergesOnly) {
  const std::vector<TableSchema> schemas = test::rate_schemas();
  for (int round = 0; round < 3; ++round) {
    test::TempDir directory;
    const std::string path = (directory.path() / "w.duckdb").string();
    Child writer([&](const auto& tell) {
      const auto warehouse = open_duckdb_warehouse(path, {1, 256});
      if (!warehouse || !(*warehouse)->ensure_tables(schemas)) return;
      for (int merge = 0;; ++merge) {
        std::string csv = "day,currency,rate,fetched_at,load_id,record\n";
        for (int i = 0; i < 200; ++i)
          csv += fmt::format("2024-01-02,C{},1,2024-01-02T00:00:00Z,{:06},0\n", i, merge);
        const Batch batch = *csv_rows(schemas[0], csv);
        if (!(*warehouse)->merge(std::span(&batch, 1)) || !tell('m')) return;
      }
    });
    // Killed after another number of merges each round, in the middle of the next.
    for (int merges = 0; merges < 2 + 3 * round; ++merges) ASSERT_EQ(writer.hear(), 'm');
    writer.kill_now();
    const auto warehouse = open_duckdb_warehouse(path, {1, 256});
    ASSERT_THAT(warehouse, test::succeeds());
    EXPECT_THAT((*warehouse)->ensure_tables(schemas), test::succeeds());
    EXPECT_THAT(
        test::text_rows(**warehouse, "SELECT count(*), count(DISTINCT load_id) FROM raw_data.rate"),
        testing::ElementsAre("200|1"));
  }
}

TEST(WarehouseProcesses, ADirectoryThatIsNotThereIsAnIoError) {
  test::TempDir directory;
  const auto refused = open_duckdb_warehouse((directory.path() / "no" / "w.duckdb").string());
  ASSERT_THAT(refused, test::fails_with(Errc::io));
  EXPECT_THAT(refused.error().message, HasSubstr("w.duckdb"));
}

/// Files of this process can grow to so many bytes, as on a full disk.
void limit_files(rlim_t bytes) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{bytes, bytes};
  if (setrlimit(RLIMIT_FSIZE, &limit) != 0) std::abort();
}

TEST(WarehouseProcesses, AFileThatCouldNotBeMadeLeavesNothing) {
  for (const rlim_t bytes : {0, 1, 4096, 9000}) {
    test::TempDir directory;
    const std::string path = (directory.path() / "w.duckdb").string();
    Child starved([&](const auto& tell) {
      limit_files(bytes);
      tell(open_duckdb_warehouse(path).has_value() ? 'y' : 'n');
    });
    ASSERT_EQ(starved.hear(), 'n') << bytes;
    EXPECT_TRUE(std::filesystem::is_empty(directory.path())) << bytes;
    EXPECT_THAT(open_duckdb_warehouse(path), test::succeeds()) << bytes;
  }
}

TEST(WarehouseProcesses, ALogWhoseFileIsGoneIsNotTakenIn) {
  const std::vector<TableSchema> schemas = test::rate_schemas();
  test::TempDir directory;
  const std::string path = (directory.path() / "w.duckdb").string();
  Child writer([&](const auto& tell) {
    const auto warehouse = open_duckdb_warehouse(path);
    tell(warehouse && (*warehouse)->ensure_tables(schemas) ? 'y' : 'n');
    pause();
  });
  ASSERT_EQ(writer.hear(), 'y');
  writer.kill_now();
  ASSERT_TRUE(std::filesystem::exists(path + ".wal"));
  std::filesystem::remove(path);
  const auto warehouse = open_duckdb_warehouse(path);
  ASSERT_THAT(warehouse, test::succeeds());
  EXPECT_THAT((*warehouse)->query("SELECT * FROM raw_data.rate"),
              test::fails_with(Errc::bad_request));
}

TEST(WarehouseProcesses, AFileThatIsNoDatabaseIsRefusedAndKept) {
  test::TempDir directory;
  const std::string path = (directory.path() / "w.duckdb").string();
  std::ofstream(path) << std::string(5000, 'x');
  const auto refused = open_duckdb_warehouse(path);
  ASSERT_THAT(refused, test::fails_with(Errc::io));
  EXPECT_THAT(refused.error().message, HasSubstr("move it away"));
  EXPECT_EQ(std::filesystem::file_size(path), 5000U);
}

TEST(WarehouseProcesses, RowsSurviveReopening) {
  test::TempDir directory;
  const std::vector<TableSchema> schemas = test::rate_schemas();
  for (int round = 0; round < 2; ++round) {
    const auto warehouse = test::open("duckdb_file", directory.path());
    ASSERT_THAT(warehouse->ensure_tables(schemas), test::succeeds());
    const Batch batch = *csv_rows(schemas[0], "day,currency,rate\n2024-01-02,USD,1\n");
    const auto stats = warehouse->merge(std::span(&batch, 1));
    ASSERT_THAT(stats, test::succeeds());
    EXPECT_EQ(stats->inserted, round == 0 ? 1 : 0);
  }
}

}  // namespace
}  // namespace seohak
