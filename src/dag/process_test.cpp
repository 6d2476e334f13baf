#include "dag/process.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace seohak {
namespace {

TEST(Process, KnowsThatItselfRuns) {
  const ProcessIdentity self = this_process();
  EXPECT_EQ(self.pid, getpid());
  EXPECT_FALSE(self.start.empty());
  EXPECT_TRUE(is_running(self));
}

TEST(Process, TakesAReusedNumberForAnotherProcess) {
  ProcessIdentity other = this_process();
  other.start += "1";  // same pid, other start time
  EXPECT_FALSE(is_running(other));
  ProcessIdentity earlier_boot = this_process();
  earlier_boot.start[0] = earlier_boot.start[0] == 'f' ? 'e' : 'f';
  EXPECT_FALSE(is_running(earlier_boot));
}

TEST(Process, AssumesThatAnotherContainersProcessRuns) {
  ProcessIdentity other = this_process();
  const std::size_t at = other.start.find("pid:[");
  ASSERT_NE(at, std::string::npos);
  other.start.insert(at + 5, "9");
  EXPECT_TRUE(is_running(other));
}

TEST(Process, SeesAKilledChildEndEvenBeforeItIsCollected) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    const ProcessIdentity self = this_process();
    const auto size = static_cast<ssize_t>(self.start.size());
    if (write(ready[1], self.start.data(), self.start.size()) != size) _exit(1);
    pause();
    _exit(0);
  }
  char text[256];
  const ssize_t size = read(ready[0], text, sizeof text);
  ASSERT_GT(size, 0);
  const ProcessIdentity process{child, std::string(text, static_cast<std::size_t>(size))};
  EXPECT_TRUE(is_running(process));
  ASSERT_EQ(kill(child, SIGKILL), 0);
  siginfo_t info{};
  ASSERT_EQ(waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT), 0);
  EXPECT_FALSE(is_running(process));  // a zombie
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  EXPECT_FALSE(is_running(process));
}

}  // namespace
}  // namespace seohak
