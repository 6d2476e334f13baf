#include <pthread.h>

#include <atomic>
#include <csignal>

#include <array>
#include <functional>
#include <thread>

#include <fmt/core.h>

#include "commands.h"
#include "land/landing.h"
#include "memory.h"

namespace {

using namespace seohak;

struct Command {
  std::string_view name;
  int (*run)(const Context&);
};
constexpr std::array kCommands{
    Command{"run", command_run},
    Command{"task", command_task},
    Command{"backfill", command_backfill},
    Command{"serve", command_serve},
    Command{"query", command_query},
    Command{"replay", command_replay},
    Command{"runs", command_runs},
    Command{"logs", command_logs},
    Command{"retry", command_retry},
    Command{"cancel", command_cancel},
    Command{"mark", command_mark},
    Command{"pause", command_pause},
    Command{"resume", command_resume},
    Command{"schedule", command_schedule},
    Command{"sources", command_sources},
    Command{"models", command_models},
    Command{"doctor", command_doctor},
    Command{"init", command_init},
    Command{"completion", command_completion},
};

/// Waits for SIGINT and SIGTERM on a thread of its own and turns the first into a stop request; the
/// second ends the process. Made before any other thread, so that all of them block the signals.
class SignalWatcher {
 public:
  SignalWatcher() {
    sigemptyset(&signals_);
    for (int signal : {SIGINT, SIGTERM, SIGUSR2}) sigaddset(&signals_, signal);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    thread_ = std::jthread([this] { watch(); });
  }
  ~SignalWatcher() {
    ending_ = true;
    pthread_kill(thread_.native_handle(), SIGUSR2);
  }
  SignalWatcher(const SignalWatcher&) = delete;
  SignalWatcher& operator=(const SignalWatcher&) = delete;

  std::stop_token token() const { return source_.get_token(); }
  /// The signal that came first; 0 when none did.
  int received() const { return received_; }

 private:
  void watch() {
    int signal = 0;
    while (sigwait(&signals_, &signal) == 0 && !ending_) {
      if (signal == SIGUSR2) continue;  // somebody else's: ours comes with `ending_`
      if (received_ != 0) std::_Exit(128 + signal);
      received_ = signal;
      source_.request_stop();
    }
  }

  sigset_t signals_{};
  std::stop_source source_;
  std::atomic<int> received_{0};
  std::atomic<bool> ending_{false};
  std::jthread thread_;
};

/// Of a program without settings, where only the words of the command line hold.
Context bare_context(const Parsed& parsed) {
  Context bare;
  bare.arguments = parsed.arguments;
  bare.lang = parsed.arguments.lang;
  return bare;
}

/// The exit code of a command that ended with `code`, which matters more than what it printed.
int with_output(const Context& context, int code) {
  const Result<void> written = output_was_written();
  if (written || code != 0 || output_is_unwanted()) return code;
  return report(context, written.error());
}

}  // namespace

int main(int argc, char** argv) {
  const Result<void> streams = occupy_standard_streams();
  keep_memory_small();
  const Parsed parsed = parse_arguments(argc, argv, choose_language(argc, argv));
  if (parsed.leave) return parsed.exit_code;
  if (!streams) return report(bare_context(parsed), streams.error());
  SignalWatcher signals;
  const auto context = make_context(parsed.arguments, signals.token());
  if (!context) return report(bare_context(parsed), context.error());
  for (const Command& command : kCommands) {
    if (command.name != context->arguments.command) continue;
    int code = 1;
    try {
      code = command.run(*context);
    } catch (const std::exception& error) {  // the last resort: a library's, from this thread
      code = report(*context, Error{Errc::internal, fmt::format("unexpected: {}", error.what())});
    }
    code = with_output(*context, code);
    close_file_systems();
    return signals.received() != 0 && code != 0 ? 128 + signals.received() : code;
  }
  return 2;
}
