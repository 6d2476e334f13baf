#include "client/sqlite.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <fstream>

namespace seohak {
namespace {

class SqliteTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "sqlite_test_XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  std::filesystem::path file() const { return directory_ / "t.sqlite"; }
  Sqlite open(const SqliteOptions& options = {}) {
    auto database = Sqlite::open(file(), options);
    EXPECT_TRUE(database) << database.error().message;
    return std::move(*database);
  }
  std::filesystem::path directory_;
};

TEST_F(SqliteTest, OpensInWalModeForItsOwnerOnly) {
  Sqlite database = open();
  ASSERT_TRUE(database.script("CREATE TABLE t (a INTEGER NOT NULL) STRICT"));
  auto mode = database.prepare("PRAGMA journal_mode");
  ASSERT_TRUE(mode && mode->step().value());
  EXPECT_EQ(mode->text(0), "wal");
  EXPECT_EQ(database.integer("PRAGMA foreign_keys").value(), 1);
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat status {};
    ASSERT_EQ(stat((file().string() + suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST_F(SqliteTest, GivesBackWhatWasBound) {
  Sqlite database = open();
  ASSERT_TRUE(database.script("CREATE TABLE t (a INTEGER, b REAL, c TEXT, d TEXT) STRICT"));
  const std::string text("서학\0!", 8);
  EXPECT_EQ(database
                .run("INSERT INTO t VALUES (?, ?, ?, ?)",
                     {std::int64_t{1} << 60, 0.5, std::string_view(text), nullptr})
                .value(),
            1);
  auto row = database.prepare("SELECT a, b, c, d, '' FROM t WHERE c = ?", {std::string_view(text)});
  ASSERT_TRUE(row && row->step().value());
  EXPECT_EQ(row->integer(0), std::int64_t{1} << 60);
  EXPECT_EQ(row->real(1), 0.5);
  EXPECT_EQ(row->text(2), text);
  EXPECT_TRUE(row->is_null(3));
  EXPECT_EQ(row->optional_text(3), std::nullopt);
  EXPECT_EQ(row->optional_text(4), "");
  EXPECT_FALSE(row->step().value());
}

TEST_F(SqliteTest, RollsBackWhatIsNotCommitted) {
  Sqlite database = open();
  ASSERT_TRUE(database.script("CREATE TABLE t (a INTEGER) STRICT"));
  {
    auto transaction = SqliteTransaction::begin(database);
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(database.run("INSERT INTO t VALUES (1)"));
  }
  EXPECT_EQ(database.integer("SELECT count(*) FROM t").value(), 0);
  {
    auto transaction = SqliteTransaction::begin(database);
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(database.run("INSERT INTO t VALUES (1)"));
    ASSERT_TRUE(transaction->commit());
  }
  EXPECT_EQ(database.integer("SELECT count(*) FROM t").value(), 1);
}

TEST_F(SqliteTest, IsBusyWhileAnotherConnectionWrites) {
  Sqlite first = open();
  Sqlite second = open({.busy_timeout = std::chrono::milliseconds(0)});
  auto transaction = SqliteTransaction::begin(first);
  ASSERT_TRUE(transaction);
  const auto refused = SqliteTransaction::begin(second);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::busy);
  EXPECT_NE(refused.error().message.find("t.sqlite is being written"), std::string::npos);
}

TEST_F(SqliteTest, SaysBadDataForABrokenConstraintOrType) {
  Sqlite database = open();
  ASSERT_TRUE(
      database.script("CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER) STRICT;"
                      "CREATE TABLE u (a INTEGER REFERENCES t) STRICT;"));
  EXPECT_EQ(database.run("INSERT INTO t (b) VALUES ('x')").error().code, Errc::bad_data);
  EXPECT_EQ(database.run("INSERT INTO u VALUES (7)").error().code, Errc::bad_data);
}

TEST_F(SqliteTest, SaysInternalForWrongSqlOrValues) {
  Sqlite database = open();
  EXPECT_EQ(database.run("SELEC 1").error().code, Errc::internal);
  EXPECT_EQ(database.run("SELECT ?").error().code, Errc::internal);
}

TEST_F(SqliteTest, SaysBadDataForAFileThatIsNoDatabase) {
  std::ofstream(file()) << std::string(4096, 'x');
  const auto opened = Sqlite::open(file());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::bad_data);
}

TEST_F(SqliteTest, SaysIoForAMissingDirectory) {
  const auto opened = Sqlite::open(directory_ / "none" / "t.sqlite");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::io);
  EXPECT_NE(opened.error().message.find("directory"), std::string::npos);
}

TEST_F(SqliteTest, SaysNoSpaceAtThePageLimitAndKeepsTheRest) {
  Sqlite database = open({.max_pages = 8});
  ASSERT_TRUE(database.script("CREATE TABLE t (a TEXT) STRICT; INSERT INTO t VALUES ('kept')"));
  const auto full = database.run("INSERT INTO t VALUES (?)", {std::string(100'000, 'x')});
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, Errc::no_space);
  EXPECT_EQ(database.integer("SELECT count(*) FROM t").value(), 1);
}

/// Exit code of a child that may write files of 64 KiB only, as on a full disk; 0 when SQLite's
/// failure was reported as no_space.
int write_with_file_limit(const std::filesystem::path& file) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{65536, 65536};
  auto database = Sqlite::open(file);
  if (!database || !database->script("CREATE TABLE t (a TEXT) STRICT")) return 10;
  if (!database->run("INSERT INTO t VALUES ('kept')")) return 11;
  if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 12;
  const auto full = database->run("INSERT INTO t VALUES (?)", {std::string(300'000, 'x')});
  if (full) return 13;
  if (full.error().code == Errc::no_space) return 0;
  std::fputs(full.error().message.c_str(), stderr);
  return 14;
}

TEST_F(SqliteTest, SaysNoSpaceWhenTheFileCannotGrow) {
  const pid_t child = fork();
  if (child == 0) _exit(write_with_file_limit(file()));
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(open().integer("SELECT count(*) FROM t").value(), 1);
}

/// Opens, reads and closes the file once a byte comes through the pipe; the exit code.
int read_when_told(int pipe, const std::filesystem::path& file) {
  char told = 0;
  if (read(pipe, &told, 1) != 1) return 10;
  auto database = Sqlite::open(file);
  return database && database->integer("SELECT count(*) FROM t") ? 0 : 11;
}

TEST_F(SqliteTest, KeepsItsLocksWhenTheSameProcessOpensTheFileAgain) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  const pid_t child = fork();  // before this process has a database open
  if (child == 0) _exit(read_when_told(pipe[0], file()));
  Sqlite first = open();
  ASSERT_TRUE(first.script("CREATE TABLE t (a INTEGER) STRICT; INSERT INTO t VALUES (1)"));
  const Sqlite second = open();
  ASSERT_EQ(write(pipe[1], "x", 1), 1);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(std::filesystem::exists(file().string() + "-wal"))
      << "the other process took the log away under the open connections";
  ASSERT_TRUE(first.run("INSERT INTO t VALUES (2)"));
  const pid_t reader = fork();
  if (reader == 0)
    _exit(execlp("python3", "python3", "-c",
                 "import sqlite3, sys; sys.exit(sqlite3.connect(sys.argv[1])"
                 ".execute('SELECT count(*) FROM t').fetchone()[0])",
                 file().c_str(), nullptr));
  ASSERT_EQ(waitpid(reader, &status, 0), reader);
  EXPECT_EQ(WEXITSTATUS(status), 2) << "what is written is seen by others";
  close(pipe[0]);
  close(pipe[1]);
}

}  // namespace
}  // namespace seohak
