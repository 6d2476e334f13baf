#include "home_socket.h"

#include <unistd.h>

#include <condition_variable>
#include <mutex>

#include <fmt/format.h>

#include "control_words.h"
#include "observers.h"
#include "run_settings.h"
#include "run_words.h"
#include "serve/json_writer.h"
#include "serve/query_socket.h"

namespace seohak {
namespace {

constexpr int kMostRuns = 4;  // of a pipeline one is at work, the others wait
constexpr int kMostQueries = 8;
constexpr int kThreads = kMostRuns + kMostQueries + 2;  // always one left to say who we are

WebResponse answer_owner(const Engine& engine) {
  JsonWriter json;
  json.begin_object().key("profile").text(engine.context().home.profile);
  const Recordings* recordings = engine.profile().recordings();
  json.key("recordings").text(recordings != nullptr ? recordings->directory().string() : "");
  json.key("settings").begin_object();
  for (const auto& [key, digest] : run_settings(engine.context().config))
    json.key(key).text(digest);
  json.end_object();
  json.key("pid").number(static_cast<std::int64_t>(getpid())).end_object();
  return text_response(200, "application/json", json.take());
}

std::string finished_line(const Result<int>& code) {
  JsonWriter json;
  json.begin_object().key("event").text("finished");
  json.key("exit_code")
      .number(static_cast<std::int64_t>(code ? *code : exit_code(code.error().code)));
  if (!code)
    json.key("code").text(to_string(code.error().code)).key("message").text(code.error().message);
  return json.end_object().take() + "\n";
}

bool was_cancelled(const Result<int>& code) {
  return code ? *code == exit_code(Errc::cancelled) : code.error().code == Errc::cancelled;
}

}  // namespace

/// The runs that other commands asked for. Thread-safe.
class HomeSocket::Runs {
 public:
  /// Counts as a run until it goes.
  using Place = std::shared_ptr<void>;

  /// Errors: busy (too many, or the end is near).
  Result<Place> enter(const std::shared_ptr<Runs>& self) {
    const std::lock_guard lock(mutex_);
    if (closing_)
      return fail({Errc::busy, "the program that holds the warehouse is ending; run again",
                   std::chrono::seconds(2)});
    if (count_ == kMostRuns)
      return fail({Errc::busy, fmt::format("{} runs wait already; run again later", kMostRuns),
                   std::chrono::seconds(10)});
    ++count_;
    return Place(nullptr, [self](std::nullptr_t) { self->leave(); });
  }

  void finish(const std::stop_token& stop, const std::function<void()>& on_wait) {
    const std::stop_callback forward(stop, [this] { ending_.request_stop(); });
    std::unique_lock lock(mutex_);
    closing_ = true;
    if (count_ > 0 && on_wait) on_wait();
    left_.wait(lock, [&] { return count_ == 0; });
  }

  /// Runs and streams the events; the last line tells the exit code or the error.
  void stream(Engine& engine, const RunWords& words, BodyWriter& writer,
              const std::stop_token& reader_left) const {
    std::stop_source source;
    const std::stop_callback left(reader_left, [&] { source.request_stop(); });
    const std::stop_callback ending(ending_.get_token(), [&] { source.request_stop(); });
    JsonObserver observer([&](std::string_view line) {
      // A reader that went away (Ctrl-C at the command) stops the run it asked for.
      if (!writer.write(std::string(line) + "\n")) source.request_stop();
    });
    if (engine.would_wait(words) && !writer.write("{\"event\":\"waiting\"}\n")) return;
    auto code = engine.run(words, observer, source.get_token());
    if (was_cancelled(code) && ending_.stop_requested())
      code = fail(Errc::unavailable,
                  fmt::format("the program that ran it (pid {}) was stopped; run again", getpid()));
    (void)writer.write(finished_line(code));
  }

 private:
  void leave() {
    const std::lock_guard lock(mutex_);
    --count_;
    left_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable left_;
  int count_ = 0;         // guarded by mutex_
  bool closing_ = false;  // guarded by mutex_
  std::stop_source ending_;
};

HomeSocket::HomeSocket(const Context& context, Engine& engine, RunControl& control,
                       const std::function<void()>& changed)
    : runs_(std::make_shared<Runs>()), server_({.limits = {}, .threads = kThreads}) {
  auto router = std::make_shared<Router>();
  router->add("POST", "/owner", [&engine](const WebRequest&) { return answer_owner(engine); });
  add_query(*router, engine.warehouse(), kMostQueries);
  router->add("POST", "/run", [&engine, runs = runs_](const WebRequest& request) {
    const auto words = parse_run_words(request.body);
    if (!words) return error_response(words.error());
    const auto place = runs->enter(runs);
    if (!place) return error_response(place.error());
    WebResponse response;
    response.headers.push_back({"Content-Type", "application/x-ndjson"});
    response.stream = [&engine, runs, words = *words, place = *place, stop = request.stop](
                          BodyWriter& writer) { runs->stream(engine, words, writer, stop); };
    return response;
  });
  router->add("POST", "/control", [&control, changed](const WebRequest& request) {
    const auto words = parse_control_words(request.body);
    const Result<void> done = words ? carry_out(*words, control) : fail(words.error());
    if (done && changed) changed();
    return done ? text_response(200, "application/json", "{}") : error_response(done.error());
  });
  const auto listening =
      server_.listen_unix(context.home.socket(),
                          [router](const WebRequest& request) { return router->handle(request); });
  if (!listening && context.arguments.verbose)
    note(context, "not shared with other commands: " + listening.error().message);
}

HomeSocket::~HomeSocket() {
  std::stop_source now;
  now.request_stop();
  finish(now.get_token());
}

void HomeSocket::finish(const std::stop_token& stop, const std::function<void()>& on_wait) {
  runs_->finish(stop, on_wait);
  server_.stop();
}

}  // namespace seohak
