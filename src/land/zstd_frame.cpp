#include "land/zstd_frame.h"

#include <algorithm>
#include <memory>

#include <fmt/core.h>
#include <zstd.h>

namespace seohak {
namespace {

struct FreeCompressor {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

constexpr std::size_t kFirstBuffer = 256U << 10U;
constexpr std::size_t kTrustedSize = 64U << 20U;  // a header may claim any size

std::size_t first_buffer(std::string_view frame, std::size_t max_bytes) {
  const auto claimed = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (claimed == ZSTD_CONTENTSIZE_UNKNOWN || claimed == ZSTD_CONTENTSIZE_ERROR) {
    return std::min(kFirstBuffer, max_bytes);
  }
  return std::min({static_cast<std::size_t>(claimed), kTrustedSize, max_bytes});
}

Result<std::string> decompress(std::string_view frame, std::size_t max_bytes) {
  const std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context(ZSTD_createDCtx());
  if (!context) return fail(Errc::internal, "zstd: no memory for a decompressor");
  std::string content(first_buffer(frame, max_bytes), '\0');
  ZSTD_inBuffer in{frame.data(), frame.size(), 0};
  ZSTD_outBuffer out{content.data(), content.size(), 0};
  while (true) {
    const std::size_t rest = ZSTD_decompressStream(context.get(), &out, &in);
    if (ZSTD_isError(rest) != 0U) {
      return fail(Errc::bad_data, fmt::format("zstd frame damaged ({})", ZSTD_getErrorName(rest)));
    }
    if (rest == 0) break;
    if (out.pos < out.size) return fail(Errc::bad_data, "zstd frame ends too early");
    if (content.size() >= max_bytes) {
      return fail(Errc::bad_data, fmt::format("zstd frame holds more than {} bytes", max_bytes));
    }
    content.resize(std::min(std::max(kFirstBuffer, content.size() * 2), max_bytes));
    out.dst = content.data();
    out.size = content.size();
  }
  content.resize(out.pos);
  return content;
}

}  // namespace

Result<std::string> compress_frame(std::string_view bytes, int level) {
  const std::unique_ptr<ZSTD_CCtx, FreeCompressor> context(ZSTD_createCCtx());
  if (!context) return fail(Errc::internal, "zstd: no memory for a compressor");
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string frame(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compress2(context.get(), frame.data(), frame.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(size) != 0U) {
    return fail(Errc::internal, fmt::format("zstd: {}", ZSTD_getErrorName(size)));
  }
  frame.resize(size);
  return frame;
}

Result<std::size_t> frame_size(std::string_view bytes) {
  const std::size_t size = ZSTD_findFrameCompressedSize(bytes.data(), bytes.size());
  if (ZSTD_isError(size) == 0U) return size;
  return fail(Errc::bad_data, fmt::format("no whole zstd frame: cut short or damaged ({})",
                                          ZSTD_getErrorName(size)));
}

Result<Frame> read_frame(std::string_view bytes, std::size_t max_bytes) {
  const std::size_t size = SEOHAK_TRY(frame_size(bytes));
  const std::string_view frame = bytes.substr(0, size);
  constexpr unsigned kSkippableMagic = 0x184D2A50U;
  const auto byte = [&](std::size_t i) -> unsigned { return static_cast<unsigned char>(frame[i]); };
  const unsigned magic = byte(0) | (byte(1) << 8U) | (byte(2) << 16U) | (byte(3) << 24U);
  if ((magic & 0xFFFFFFF0U) == kSkippableMagic) return Frame{{}, size};
  return Frame{SEOHAK_TRY(decompress(frame, max_bytes)), size};
}

}  // namespace seohak
