#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace seohak {

/// A response record as its header tells it; the body stays compressed.
struct ScannedResponse {
  std::string_view uri;  ///< WARC-Target-URI; valid during the visit
  Instant date{};        ///< WARC-Date
  std::int64_t offset = 0;
};

/// Visits the response records of a recordings file (each record one zstd frame) in order,
/// decompressing no more than each record's header. Errors: bad_data with the frame's offset (a
/// frame that is cut short, no WARC header, no date or target); the visitor's.
Result<void> scan_responses(std::string_view bytes,
                            const std::function<Result<void>(const ScannedResponse&)>& visit);

}  // namespace seohak
