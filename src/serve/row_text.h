#pragma once

#include <memory>
#include <string>

#include "load/warehouse.h"
#include "serve/format.h"

namespace seohak {

/// The rows of a stream in one format, a piece at a time, so that an answer of any size takes
/// little memory. Thread-compatible.
class RowText {
 public:
  RowText(std::unique_ptr<RowStream> rows, OutputFormat format)
      : rows_(std::move(rows)), formatter_(format) {}

  /// The next piece; empty after the last. Errors: those of RowStream and PartFormatter; none comes
  /// after one.
  Result<std::string> next();

 private:
  std::unique_ptr<RowStream> rows_;
  PartFormatter formatter_;
  bool ended_ = false;
};

}  // namespace seohak
