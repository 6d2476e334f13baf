#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "serve/http.h"
#include "serve/signal_board.h"

namespace seohak {

/// Which stocks of a board are asked for, and in which order.
struct SignalFilter {
  std::vector<std::string> statuses;  ///< empty: all
  std::vector<std::string> sectors;   ///< empty: all
  double rsi_from = 0;                ///< that included
  double rsi_to = 100;                ///< that included; below rsi_from: nothing fits
  double least_cap_usd = 0;           ///< what tells none counts as 0, here and below
  double least_traded_usd = 0;
  double least_times = 0;      ///< of the usual volume
  std::int64_t most_bars = 0;  ///< since the status began; 0: any
  /// By the greatest distance from 50 first; a close that never moved comes last.
  std::string_view order = "extreme";
  bool descending = true;
};

/// The filter of a request whose parameters have passed check_parameters().
SignalFilter signal_filter(const WebRequest& request);

/// What a filter leaves, and how many stocks each other choice would: counts of a kind look at the
/// whole filter but the choice of that kind.
struct SignalSelection {
  static constexpr std::size_t kBins = 20;
  std::vector<std::size_t> places;  ///< in the board's rows, in the filter's order
  std::int64_t overbought = 0;
  std::int64_t neutral = 0;
  std::int64_t oversold = 0;
  /// Of 5 from 0, 100 in the last; without the choice of statuses too.
  std::array<std::int64_t, kBins> bins{};
  std::map<std::string, std::int64_t> sectors;  ///< all of the board
};

/// O(n log n) over the board's rows.
SignalSelection select(const SignalBoard& board, const SignalFilter& filter);

}  // namespace seohak
