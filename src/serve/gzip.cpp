#include "serve/gzip.h"

#include <zlib.h>

#include "base/check.h"
#include "base/text.h"

namespace seohak {

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  constexpr int kLevel = 6;
  SEOHAK_CHECK(deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) ==
               Z_OK);
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  SEOHAK_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

bool accepts_gzip(std::string_view accept_encoding) {
  for (const std::string& coding : split(accept_encoding, ',')) {
    const auto parts = split(coding, ';');
    if (parts.empty() || (!equal_ignoring_case(parts[0], "gzip") && parts[0] != "*")) continue;
    const bool refused = parts.size() > 1 && parts[1].starts_with("q=0") &&
                         parts[1].find_first_not_of("0.", 2) == std::string::npos;
    return !refused;
  }
  return false;
}

}  // namespace seohak
