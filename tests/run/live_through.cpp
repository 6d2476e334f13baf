// live_through FROM TO [FLAG…]: the scheduler of `seohak serve` between two instants, on a clock
// that jumps from one due instant to the next as soon as all that was due has ended. On the
// recordings, as they were on the days that are lived through. Killed, the next one goes on where
// this one was. A line on stdout for each event of a run.

#include <atomic>
#include <cstdlib>

#include <fmt/format.h>

#include "dag/due_store.h"
#include "land/landing.h"
#include "run_desk.h"

namespace {

using namespace seohak;

/// A wall clock that somebody sets; the other one is the machine's.
class SetClock final : public Clock {
 public:
  explicit SetClock(Instant now) : now_(now) {}
  Instant now() const override { return now_.load(); }
  std::chrono::steady_clock::time_point steady_now() const override {
    return std::chrono::steady_clock::now();
  }
  void set(Instant now) { now_ = now; }

 private:
  std::atomic<Instant> now_;
};

class Teller final : public RunObserver {
 public:
  void on_event(const RunEvent& event) override {
    if (!put(stdout, fmt::format("{} {}\n", event.pipeline, event.task))) std::_Exit(1);
  }
};

/// When the process before this one ended, as the state tells it.
Result<Instant> left_at(const Context& context, std::span<const Pipeline> pipelines,
                        Instant begin) {
  const auto dues = SEOHAK_TRY(DueStore::open(context.home.state(), *context.wall));
  for (const Pipeline& pipeline : pipelines)
    if (const auto known = SEOHAK_TRY(dues->state(pipeline.name)))
      begin = std::max(begin, known->looked_until);
  return begin;
}

Result<void> live_until(RunDesk& desk, SetClock& clock, Instant end) {
  while (true) {
    const auto next = SEOHAK_TRY(desk.tick());
    if (!desk.is_idle()) {
      desk.wait_until_idle();
      continue;
    }
    if (clock.now() >= end) return {};
    clock.set(next ? std::min(*next, end) : end);
  }
}

Result<void> live(Context& context, Instant begin, Instant end) {
  const auto clock = std::make_shared<SetClock>(begin);
  context.wall = clock;
  context.config = SEOHAK_TRY(context.config.with("scheduler.enabled", "on"));
  Teller teller;
  const auto engine = SEOHAK_TRY(Engine::open(context));
  clock->set(SEOHAK_TRY(left_at(context, engine->pipelines(), begin)));
  const auto desk = SEOHAK_TRY(RunDesk::open(*engine, teller));
  SEOHAK_TRY(desk->begin_by_hand());
  return live_until(*desk, *clock, end);
}

int live(int argc, char** argv) {
  const auto begin = parse_instant(argv[1]);
  const auto end = parse_instant(argv[2]);
  if (!begin || !end) return exit_code(Errc::bad_request);
  const Parsed parsed = parse_arguments(argc - 2, argv + 2, Lang::en);
  if (parsed.leave) return parsed.exit_code;
  auto context = make_context(parsed.arguments, {});
  if (!context) return report({}, context.error());
  const Result<void> lived = live(*context, *begin, *end);
  close_file_systems();
  return lived ? 0 : report(*context, lived.error());
}

}  // namespace

int main(int argc, char** argv) { return argc < 3 ? 2 : live(argc, argv); }
