#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace seohak {

class JsonText;

/// One bar of a chart. Prices in steps of 10^-6; nullopt where the source has null.
struct ChartBar {
  std::int64_t stamp = 0;  ///< Unix seconds
  std::optional<std::int64_t> open, high, low, close, adj_close, volume;
  std::string fault;  ///< why the row is of no use: "close: NaN is no price"; empty: it is
  /// A row that says nothing.
  bool is_empty() const { return fault.empty() && !open && !high && !low && !close; }
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

/// A body of the source: JSON, but NaN and Infinity may stand where a number is due, and come as
/// texts. Errors: as JsonText::parse.
Result<JsonText> chart_json(std::string_view body);

/// Reads an answer that holds no error. A window without rows gives no bars; a value that is no
/// price makes its bar one with a fault. Errors: unavailable (cut short), drifted (naming the field
/// that is missing, of another type or of another length), bad_data (an event with no figure).
Result<Chart> read_chart(std::string_view body);

}  // namespace seohak
