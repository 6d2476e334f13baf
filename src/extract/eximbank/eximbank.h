#pragma once

#include <memory>
#include <string>

#include "base/config.h"
#include "base/secret.h"
#include "extract/connector.h"

namespace seohak {

/// Korea Eximbank's exchange rates (AP01): won per unit of about 23 currencies, one fixing a Korean
/// business day. Needs a free key. Immutable; thread-safe.
class Eximbank final : public Connector {
 public:
  /// `endpoint`: scheme and host, without a slash at the end.
  Eximbank(std::string endpoint, Secret key);

  std::string_view name() const override { return "eximbank"; }
  std::span<const Dataset> datasets() const override;
  /// One call a Seoul day; none for Saturdays and Sundays. Errors: unauthorized without a key.
  Result<std::vector<Call>> plan(const Request& request) const override;
  Result<void> classify(const Answer& answer) const override;
  /// All currencies but KRW, quotes per 100 units divided. The day is the call's `searchdate`, as
  /// the answer names none. An empty answer (a holiday) has no rows.
  Result<void> parse(const Answer& answer, RowSink& sink) const override;

 private:
  std::string endpoint_;
  Secret key_;
};

/// From `sources.eximbank.endpoints.oapi` and `sources.eximbank.key`.
std::unique_ptr<const Connector> make_eximbank(const Config& config);

}  // namespace seohak
