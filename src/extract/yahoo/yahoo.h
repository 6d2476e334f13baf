#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/market_calendar.h"
#include "extract/connector.h"

namespace seohak {

/// What Yahoo is asked for. Symbols in Nasdaq's spelling; currencies as ISO codes.
struct YahooWatch {
  std::vector<std::string> daily_symbols;
  std::vector<std::string> minute_symbols;
  std::vector<std::string> currencies;
};

/// Yahoo Finance's charts: daily and minute bars, splits and dividends of a watch list, won per
/// currency. Needs no key; unofficial, so nothing rests on it alone. Immutable; thread-safe.
class Yahoo final : public Connector {
 public:
  /// `endpoint`: scheme and host, without a slash at the end.
  Yahoo(std::string endpoint, YahooWatch watch, MarketCalendar calendar);

  std::string_view name() const override { return "yahoo"; }
  std::span<const Dataset> datasets() const override;
  /// One call a symbol, or a week of a symbol for minute bars and a month for currencies by
  /// minutes, which is what the source answers at most.
  Result<std::vector<Call>> plan(const Request& request) const override;
  /// Errors: not_found (an unknown symbol, named), bad_request (a window that the source does not
  /// serve, in its words).
  Result<void> classify(const Answer& answer) const override;
  /// Prices are the shortest decimal of their float32. Rows of nulls, the placeholder at the close,
  /// minutes that are not over and rows outside the asked window are left out: they are how the
  /// source writes nothing. Of two rows of a day the last stays. A day's row is provisional until
  /// the session is over and the row carries the session's opening as its stamp. Errors: drifted,
  /// naming the field; bad_data (another interval than asked for).
  Result<void> parse(const Answer& answer, RowSink& sink) const override;

 private:
  std::string endpoint_;
  YahooWatch watch_;
  MarketCalendar calendar_;
};

/// From `sources.yahoo.*`.
std::unique_ptr<const Connector> make_yahoo(const Config& config, const MarketCalendar& calendar);

}  // namespace seohak
