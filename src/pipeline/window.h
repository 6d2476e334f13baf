#pragma once

#include "pipeline/stages.h"

namespace seohak {

/// The live profile's window. Without an interval: from ten days before the last landed day (old
/// points are revised) to today; with nothing landed, the dataset's whole history where one answer
/// holds it, else the last 30 days. A past interval of a source that only tells "now" is refused
/// (bad_request).
Window live_window(const Landing& landing, const Clock& clock);

}  // namespace seohak
