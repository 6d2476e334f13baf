#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <stop_token>

#include "base/result.h"

namespace seohak {

/// One holder at a time, in the order they came. Thread-safe.
class Turns {
 public:
  /// Holds the turn until it goes. Borrows the Turns.
  class Holder {
   public:
    explicit Holder(Turns& turns) : turns_(&turns) {}

   private:
    struct Release {
      void operator()(Turns* turns) const { turns->release(); }
    };
    std::unique_ptr<Turns, Release> turns_;
  };

  /// Waits for its turn. Errors: cancelled.
  Result<Holder> wait(std::stop_token stop);
  /// Whether somebody who came now would have to wait.
  bool is_taken() const;

 private:
  void release();

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<std::uint64_t> queue_;  // guarded by mutex_; the first has the turn
  std::uint64_t next_ = 0;           // guarded by mutex_
};

}  // namespace seohak
