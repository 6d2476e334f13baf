#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seohak {

/// One zstd frame of `bytes`, with its size and a checksum. Errors: internal.
Result<std::string> compress_frame(std::string_view bytes, int level = 1);

/// Compressed bytes that the frame takes which `bytes` start with. Errors: bad_data (no whole
/// frame).
Result<std::size_t> frame_size(std::string_view bytes);

/// The first frame of some bytes.
struct Frame {
  std::string content;   ///< empty for a skippable frame
  std::size_t size = 0;  ///< compressed bytes it takes
};
/// Decompresses the frame that `bytes` start with. Errors: bad_data (no frame, cut short, checksum
/// wrong, more than `max_bytes` of content).
Result<Frame> read_frame(std::string_view bytes, std::size_t max_bytes = 1U << 30U);

}  // namespace seohak
