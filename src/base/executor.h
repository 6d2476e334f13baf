#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace seohak {

/// A fixed number of threads that run jobs in the order they came. `app/` makes one and hands it
/// on. Every accepted job runs, also when the executor is being destroyed: its token is then
/// stopped from the start, and the destructor waits for it. A job must not wait for another job of
/// the same executor. Thread-safe.
class Executor {
 public:
  /// The token tells that the executor is going away. A job must not throw.
  using Job = std::function<void(std::stop_token)>;

  /// At least one thread.
  explicit Executor(std::size_t threads);
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  /// Queues a job and returns at once.
  void submit(Job job);
  std::size_t threads() const { return threads_.size(); }

 private:
  void work(std::stop_token stop);

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Job> jobs_;  // guarded by mutex_
  std::stop_source stop_;
  std::vector<std::jthread> threads_;  // last: joined before the rest goes
};

}  // namespace seohak
