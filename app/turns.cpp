#include "turns.h"

#include <algorithm>

namespace seohak {

Result<Turns::Holder> Turns::wait(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  const std::uint64_t mine = next_++;
  queue_.push_back(mine);
  if (changed_.wait(lock, stop, [&] { return queue_.front() == mine; })) return Holder(*this);
  queue_.erase(std::find(queue_.begin(), queue_.end(), mine));
  changed_.notify_all();
  return fail(Errc::cancelled, "stopped while it waited for another run");
}

bool Turns::is_taken() const {
  const std::lock_guard lock(mutex_);
  return !queue_.empty();
}

void Turns::release() {
  const std::lock_guard lock(mutex_);
  queue_.pop_front();
  changed_.notify_all();
}

}  // namespace seohak
