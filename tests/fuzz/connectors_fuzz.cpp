// Fuzzes what connectors read: any bytes as the answer of each of them. Run by libFuzzer.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "embedded/models.h"
#include "extract/registry.h"
#include "extract/row_sink.h"

namespace {

std::vector<seohak::TableSchema> read_schemas() {
  std::vector<seohak::TableSchema> schemas;
  for (const seohak::embedded::File& file : seohak::embedded::models()) {
    if (!file.path.starts_with("raw_data/")) continue;
    const auto text = seohak::parse_model_text(file.bytes);
    SEOHAK_CHECK(text.has_value());
    auto schema = seohak::parse_table_schema(*text);
    SEOHAK_CHECK(schema.has_value());
    schemas.push_back(std::move(*schema));
  }
  return schemas;
}

const seohak::Registry& registry() {
  static const seohak::Registry kMade =
      std::move(*seohak::Registry::make(seohak::Config::defaults()));
  return kMade;
}

void feed(const seohak::Connector& connector, const std::string& body) {
  static const std::vector<seohak::TableSchema> kSchemas = read_schemas();
  seohak::RowSink sink(kSchemas);
  for (const seohak::Dataset& dataset : connector.datasets()) {
    const seohak::Answer answer{.source = std::string(connector.name()),
                                .dataset = std::string(dataset.name),
                                .url =
                                    "https://example.invalid/?searchdate=20240105&data=AP01"
                                    "&exchange=NYSE",
                                .status = 200,
                                .headers = {{"Content-Type", "application/json"}},
                                .body = body,
                                .fetched_at = seohak::Instant(std::chrono::hours(24 * 20000))};
    sink.begin_answer(answer.source, answer.dataset, answer.fetched_at, "fuzz", 0);
    if (!connector.classify(answer) || !connector.parse(answer, sink)) sink.abandon_answer();
  }
  SEOHAK_CHECK(sink.finish().has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string body(reinterpret_cast<const char*>(data), size);
  for (const auto& connector : registry().all()) feed(*connector, body);
  return 0;
}
