// Fuzzes what people and sources write in words: model headers, numbers, days and instants. Run by
// libFuzzer.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/fixed.h"
#include "base/schema.h"
#include "base/time.h"
#include "base/zip.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto model = seohak::parse_model_text(text)) {
    const auto schema = seohak::parse_table_schema(*model);
    if (schema) SEOHAK_CHECK(!schema->columns.empty());
  }
  if (const auto steps = seohak::parse_scaled(text, 6, true)) {
    const auto again = seohak::parse_scaled(seohak::format_scaled(*steps, 6), 6);
    SEOHAK_CHECK(again && *again == *steps);
  }
  if (const auto day = seohak::parse_day(text)) SEOHAK_CHECK(seohak::format(*day) == text);
  if (const auto instant = seohak::parse_instant(text)) {
    const auto again = seohak::parse_instant(seohak::format(*instant));
    SEOHAK_CHECK(again && *again == *instant);
  }
  (void)seohak::unzip_member(text, ".csv", 1U << 20U);
  return 0;
}
