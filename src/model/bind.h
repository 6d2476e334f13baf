#pragma once

#include "model/model.h"

namespace seohak {

/// Whether the query uses @from or @to.
bool has_range(const Model& model);

/// The days that a write of `days` replaces: with the lookback behind them, or to the end for a
/// model that reaches onward. Empty: all days, as for a model that is not incremental.
DayInterval written_days(const Model& model, DayInterval days);

}  // namespace seohak
