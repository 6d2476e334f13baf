#pragma once

#include "base/clock.h"
#include "land/landing.h"
#include "pipeline/calls.h"

namespace seohak {

/// The live profile's window. Without an interval, to today: where one answer holds the whole
/// history, from ten days (old points are revised) before the end of what is landed without a gap;
/// where a call brings a day, the last 30 days again (a call that failed is made up for), more
/// after a longer pause. Answers that were refused count as not landed. A past interval of a source
/// that only tells "now" is refused (bad_request).
Window live_window(const Landing& landing, const Clock& clock);

}  // namespace seohak
