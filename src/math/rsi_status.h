#pragma once

#include <span>
#include <string_view>

namespace seohak {

/// What an index says: "Overbought" at 70 and above, "Oversold" at 30 and below, else "Neutral";
/// "Neutral" too when the close did not move (the index is 0 then), "" when `value` is NaN.
std::string_view rsi_status(double value, bool moved);

/// The status of Wilder's index at each bar.
///   close  [n] prices in one currency, oldest first; a NaN is a gap (RsiWilderState::push)
///   period bars, >= 2
///   out    [n] words as above, "" where the index is NaN
/// O(n), no allocation.
void rsi_status(std::span<const double> close, int period, std::span<std::string_view> out);

}  // namespace seohak
