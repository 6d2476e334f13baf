#include "load/part_feeder.h"

#include <utility>

namespace seohak {

PartFeeder::PartFeeder(MergeSession& session) : session_(session), thread_([this] { work(); }) {}

PartFeeder::~PartFeeder() {
  {
    const std::scoped_lock lock(mutex_);
    ended_ = dropped_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Result<void> PartFeeder::add(std::vector<Batch> part) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !waiting_ || !state_; });
  if (!state_) return state_;
  waiting_ = std::move(part);
  changed_.notify_all();
  return {};
}

Result<void> PartFeeder::finish() {
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  thread_.join();
  return state_;
}

void PartFeeder::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return waiting_ || ended_; });
    if (!waiting_ || dropped_) return;
    const std::vector<Batch> part = *std::exchange(waiting_, std::nullopt);
    changed_.notify_all();
    lock.unlock();
    Result<void> done = session_.append(part);
    lock.lock();
    if (done) continue;
    state_ = std::move(done);
    changed_.notify_all();
    return;
  }
}

}  // namespace seohak
