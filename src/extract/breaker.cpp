#include "extract/breaker.h"

#include <algorithm>

namespace seohak {

Breaker::Breaker(int failures, Duration rest) : limit_(std::max(failures, 1)), rest_(rest) {}

bool Breaker::allows(Time now) const {
  switch (state_) {
    case State::closed: return true;
    case State::open: return now >= open_until_;
    case State::half_open: return false;
  }
  return false;
}

void Breaker::started(Time now) {
  if (state_ == State::open && now >= open_until_) state_ = State::half_open;
}

void Breaker::succeeded() {
  state_ = State::closed;
  failures_ = 0;
  openings_ = 0;
}

void Breaker::failed(Time now) {
  if (state_ == State::half_open) return open(now);
  // Calls that were under way when it opened add nothing.
  if (state_ == State::closed && ++failures_ >= limit_) open(now);
}

void Breaker::dropped() {
  if (state_ == State::half_open) state_ = State::open;
}

Duration Breaker::wait(Time now) const {
  if (state_ != State::open) return Duration::zero();
  return std::max(std::chrono::ceil<Duration>(open_until_ - now), Duration::zero());
}

void Breaker::open(Time now) {
  state_ = State::open;
  failures_ = 0;
  ++openings_;
  open_until_ = now + rest_;
}

}  // namespace seohak
