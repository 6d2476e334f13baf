#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "load/warehouse.h"

namespace seohak {

/// Hands parts to a merge in a thread of its own, in their order, while the caller makes the next.
/// Holds at most one part beside the one that is being written. Thread-compatible.
class PartFeeder {
 public:
  /// Nobody else uses the session until `finish`; it outlives the feeder.
  explicit PartFeeder(MergeSession& session);
  /// Waits for the part that is being written; one that waits is dropped.
  ~PartFeeder();
  PartFeeder(const PartFeeder&) = delete;
  PartFeeder& operator=(const PartFeeder&) = delete;
  /// Waits while another part waits. Errors: those of an earlier part.
  Result<void> add(std::vector<Batch> part);
  /// Waits until every part is in; nothing is added afterwards. Errors: as `add`.
  Result<void> finish();

 private:
  void work();

  MergeSession& session_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<std::vector<Batch>> waiting_;
  Result<void> state_;  ///< the first failure
  bool ended_ = false;
  bool dropped_ = false;
  std::thread thread_;  ///< last: uses the others
};

}  // namespace seohak
