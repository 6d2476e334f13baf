#pragma once

#include <stop_token>

#include "extract/registry.h"
#include "land/landing.h"
#include "load/warehouse.h"

namespace seohak {

struct LoadReport {
  int answers = 0;                     ///< landed answers parsed
  int skipped_manifests = 0;           ///< already loaded, same parser
  std::int64_t rows = 0;               ///< rows handed to merge
  std::int64_t quarantined = 0;
  std::vector<std::string> failures;   ///< answers that no longer parse, in words
  MergeStats merged;
};

/// Landed answers -> raw_data. Thread-compatible.
class Loader {
 public:
  /// All outlive the loader. `schemas` as `raw_schemas()`.
  Loader(const Landing& landing, const Registry& registry, Warehouse& warehouse,
         std::span<const TableSchema> schemas);
  /// Loads every manifest that meta.load does not hold yet (or all when `again`), in one
  /// transaction a manifest: rows, quarantine, meta.load and meta.landed_record together. An answer that
  /// fails to parse as a whole is quarantined with its reason, named in `failures`, and the rest goes on.
  Result<LoadReport> load(std::span<const Manifest> manifests, bool again, std::stop_token stop);

 private:
  const Landing& landing_;
  const Registry& registry_;
  Warehouse& warehouse_;
  std::span<const TableSchema> schemas_;
};

}  // namespace seohak
