#pragma once

#include <chrono>

#include "base/time.h"

namespace seohak {

/// Keeps a source that is down from being called over and over. Closed: calls go. After `failures`
/// transient failures in a row it opens: no call goes until it rested. Then it is half open: one
/// call goes, and what becomes of it closes or opens it again. Time comes from the caller.
/// Thread-compatible. Source: Nygard, "Release It!", 2007.
class Breaker {
 public:
  using Time = std::chrono::steady_clock::time_point;
  enum class State { closed, open, half_open };

  /// `failures` less than 1 counts as 1.
  Breaker(int failures, Duration rest);

  /// Whether a call may go at `now`.
  bool allows(Time now) const;
  /// Notes that a call goes at `now`; only when it is allowed.
  void started(Time now);
  /// The source answered, with data or a plain no.
  void succeeded();
  /// No answer, or one that says the source is in trouble.
  void failed(Time now);
  /// The call that went was dropped before anything was known of it.
  void dropped();
  /// Until the next call may go; zero when one may, or when that hangs on the call under way.
  Duration wait(Time now) const;
  State state() const { return state_; }
  /// How often it opened since the last success.
  int openings() const { return openings_; }

 private:
  void open(Time now);

  int limit_;
  Duration rest_;
  State state_ = State::closed;
  int failures_ = 0;
  int openings_ = 0;
  Time open_until_{};
};

}  // namespace seohak
