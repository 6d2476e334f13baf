#include "extract/file/file.h"

#include <limits>

namespace seohak {

FileDrop::FileDrop(std::vector<FileMapping> mappings) : mappings_(std::move(mappings)) {
  for (const FileMapping& mapping : mappings_) {
    tables_.push_back({mapping.table});
    Dataset dataset;
    dataset.name = mapping.name;
    dataset.tables = tables_.back();
    dataset.zone = mapping.zone;
    dataset.limits = {.per_second = 1000.0,
                      .burst = 1000,
                      .parallel = 4,
                      .timeout = std::chrono::seconds(60),
                      .attempts = 1};
    dataset.freshness = "As fresh as the files put into the drop folder.";
    // Together: which of two files that tell the same row at the same instant stays must not hang
    // on how they are cut. Files are at hand, and those landed already are left out.
    dataset.portion = {.days = 0, .calls = std::numeric_limits<int>::max()};
    datasets_.push_back(dataset);
  }
}

const FileMapping* FileDrop::find(std::string_view dataset) const {
  for (const FileMapping& mapping : mappings_)
    if (mapping.name == dataset) return &mapping;
  return nullptr;
}

Result<std::unique_ptr<const Connector>> make_file(const Config& config) {
  return std::unique_ptr<const Connector>(
      std::make_unique<FileDrop>(SEOHAK_TRY(read_mappings(config))));
}

}  // namespace seohak
