#pragma once

#include "base/time.h"

namespace seohak {

/// Whether Korean banks rest on this weekday: public holidays (lunar ones, substitutes, temporary
/// and election days included) and Labour Day, on which no base rate is fixed. 2010-2027 from a
/// table; in other years only the holidays of the solar calendar with their substitutes, as the
/// lunar ones are not known to the program. Weekends are not asked for. Thread-safe.
bool is_korean_holiday(PlainDay day);

/// The years that the table holds in full.
inline constexpr Interval<int> kKoreanHolidayYears{2010, 2028};

}  // namespace seohak
