#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace seohak {

/// One bar of a chart. Prices in steps of 10^-6; nullopt where the source has null.
struct ChartBar {
  std::int64_t stamp = 0;  ///< Unix seconds
  std::optional<std::int64_t> open, high, low, close, adj_close, volume;
  /// A row that says nothing.
  bool is_empty() const { return !open && !high && !low && !close; }
};

/// A split, dividend or capital gain. Figures in steps of 10^-6.
struct ChartEvent {
  std::int64_t stamp = 0;  ///< Unix seconds of the event itself
  std::string_view kind;   ///< split, dividend, capital_gain
  std::optional<std::int64_t> numerator, denominator, amount;
  std::string text;  ///< its JSON
};

/// An answer of /v8/finance/chart.
struct Chart {
  std::string symbol;  ///< Yahoo's spelling
  std::string currency;
  std::string zone;      ///< IANA name of the exchange's zone
  std::string interval;  ///< what was really served
  std::vector<ChartBar> bars;
  std::vector<ChartEvent> events;
};

/// Reads an answer that holds no error. A window without rows gives no bars. Errors: unavailable
/// (cut short), drifted (naming the field that is missing, of another type or of another length).
Result<Chart> read_chart(std::string_view body);

}  // namespace seohak
