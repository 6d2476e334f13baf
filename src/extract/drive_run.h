#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "extract/drive_state.h"

namespace seohak {

/// One run of a driver over the calls of one connector. Part of Driver. Thread-compatible.
class DriveRun {
 public:
  /// All arguments outlive the run.
  DriveRun(DriveState& state, const Connector& connector, const AnswerHandler& handler,
           const DriveProgress& progress);
  /// As Driver::run.
  Result<DriveReport> run(std::vector<Call> calls, std::stop_token stop);

 private:
  using Time = DriveState::Time;

  /// A call on its way through tries.
  struct Task {
    Call call;
    std::size_t slot = 0;  ///< position of its first page in the plan
    Limits limits;
    int tries = 0;
    std::optional<Error> error;    ///< of the last try
    std::optional<Answer> answer;  ///< of the last try
  };
  /// Finished calls of one planned call and its pages.
  struct Slot {
    std::deque<Task> waiting;  ///< for earlier slots to be handed over
    bool ended = false;
  };

  Result<void> step();
  Limits limits_of(const Call& call) const;
  /// Starts what may start. Returns how long until more may; none when that hangs on a call's end.
  Result<std::optional<Duration>> start_ready();
  std::optional<Task> take_next(Time now);
  void put_back(Task task);
  std::optional<Duration> until_due(Time now) const;
  bool is_full(const Task& task) const;
  Duration wait_of(const Task& task, Time now) const;
  std::optional<Error> reason_not_to_call(const Task& task, Time now) const;
  void start(Task task);

  Result<void> take(HttpDone done);
  void judge(Task& task, HttpDone done);
  void note_breaker(const Task& task);
  void note_metrics(const Task& task, Duration took);
  /// The wait before the next try; none when there will be none.
  std::optional<Duration> retry_wait(const Task& task);
  Result<void> finish(Task task);
  Result<void> deliver(Slot& slot);
  Result<void> hand_over(Task task);
  void drop_all();
  Error stopped() const;

  DriveState& state_;
  const Connector& connector_;
  const AnswerHandler& handler_;
  const DriveProgress& progress_;
  SourceState& source_;
  std::string name_;
  DriveReport report_;
  std::vector<Slot> slots_;
  std::size_t head_ = 0;  ///< first slot that is not handed over in full
  std::deque<Task> ready_;
  std::multimap<Time, Task> delayed_;
  std::map<std::uint64_t, Task> under_way_;
  std::uint64_t last_id_ = 0;
  int known_ = 0;
  int finished_ = 0;
};

}  // namespace seohak
