#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/config.h"
#include "extract/connector.h"

namespace seohak {

/// Every connector of the program, made from its settings. Immutable after `make`; thread-safe.
class Registry {
 public:
  /// Errors: bad_config (a mapping or endpoint that cannot be used).
  static Result<Registry> make(const Config& config);
  /// nullptr when there is none of that name.
  const Connector* find(std::string_view source) const;
  const std::vector<std::unique_ptr<const Connector>>& all() const { return connectors_; }
  /// The dataset "rates" of source "eximbank"; nullptr when there is none.
  const Dataset* dataset(std::string_view source, std::string_view dataset) const;

 private:
  std::vector<std::unique_ptr<const Connector>> connectors_;
};

}  // namespace seohak
