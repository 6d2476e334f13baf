#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "load/warehouse.h"

namespace seohak {

/// What meta.model_write keeps of a table; empty and 0 when it was never written.
struct WrittenModel {
  std::string definition;
  std::int64_t change_no = 0;
};
Result<WrittenModel> last_write(std::string_view table, Warehouse& warehouse);

/// Number of the newest change in meta.change; a write that reads the tables afterwards takes it
/// in.
Result<std::int64_t> newest_change(Warehouse& warehouse);

/// Which days of some tables have changed.
struct ChangedDays {
  bool any = false;
  bool everywhere = false;  ///< a change did not say its days
  DayInterval days;         ///< otherwise: from the first to the last changed day
};
/// Changes of `tables` after number `from`, up to number `to`.
Result<ChangedDays> changed_days(const std::vector<std::string>& tables, std::int64_t from,
                                 std::int64_t to, Warehouse& warehouse);

}  // namespace seohak
