#pragma once

#include <memory>
#include <string>

#include "base/config.h"
#include "extract/connector.h"

namespace seohak {

/// The Fear & Greed history that a user keeps in a Google sheet shared by link, as its CSV export.
/// Immutable; thread-safe.
class GSheets final : public Connector {
 public:
  /// `endpoint`: scheme and host, without a slash at the end. `sheet`: id or whole address of the
  /// sheet; empty: none is set. `gid`: number of its tab; one within the address goes first.
  GSheets(std::string endpoint, std::string_view sheet, std::string_view gid);

  std::string_view name() const override { return "gsheets"; }
  std::span<const Dataset> datasets() const override;
  /// One call: the export holds all days. Errors: unauthorized when no sheet is set, bad_request
  /// when its id or tab cannot be one.
  Result<std::vector<Call>> plan(const Request& request) const override;
  Result<void> classify(const Answer& answer) const override;
  /// Columns Date (YYYY-MM-DD), Fear Greed and Rating, found by name.
  Result<void> parse(const Answer& answer, RowSink& sink) const override;

 private:
  std::string endpoint_;
  std::string id_;
  std::string gid_;
};

/// From `sources.gsheets.endpoints.docs`, `.fear_greed_id` and `.fear_greed_gid`.
std::unique_ptr<const Connector> make_gsheets(const Config& config);

}  // namespace seohak
