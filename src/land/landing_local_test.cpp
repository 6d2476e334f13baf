#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "land/landing.h"
#include "land/landing_index.h"
#include "land/pending_file.h"
#include "land/test_answers.h"

namespace seohak {
namespace {

namespace fs = std::filesystem;
using land_test::answer_of_body;
using land_test::call_of;
using land_test::days;
using testing::HasSubstr;

class LocalLanding : public testing::Test {
 protected:
  LocalLanding() {
    std::string name = (std::filesystem::temp_directory_path() / "landing.XXXXXX").string();
    root_ = ::mkdtemp(name.data());
  }
  ~LocalLanding() override { fs::remove_all(root_); }

  Result<std::vector<Manifest>> land(const fs::path& root, const std::string& body) {
    const auto landing = SEOHAK_TRY(Landing::open(root.string(), clock_));
    const auto out =
        SEOHAK_TRY(landing->writer("ecb", "rates", days("2024-11-26", "2024-11-27"), "run"));
    SEOHAK_TRY(out->add(call_of("https://x.example/"), answer_of_body(body), true));
    return out->finish();
  }
  static std::vector<std::string> files_below(const fs::path& directory) {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
      if (entry.is_regular_file()) found.push_back(entry.path().filename());
    }
    return found;
  }
  static void touch(const fs::path& file) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << "half";
  }
  /// Runs `body` in a child that sees a private file system of 1 MiB at root_; the child's exit
  /// code, or -1 when the kernel refuses such a mount.
  int on_a_small_disk(const std::function<int()>& body) {
    const pid_t child = ::fork();
    if (child == 0) {
      const int space = ::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
      const bool mounted = ::unshare(space) == 0 &&
                           ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                           ::mount("tmpfs", root_.c_str(), "tmpfs", 0, "size=1m") == 0;
      ::_exit(mounted ? body() : 99);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFEXITED(status)) return -2;
    return WEXITSTATUS(status) == 99 ? -1 : WEXITSTATUS(status);
  }

  FakeClock clock_{land_test::instant("2024-11-26T02:10:00Z")};
  fs::path root_;
};

TEST_F(LocalLanding, OpensARelativeDirectory) {
  const fs::path here = fs::current_path();
  fs::current_path(root_);
  const auto done = land("data/landing", "x");
  fs::current_path(here);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(fs::exists(root_ / "data/landing" / done->front().file));
}

TEST_F(LocalLanding, AFullDiskIsNoSpaceAndLeavesNothing) {
  const int code = on_a_small_disk([&] {
    const auto done = land(root_ / "landing", land_test::noise(2U << 20U));
    if (done || done.error().code != Errc::no_space) return 1;
    const std::string& message = done.error().message;
    if (!message.starts_with("landing: no space left at " + root_.string())) return 2;
    if (!message.ends_with("; free some and run again")) return 3;
    if (!files_below(root_).empty()) return 4;
    return land(root_ / "landing", "small") ? 0 : 5;  // there is room for this one
  });
  if (code == -1 && ::geteuid() != 0) GTEST_SKIP() << "this user may not mount a small disk";
  EXPECT_EQ(code, 0) << "-1: the kernel refuses the mount";
}

TEST_F(LocalLanding, AFailedWriterDoesNotLookFinished) {
  const int code = on_a_small_disk([&] {
    const auto landing = Landing::open(root_.string(), clock_).value();
    const auto out = landing->writer("ecb", "rates", {}, "run").value();
    if (!out->add(call_of("https://x.example/1"), answer_of_body("kept?"), true)) return 1;
    const auto big = answer_of_body(land_test::noise(2U << 20U));
    if (out->add(call_of("https://x.example/2"), big, true)) return 2;
    if (out->add(call_of("https://x.example/3"), answer_of_body("after"), true)) return 3;
    const auto done = out->finish();
    return !done && done.error().code == Errc::no_space && files_below(root_).empty() ? 0 : 4;
  });
  if (code == -1 && ::geteuid() != 0) GTEST_SKIP() << "this user may not mount a small disk";
  EXPECT_EQ(code, 0) << "-1: the kernel refuses the mount";
}

TEST_F(LocalLanding, WritingToAFullDeviceIsNoSpace) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  const auto written = write_all(full, "x", "/data/landing/f");
  ::close(full);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::no_space);
  EXPECT_EQ(written.error().message,
            "landing: no space left at /data/landing/f; free some and run again");
}

TEST_F(LocalLanding, AnUnwritablePlaceSaysWhatToDo) {
  touch(root_ / "file");
  const auto done = land(root_ / "file" / "landing", "x");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::io);
  EXPECT_THAT(done.error().message, HasSubstr("cannot write " + (root_ / "file").string()));
  EXPECT_THAT(done.error().message, HasSubstr("check that the path exists and that this user"));
  const auto probe = Landing::open((root_ / "file" / "landing").string(), clock_);
  EXPECT_EQ(probe.value()->check_writable().error().code, Errc::io);
}

TEST_F(LocalLanding, AReadOnlyDirectoryIsRefused) {
  if (::geteuid() == 0) {
    const auto proc = Landing::open("/proc/landing", clock_).value();  // closed to root as well
    EXPECT_EQ(proc->check_writable().error().code, Errc::io);
    return;
  }
  fs::permissions(root_, fs::perms::owner_read | fs::perms::owner_exec);
  const auto landing = Landing::open(root_.string(), clock_).value();
  EXPECT_EQ(landing->check_writable().error().code, Errc::forbidden);
  fs::permissions(root_, fs::perms::owner_all);
}

TEST(WriteError, OfALackingRightIsFinalAndSaysWhatToDo) {
  for (const int number : {EACCES, EPERM, EROFS}) {
    const Error error = write_error(number, "/data/landing");
    EXPECT_EQ(error.code, Errc::forbidden);
    EXPECT_THAT(error.message, HasSubstr("cannot write /data/landing: "));
    EXPECT_THAT(error.message, HasSubstr("chown"));
  }
}

TEST_F(LocalLanding, AnUnknownSchemeIsRefusedWithoutItsKeys) {
  const auto landing = Landing::open("nosuch://key:secret@place/x?token=hidden", clock_);
  ASSERT_FALSE(landing);
  EXPECT_EQ(landing.error().code, Errc::io);
  EXPECT_THAT(landing.error().message, HasSubstr("cannot open nosuch://place/x"));
}

TEST_F(LocalLanding, AKilledWriterLeavesNothingVisibleAndTheNextCleansUp) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto landing = Landing::open(root_.string(), clock_).value();
    const auto out = landing->writer("ecb", "rates", {}, "run").value();
    const auto added = out->add(call_of("https://x.example/"), answer_of_body("x"), true);
    ::_exit(added ? 0 : 1);  // no destructor runs
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_EQ(WEXITSTATUS(status), 0);
  ASSERT_EQ(files_below(root_).size(), 1U);
  EXPECT_THAT(files_below(root_)[0], testing::StartsWith(".run-1.warc.zst."));
  EXPECT_TRUE(Landing::open(root_.string(), clock_).value()->manifests()->empty());
  ASSERT_TRUE(land(root_, "x"));
  EXPECT_THAT(files_below(root_),
              testing::UnorderedElementsAre("run-1.warc.zst", "run-1.warc.zst.manifest.json"));
}

TEST_F(LocalLanding, OnlyDeadTemporaryFilesAreRemoved) {
  const fs::path directory = root_ / "ecb/rates/dt=2024-11-26";
  const fs::path living = temporary_path(directory / "a.warc.zst");
  const fs::path elsewhere = directory / ".b.warc.zst.another-host-1.tmp";
  const fs::path old = directory / ".c.warc.zst.another-host-2.tmp";
  const fs::path other = directory / "notes.tmp";
  for (const fs::path& file : {living, elsewhere, old, other}) touch(file);
  fs::last_write_time(old, fs::file_time_type::clock::now() - std::chrono::hours(25));
  ASSERT_TRUE(land(root_, "x"));
  EXPECT_TRUE(fs::exists(living));
  EXPECT_TRUE(fs::exists(elsewhere));
  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(fs::exists(other));
}

TEST_F(LocalLanding, ADamagedManifestIsNamed) {
  const auto done = land(root_, "x").value();
  const fs::path manifest = root_ / manifest_path(done[0].file);
  fs::resize_file(manifest, fs::file_size(manifest) / 2);
  const auto listed = Landing::open(root_.string(), clock_).value()->manifests();
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().code, Errc::bad_data);
  EXPECT_THAT(listed.error().message, HasSubstr(manifest.string()));
}

TEST_F(LocalLanding, ATruncatedFileIsBadDataAtEveryLength) {
  const auto done = land(root_, land_test::noise(40'000)).value();
  const auto landing = Landing::open(root_.string(), clock_).value();
  const fs::path file = root_ / done[0].file;
  for (auto cut = static_cast<std::uintmax_t>(done[0].bytes - 1) / 1024 * 1024;; cut -= 1024) {
    fs::resize_file(file, cut);
    const auto ignore = [](const Answer&, int) -> Result<void> { return {}; };
    const auto read = landing->read(done[0], ignore);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Errc::bad_data);
    EXPECT_THAT(read.error().message, HasSubstr(file.string() + ": byte " + std::to_string(cut)));
    Manifest shorter = done[0];  // as if the manifest agreed with the cut
    shorter.bytes = static_cast<std::int64_t>(cut);
    EXPECT_EQ(landing->read(shorter, ignore).error().code, Errc::bad_data);
    if (cut == 0) break;
  }
}

TEST_F(LocalLanding, AFileThatAppearedMeanwhileIsNotReplaced) {
  const auto landing = Landing::open(root_.string(), clock_).value();
  const auto out = landing->writer("ecb", "rates", {}, "run").value();
  ASSERT_TRUE(out->add(call_of("https://x.example/"), answer_of_body("x"), true));
  const fs::path taken = root_ / "ecb/rates/dt=2024-11-26/run-1.warc.zst";
  touch(taken);
  const auto done = out->finish();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::io);
  EXPECT_THAT(done.error().message, HasSubstr("already there"));
  EXPECT_EQ(fs::file_size(taken), 4U);
  EXPECT_EQ(files_below(root_).size(), 1U);
}

}  // namespace
}  // namespace seohak
