#pragma once

#include <memory>
#include <string>

#include "base/config.h"
#include "extract/connector.h"

namespace seohak {

/// The European Central Bank's euro reference rates, kept as won per unit of each currency: KRW per
/// EUR ÷ currency per EUR, half away from zero at 6 decimals. No key. Immutable; thread-safe.
class Ecb final : public Connector {
 public:
  /// `endpoint`: scheme and host, without a slash at the end.
  explicit Ecb(std::string endpoint);

  std::string_view name() const override { return "ecb"; }
  std::span<const Dataset> datasets() const override;
  /// One call: `reference_rates` is the archive of all days since 1999, `recent_rates` the XML of
  /// the last 90 days.
  Result<std::vector<Call>> plan(const Request& request) const override;
  Result<void> classify(const Answer& answer) const override;
  /// The archive's CSV, or the XML of one or of 90 days, told apart by how the body begins. Days
  /// without a KRW rate have no rows, a currency that is N/A or absent has none.
  Result<void> parse(const Answer& answer, RowSink& sink) const override;

 private:
  std::string endpoint_;
};

/// From `sources.ecb.endpoints.www`.
std::unique_ptr<const Connector> make_ecb(const Config& config);

}  // namespace seohak
