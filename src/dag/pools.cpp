#include "dag/pools.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace seohak {

struct Pools::Pool {
  std::mutex mutex;
  int slots = 1;
  int taken = 0;               // guarded by mutex
  std::deque<Entry*> waiting;  // guarded by mutex; the first came first
};

struct Pools::Entry {
  Pool& pool;
  std::function<void()> granted;
  std::atomic<bool> has_slot{false};

  /// Gives the slot to the next in line, or leaves the line. What is told is told under the lock,
  /// so that nothing is told to a place that is gone.
  void leave() {
    const std::lock_guard lock(pool.mutex);
    if (!has_slot) {
      std::erase(pool.waiting, this);
      return;
    }
    if (pool.waiting.empty()) {
      --pool.taken;
      return;
    }
    Entry* next = pool.waiting.front();
    pool.waiting.pop_front();
    next->has_slot = true;
    next->granted();
  }
};

Pools::Place::Place(std::unique_ptr<Entry> entry) : entry_(std::move(entry)) {}
Pools::Place::Place(Place&&) noexcept = default;
Pools::Place& Pools::Place::operator=(Place&& other) noexcept {
  std::swap(entry_, other.entry_);
  return *this;
}
Pools::Place::~Place() {
  if (entry_) entry_->leave();
}
bool Pools::Place::is_granted() const { return entry_->has_slot; }

Pools::Pools(const std::map<std::string, int>& slots) {
  for (const auto& [name, count] : slots) {
    SEOHAK_CHECK(count >= 1);
    pools_.emplace(name, std::make_unique<Pool>()).first->second->slots = count;
  }
}

Pools::~Pools() = default;

bool Pools::has(std::string_view name) const { return pools_.find(name) != pools_.end(); }

std::vector<std::string_view> Pools::names() const {
  std::vector<std::string_view> found;
  for (const auto& [name, pool] : pools_) found.push_back(name);
  return found;
}

Pools::Pool& Pools::pool_named(std::string_view name) const {
  const auto found = pools_.find(name);
  SEOHAK_CHECK(found != pools_.end());
  return *found->second;
}

Pools::Use Pools::use(std::string_view name) const {
  Pool& pool = pool_named(name);
  const std::lock_guard lock(pool.mutex);
  return {pool.slots, pool.taken, static_cast<int>(pool.waiting.size())};
}

Pools::Place Pools::enter(std::string_view name, std::function<void()> granted) {
  Pool& pool = pool_named(name);
  auto entry = std::unique_ptr<Entry>(new Entry{pool, std::move(granted)});
  const std::lock_guard lock(pool.mutex);
  if (pool.taken < pool.slots) {
    ++pool.taken;
    entry->has_slot = true;
  } else {
    pool.waiting.push_back(entry.get());
  }
  return Place(std::move(entry));
}

}  // namespace seohak
