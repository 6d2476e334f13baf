#pragma once

#include "base/market_calendar.h"
#include "model/model.h"

namespace seohak {

/// Writes raw_data.market_session, every day of 2010-2027 by rule, when the calendar says otherwise
/// than at the last write. `schema` is the table's. Errors: the warehouse's.
Result<ModelReport> update_sessions(const MarketCalendar& calendar, const TableSchema& schema,
                                    Warehouse& warehouse);

}  // namespace seohak
