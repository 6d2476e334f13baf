#include "base/replace_file.h"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

namespace seohak {
namespace {

namespace fs = std::filesystem;

class ReplaceFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "seohak_file_XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
  }
  void TearDown() override { fs::remove_all(directory_); }
  static std::string read(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }
  static unsigned mode_of(const fs::path& file) {
    struct stat info {};
    EXPECT_EQ(stat(file.c_str(), &info), 0);
    return info.st_mode & 0777U;
  }

  fs::path directory_;
};

TEST_F(ReplaceFile, WritesAndReplacesWithItsMode) {
  const fs::path file = directory_ / "secrets.toml";
  std::ofstream(file.string() + ".new") << "left by a crash, readable by all";
  ASSERT_TRUE(replace_file(file, "one\n", 0600));
  EXPECT_EQ(read(file), "one\n");
  EXPECT_EQ(mode_of(file), 0600U);
  ASSERT_TRUE(replace_file(file, "two\n", 0600));
  EXPECT_EQ(read(file), "two\n");
  EXPECT_FALSE(fs::exists(file.string() + ".new"));
}

TEST_F(ReplaceFile, FollowsALink) {
  const fs::path kept = directory_ / "kept.toml";
  std::ofstream(kept) << "old";
  fs::create_symlink("kept.toml", directory_ / "link.toml");
  ASSERT_TRUE(replace_file(directory_ / "link.toml", "new", 0600));
  EXPECT_EQ(read(kept), "new");
  EXPECT_TRUE(fs::is_symlink(directory_ / "link.toml"));
}

TEST_F(ReplaceFile, SaysWhichFileItCannotWrite) {
  const auto refused = replace_file(directory_ / "nowhere" / "a.toml", "text", 0600);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::io);
  EXPECT_THAT(refused.error().message, ::testing::HasSubstr("nowhere/a.toml: No such file"));
}

}  // namespace
}  // namespace seohak
