#pragma once

#include <atomic>

#include "base/time.h"

namespace seohak {

/// Where "now" comes from. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Wall-clock time; can jump either way.
  virtual Instant now() const = 0;
  /// Never goes back; only differences mean anything.
  virtual std::chrono::steady_clock::time_point steady_now() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock {
 public:
  Instant now() const override {
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
  }
  std::chrono::steady_clock::time_point steady_now() const override {
    return std::chrono::steady_clock::now();
  }
};

/// Stands where it is put: the recorded profile's clock, and the tests'.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Instant now) : micros_(now.time_since_epoch().count()) {}
  Instant now() const override { return Instant(Duration(micros_.load())); }
  std::chrono::steady_clock::time_point steady_now() const override {
    return std::chrono::steady_clock::time_point(Duration(steady_micros_.load()));
  }
  /// Moves both clocks.
  void advance(Duration by) {
    micros_ += by.count();
    steady_micros_ += by.count();
  }
  /// Sets the wall clock only, as an administrator would.
  void set(Instant now) { micros_ = now.time_since_epoch().count(); }

 private:
  std::atomic<std::int64_t> micros_;
  std::atomic<std::int64_t> steady_micros_{0};
};

}  // namespace seohak
