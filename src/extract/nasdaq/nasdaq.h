#pragma once

#include <memory>
#include <string>

#include "base/config.h"
#include "base/market_calendar.h"
#include "extract/connector.h"

namespace seohak {

/// The Nasdaq stock screener: every listed stock of NASDAQ, NYSE and AMEX with last sale, net
/// change, volume and what the listing says of it. Needs no key; tells only the present. Immutable;
/// thread-safe.
class Nasdaq final : public Connector {
 public:
  /// `endpoint`: scheme and host, without a slash at the end.
  Nasdaq(std::string endpoint, MarketCalendar calendar);

  std::string_view name() const override { return "nasdaq"; }
  std::span<const Dataset> datasets() const override;
  /// One call an exchange, whatever the days.
  Result<std::vector<Call>> plan(const Request& request) const override;
  /// Also refuses an answer whose own `status.rCode` is not 200, with the source's words.
  Result<void> classify(const Answer& answer) const override;
  /// A row of listing_daily and one of stock_price_daily for each stock, of the newest session that
  /// had opened when the answer was fetched; previous_close is last sale less net change, exactly.
  /// A price fetched before that session closed is provisional. Empty texts and a market cap of 0
  /// are null; a price that cannot be one is quarantined, its listing kept. Errors: drifted, naming
  /// the field that the first row lacks; bad_data (the call's URL names no exchange).
  Result<void> parse(const Answer& answer, RowSink& sink) const override;

 private:
  std::string endpoint_;
  MarketCalendar calendar_;
};

/// From `sources.nasdaq.endpoints.api`.
std::unique_ptr<const Connector> make_nasdaq(const Config& config, const MarketCalendar& calendar);

}  // namespace seohak
