#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "extract/row_sink.h"

namespace seohak {

/// Which keys batches of one table had so far. Keeps 8 bytes a row; keys that only look alike count
/// as the same, which costs time and never a row. Thread-compatible.
class SeenKeys {
 public:
  /// Notes the batch's keys; whether each of them came for the first time.
  bool all_new(const Batch& batch);

 private:
  bool insert(std::uint64_t hash);
  void grow(std::size_t rows);

  std::vector<std::uint64_t> slots_;  ///< 0: free
  std::size_t used_ = 0;
};

/// An SQL condition that holds for the key of every row of the batch, and is cheap to look up in a
/// table that is stored by time: the range of the key's dates or instants, and each of its texts
/// that is the same in all rows. "TRUE" when there is no such thing. The batch has rows.
std::string key_bounds(const Batch& batch);

/// From the first to the last day of the batch, by the table's first DATE column that is never
/// null; empty when it has none. The batch has rows.
DayInterval days_of(const Batch& batch);

}  // namespace seohak
