#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seohak {

/// What a file is read into: its column names once, then each row as text, null where it has none.
class RowVisitor {
 public:
  virtual ~RowVisitor() = default;
  /// An error ends the reading.
  virtual Result<void> header(std::span<const std::string_view> names) = 0;
  virtual void row(std::span<const std::optional<std::string_view>> cells,
                   std::string_view row_text) = 0;
  /// A part of the file that is no row, and why.
  virtual void damaged(std::string_view reason, std::string_view text) = 0;
};

/// The bytes of a .zst or .gz file unpacked; others as they are, without a copy (`kept` holds what
/// was unpacked). Errors: drifted (damaged or cut short, or more than 1 GiB).
Result<std::string_view> unpacked(std::string_view body, std::string& kept);

/// CSV with a header line. Errors: those of the visitor, drifted (no header).
Result<void> read_csv(std::string_view body, char separator, RowVisitor& visitor);

/// A JSON array of flat objects; the first object's keys are the columns. Errors: those of the
/// visitor, unavailable (cut short), drifted (another shape).
Result<void> read_json(std::string_view body, RowVisitor& visitor);

/// A Parquet file; values by Arrow's own text of them. Errors: those of the visitor, drifted.
Result<void> read_parquet(std::string_view body, RowVisitor& visitor);

}  // namespace seohak
