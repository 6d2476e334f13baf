#include "output_file.h"

#include <sys/stat.h>

#include <fstream>
#include <future>
#include <iterator>

#include <gmock/gmock.h>

namespace seohak {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// An empty directory.
struct Directory {
  Directory() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Directory() { fs::remove_all(path); }
  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(path), fs::directory_iterator()));
  }
  fs::path path = fs::path(::testing::TempDir()) / "seohak_output_file_test";
};

std::string text_of(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(OutputFile, TakesItsNameWhenItIsWhole) {
  const Directory directory;
  const fs::path target = directory.path / "rows.csv";
  auto file = OutputFile::open(target);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_TRUE(file->write("one\n"));
  EXPECT_TRUE(file->write("1\n"));
  EXPECT_FALSE(fs::exists(target));
  ASSERT_TRUE(file->finish());
  EXPECT_EQ(text_of(target), "one\n1\n");
  EXPECT_EQ(directory.files(), 1u);
}

TEST(OutputFile, LeavesNothingWhenItIsNotFinished) {
  const Directory directory;
  {
    auto file = OutputFile::open(directory.path / "rows.csv");
    ASSERT_TRUE(file);
    EXPECT_TRUE(file->write("one\n"));
  }
  EXPECT_EQ(directory.files(), 0u);
}

TEST(OutputFile, KeepsTheRightsOfTheFileThatItReplacesAndTheLinkToIt) {
  const Directory directory;
  const fs::path target = directory.path / "rows.csv";
  std::ofstream(target) << "before";
  fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("rows.csv", directory.path / "link");
  auto file = OutputFile::open(directory.path / "link");
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_TRUE(file->write("1\n"));
  ASSERT_TRUE(file->finish());
  EXPECT_TRUE(fs::is_symlink(directory.path / "link"));
  EXPECT_EQ(text_of(target), "1\n");
  EXPECT_EQ(fs::status(target).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(directory.files(), 2U);
}

TEST(OutputFile, WritesAPipeAsItIs) {
  const Directory directory;
  const fs::path target = directory.path / "pipe";
  ASSERT_EQ(mkfifo(target.c_str(), 0600), 0);
  auto read = std::async(std::launch::async, [&] { return text_of(target); });
  auto file = OutputFile::open(target);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_TRUE(file->write("1\n"));
  ASSERT_TRUE(file->finish());
  EXPECT_EQ(read.get(), "1\n");
  EXPECT_TRUE(fs::is_fifo(target));
}

TEST(OutputFile, SaysWhyItCannotBe) {
  const Directory directory;
  const auto missing = OutputFile::open(directory.path / "none" / "rows.csv");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Errc::not_found);
  EXPECT_THAT(missing.error().message, HasSubstr("create its directory"));
  const auto folder = OutputFile::open(directory.path);
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code, Errc::bad_request);
}

}  // namespace
}  // namespace seohak
