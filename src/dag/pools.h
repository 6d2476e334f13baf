#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace seohak {

/// Named bounds on how many tasks are under way at once, over all runs of the process. Whoever came
/// first gets a slot first. Thread-safe.
class Pools {
  struct Pool;
  struct Entry;

 public:
  /// A place in a pool's line and, once granted, a slot of it; given up when it is destroyed.
  class Place {
   public:
    Place(Place&&) noexcept;
    Place& operator=(Place&&) noexcept;
    ~Place();
    /// Stays true. Any thread.
    bool is_granted() const;

   private:
    friend class Pools;
    explicit Place(std::unique_ptr<Entry> entry);
    std::unique_ptr<Entry> entry_;
  };

  /// How a pool is used just now.
  struct Use {
    int slots = 0;
    int taken = 0;
    int waiting = 0;
  };

  /// Slots by name, each at least 1.
  explicit Pools(const std::map<std::string, int>& slots);
  ~Pools();  ///< after every place is given up
  Pools(const Pools&) = delete;
  Pools& operator=(const Pools&) = delete;

  bool has(std::string_view name) const;
  std::vector<std::string_view> names() const;
  /// Of a pool that there is.
  Use use(std::string_view name) const;

  /// Stands in the line of a pool that there is. `granted` is called when a slot is free later on,
  /// on the thread that freed it, and never once the place is destroyed; it must return soon and
  /// not call back. It is not called when the place is granted at once.
  Place enter(std::string_view name, std::function<void()> granted);

 private:
  Pool& pool_named(std::string_view name) const;

  std::map<std::string, std::unique_ptr<Pool>, std::less<>> pools_;
};

}  // namespace seohak
