#pragma once

#include <mutex>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "extract/registry.h"
#include "land/landing.h"
#include "load/part_feeder.h"
#include "load/warehouse.h"

namespace seohak {

/// Version of all parsers together; meta.load keeps it for each load. Raise it when a connector
/// reads an answer otherwise than before: the next load then reads the whole landing again.
inline constexpr std::string_view kParserVersion = "2";

struct LoadReport {
  int answers = 0;            ///< landed answers parsed
  int skipped_manifests = 0;  ///< already loaded, same parser
  std::int64_t rows = 0;      ///< rows handed to merge
  std::int64_t quarantined = 0;
  std::vector<std::string> damaged;   ///< landed files that cannot be read, and why; not loaded
  std::vector<std::string> failures;  ///< answers that do not parse, in words
  MergeStats merged;
};

/// Landed answers -> raw_data. Thread-safe: loads run one after another.
class Loader {
 public:
  /// References outlive the loader; `schemas` as `raw_schemas()`, whose tables the warehouse has.
  /// `parser` is told by tests only.
  Loader(const Landing& landing, const Registry& registry, Warehouse& warehouse,
         std::span<const TableSchema> schemas, std::string_view parser = kParserVersion);
  /// Loads every manifest that meta.load does not hold yet (or all when `again`), in one
  /// transaction a manifest: rows, quarantine, meta.load and meta.landed_record together. An answer
  /// that fails to parse as a whole is quarantined with its reason, named in `failures`, and the
  /// rest goes on. When meta.load names another parser, raw_data is emptied first and every
  /// manifest of the landing is loaded; cut off, the next load goes on with that. Errors: cancelled
  /// (what is loaded stays), the landing's and the warehouse's, naming the manifest.
  Result<LoadReport> load(std::span<const Manifest> manifests, bool again, std::stop_token stop);

 private:
  Result<std::vector<Manifest>> due(std::span<const Manifest> manifests, bool again,
                                    LoadReport& report);
  Result<void> load_one(const Manifest& manifest, LoadReport& report);
  /// Rows that each record of the manifest gave to the sink.
  Result<std::vector<std::int64_t>> read_answers(const Manifest& manifest,
                                                 const Connector& connector, RowSink& sink,
                                                 PartFeeder& parts, LoadReport& report);

  std::mutex loading_;  ///< held by `load`
  const Landing& landing_;
  const Registry& registry_;
  Warehouse& warehouse_;
  std::vector<TableSchema> raw_;   ///< of raw_data
  std::vector<TableSchema> meta_;  ///< of meta
  std::string parser_;
};

}  // namespace seohak
