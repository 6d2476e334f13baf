#include <memory>

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include "extract/file/reader.h"

namespace seohak {
namespace {

constexpr std::size_t kMost = 1U << 30U;
constexpr std::size_t kStep = 1U << 20U;

tl::unexpected<Error> damaged(std::string_view what, std::string_view why) {
  return fail(Errc::drifted,
              fmt::format("the {} file is damaged or cut short ({}); copy it again", what, why));
}

tl::unexpected<Error> too_long(std::string_view what) {
  return fail(Errc::drifted,
              fmt::format("the {} file unpacks to more than {} bytes; split it", what, kMost));
}

Result<std::string> unpack_zstd(std::string_view body) {
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                     &ZSTD_freeDCtx);
  std::string text;
  ZSTD_inBuffer in{body.data(), body.size(), 0};
  std::size_t rest = 1;
  while (in.pos < in.size || rest != 0) {
    const std::size_t begun = text.size();
    if (begun >= kMost) return too_long("zstd");
    text.resize(begun + kStep);
    ZSTD_outBuffer out{text.data() + begun, kStep, 0};
    rest = ZSTD_decompressStream(context.get(), &out, &in);
    text.resize(begun + out.pos);
    if (ZSTD_isError(rest) != 0U) return damaged("zstd", ZSTD_getErrorName(rest));
    if (out.pos == 0 && in.pos == in.size && rest != 0) return damaged("zstd", "it ends too early");
  }
  return text;
}

Result<std::string> unpack_gzip(std::string_view body) {
  z_stream stream{};
  constexpr int kGzipOnly = 15 + 16;
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) return fail(Errc::internal, "zlib: no memory");
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> closed(&stream, &inflateEnd);
  if (body.size() > kMost) return too_long("gzip");
  // zlib takes its input as not const, and does not write to it.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  std::string text;
  int state = Z_OK;
  while (state != Z_STREAM_END || stream.avail_in > 0) {
    if (state == Z_STREAM_END && inflateReset(&stream) != Z_OK) return damaged("gzip", "reset");
    const std::size_t begun = text.size();
    if (begun >= kMost) return too_long("gzip");
    text.resize(begun + kStep);
    stream.next_out = reinterpret_cast<Bytef*>(text.data() + begun);
    stream.avail_out = static_cast<uInt>(kStep);
    state = inflate(&stream, Z_NO_FLUSH);
    text.resize(begun + kStep - stream.avail_out);
    if (state != Z_OK && state != Z_STREAM_END)
      return damaged("gzip", stream.msg != nullptr ? stream.msg : "it ends too early");
  }
  return text;
}

}  // namespace

Result<std::string_view> unpacked(std::string_view body, std::string& kept) {
  if (body.starts_with("\x28\xB5\x2F\xFD"))
    kept = SEOHAK_TRY(unpack_zstd(body));
  else if (body.starts_with("\x1F\x8B"))
    kept = SEOHAK_TRY(unpack_gzip(body));
  else
    return body;
  return std::string_view(kept);
}

}  // namespace seohak
