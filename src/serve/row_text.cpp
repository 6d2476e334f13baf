#include "serve/row_text.h"

#include <arrow/table.h>

namespace seohak {

Result<std::string> RowText::next() {
  while (!ended_) {
    const std::shared_ptr<arrow::Table> part = SEOHAK_TRY(rows_->next());
    ended_ = part == nullptr;
    std::string piece = ended_ ? SEOHAK_TRY(formatter_.end()) : SEOHAK_TRY(formatter_.part(*part));
    if (!piece.empty()) return piece;
  }
  return std::string();
}

}  // namespace seohak
