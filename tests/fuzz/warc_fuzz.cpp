// Fuzzes what reads landed files: WARC records, the answers in them, and manifests. Run by
// libFuzzer.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "land/landing.h"
#include "land/manifest.h"
#include "land/warc.h"
#include "land/zstd_frame.h"

namespace {

void read_all(std::string_view bytes) {
  const auto read = seohak::read_warc(bytes, [](const seohak::WarcRecord& record) {
    const auto answer = seohak::answer_of(record);
    SEOHAK_CHECK(!answer || answer->status >= 100);
    return seohak::Result<void>();
  });
  SEOHAK_CHECK(read || read.error().code == seohak::Errc::bad_data);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_all(bytes);
  const auto frame = seohak::compress_frame(bytes);  // so that records are reached without luck
  SEOHAK_CHECK(frame.has_value());
  read_all(*frame);
  const auto manifest = seohak::parse_manifest(bytes);
  if (manifest) SEOHAK_CHECK(manifest->id == seohak::manifest_id(*manifest));
  return 0;
}
