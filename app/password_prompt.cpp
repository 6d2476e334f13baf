#include "password_prompt.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <optional>

#include "base/password.h"

namespace seohak {
namespace {

/// The terminal shows nothing of what is typed while this lives.
class Unseen {
 public:
  Unseen() : changed_(tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!changed_) return;  // no terminal
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~Unseen() {
    if (changed_) tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

 private:
  termios before_{};
  bool changed_;
};

/// A descriptor that becomes readable when a stop is requested.
class StopSignal {
 public:
  explicit StopSignal(const std::stop_token& stop) : descriptor_(eventfd(0, EFD_CLOEXEC)) {
    callback_.emplace(stop, [descriptor = descriptor_] { eventfd_write(descriptor, 1); });
  }
  ~StopSignal() {
    callback_.reset();  // first: it writes to the descriptor
    close(descriptor_);
  }
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
  std::optional<std::stop_callback<std::function<void()>>> callback_;
};

/// One line of stdin without its end; what stands before the end of input when there is no line.
Result<Secret> read_line(const std::stop_token& stop) {
  const StopSignal stopped(stop);
  std::string line;
  while (line.size() <= kLongestPassword) {
    pollfd waiting[] = {{STDIN_FILENO, POLLIN, 0}, {stopped.descriptor(), POLLIN, 0}};
    if (poll(waiting, 2, -1) < 0 && errno != EINTR)
      return fail(Errc::io, "cannot read the password");
    if (waiting[1].revents != 0) return fail(Errc::cancelled, "stopped on request");
    if (waiting[0].revents == 0) continue;
    char next = 0;
    const ssize_t size = read(STDIN_FILENO, &next, 1);
    if (size < 0 && errno != EINTR) return fail(Errc::io, "cannot read the password");
    if (size == 0 || (size > 0 && next == '\n')) break;
    if (size > 0) line.push_back(next);
  }
  if (line.ends_with('\r')) line.pop_back();
  return Secret(std::move(line));
}

Result<Secret> ask(const Context& context, std::string_view question) {
  const Unseen unseen;  // before the question, which may be answered at once
  put(stderr, question);
  auto answer = read_line(context.stop);
  put(stderr, "\n");
  return answer;
}

}  // namespace

bool can_ask(const Context& context) {
  return isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0 && !context.arguments.quiet &&
         !context.arguments.json;
}

Result<Secret> ask_new_password(const Context& context, bool or_none) {
  if (isatty(STDIN_FILENO) == 0) return read_line(context.stop);
  if (or_none)
    put(stderr,
        context.say({"A password lets you see the dashboard from your phone (Enter: none).\n",
                     "암호를 정하면 휴대전화에서도 대시보드를 볼 수 있습니다(Enter: 정하지 "
                     "않음).\n"}));
  Secret password = SEOHAK_TRY(
      ask(context, context.say({"Password (8 characters or more): ", "암호(8자 이상): "})));
  if (password.empty() && or_none) return password;
  SEOHAK_TRY(check_new_password(password));
  const Secret again = SEOHAK_TRY(ask(context, context.say({"Once more: ", "한 번 더: "})));
  if (again.reveal() != password.reveal())
    return fail(Errc::bad_request, "the two passwords differ; nothing was changed");
  return password;
}

}  // namespace seohak
