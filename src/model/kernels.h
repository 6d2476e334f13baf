#pragma once

#include <memory>
#include <string_view>

#include "model/model.h"

namespace arrow {
class RecordBatch;
class Table;
}  // namespace arrow

namespace seohak {

/// Reads the header's `kernel`: calls `NAME(INPUT, PERIOD) per COLUMN by COLUMN -> OUTPUT`, with
/// `;` between. Errors: bad_data (an unknown kernel, a column the table lacks or of a wrong type).
Result<void> parse_kernels(std::string_view text, Model& model);

/// Columns that the SELECT has to give: those of the table that no kernel computes.
std::vector<std::string> selected_columns(const Model& model);

/// The model's SELECT for all days, its rows ordered by series and time.
std::string kernel_select(const Model& model);

/// All columns of the table from the rows of `kernel_select`: each kernel runs over each series
/// from its first row; where it has no value yet, null. Errors: bad_data (a null among the inputs).
Result<std::shared_ptr<arrow::RecordBatch>> compute_kernels(const Model& model,
                                                            const arrow::Table& rows);

}  // namespace seohak
