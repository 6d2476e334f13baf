#include "serve/recordings_scan.h"

#include <memory>
#include <string>

#include <fmt/format.h>
#include <zstd.h>

#include "base/text.h"

namespace seohak {
namespace {

constexpr std::size_t kMostHeader = 64U << 10U;

struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

/// Decompresses the beginnings of frames.
class FrameHeads {
 public:
  /// The WARC header that the frame begins with, without its closing blank line. Errors: bad_data.
  Result<std::string_view> head(std::string_view frame) {
    if (!context_) return fail(Errc::internal, "zstd: no memory for a decompressor");
    ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
    ZSTD_inBuffer in{frame.data(), frame.size(), 0};
    ZSTD_outBuffer out{buffer_.data(), 0, 0};
    std::size_t rest = 1;
    while (rest != 0 && out.size < buffer_.size()) {
      out.size = std::min(buffer_.size(), out.size + (4U << 10U));
      rest = ZSTD_decompressStream(context_.get(), &out, &in);
      if (ZSTD_isError(rest) != 0U)
        return fail(Errc::bad_data,
                    fmt::format("zstd frame damaged ({})", ZSTD_getErrorName(rest)));
      const std::string_view text(buffer_.data(), out.pos);
      const std::size_t end = text.find("\r\n\r\n");
      if (end != std::string_view::npos) return text.substr(0, end);
    }
    return fail(Errc::bad_data, "no WARC record starts here");
  }

 private:
  std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context_{ZSTD_createDCtx()};
  std::string buffer_ = std::string(kMostHeader, '\0');
};

/// Value of a named field; empty when absent.
std::string_view field(std::string_view head, std::string_view name) {
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(std::min(head.size(), line.size() + 2));
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && equal_ignoring_case(line.substr(0, colon), name))
      return trim(line.substr(colon + 1));
  }
  return {};
}

}  // namespace

Result<void> scan_responses(std::string_view bytes,
                            const std::function<Result<void>(const ScannedResponse&)>& visit) {
  FrameHeads heads;
  for (std::size_t offset = 0; offset < bytes.size();) {
    const std::string place = fmt::format("byte {}", offset);
    const std::string_view rest = bytes.substr(offset);
    const std::size_t size = ZSTD_findFrameCompressedSize(rest.data(), rest.size());
    if (ZSTD_isError(size) != 0U)
      return fail(Errc::bad_data, fmt::format("{}: no whole zstd frame: cut short or damaged ({})",
                                              place, ZSTD_getErrorName(size)));
    const std::string_view head = SEOHAK_TRY(heads.head(rest.substr(0, size)).context(place));
    if (!head.starts_with("WARC/1.")) return fail(Errc::bad_data, place + ": no WARC record");
    if (field(head, "WARC-Type") == "response") {
      ScannedResponse response;
      response.uri = field(head, "WARC-Target-URI");
      response.offset = static_cast<std::int64_t>(offset);
      if (response.uri.find("://") == std::string_view::npos)
        return fail(Errc::bad_data, place + ": no WARC-Target-URI");
      response.date =
          SEOHAK_TRY(Result<Instant>(parse_instant(field(head, "WARC-Date"))).context(place));
      SEOHAK_TRY(visit(response));
    }
    offset += size;
  }
  return {};
}

}  // namespace seohak
