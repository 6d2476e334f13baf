#pragma once

#include <memory>
#include <string>

#include "base/config.h"
#include "extract/connector.h"

namespace seohak {

/// CNN Business Fear & Greed Index: the JSON behind its public page, no key. Immutable;
/// thread-safe.
class Cnn final : public Connector {
 public:
  /// `endpoint`: scheme and host, without a slash at the end.
  explicit Cnn(std::string endpoint);

  std::string_view name() const override { return "cnn"; }
  std::span<const Dataset> datasets() const override;
  /// One call from ten days before the range (points are revised), at the earliest 2021-02-01.
  Result<std::vector<Call>> plan(const Request& request) const override;
  Result<void> classify(const Answer& answer) const override;
  /// Index and components of every day in the answer. Points of a day: the latest stays; points of
  /// a weekend belong to its Friday.
  Result<void> parse(const Answer& answer, RowSink& sink) const override;

 private:
  std::string endpoint_;
};

/// From `sources.cnn.endpoints.dataviz`.
std::unique_ptr<const Connector> make_cnn(const Config& config);

}  // namespace seohak
