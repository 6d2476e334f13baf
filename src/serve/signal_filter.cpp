#include "serve/signal_filter.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/check.h"
#include "base/text.h"
#include "serve/ask.h"

namespace seohak {
namespace {

double extremeness(const Signal& one) {
  const bool flat = one.status == "Neutral" && one.rsi == 0;
  return flat ? 0 : std::abs(one.rsi - 50);
}

struct Order {
  std::string_view name;
  double (*value)(const Signal& one);  ///< null: by symbol
};
constexpr std::array kOrders = {
    Order{"extreme", extremeness},
    Order{"rsi", [](const Signal& one) { return one.rsi; }},
    Order{"symbol", nullptr},
    Order{"close", [](const Signal& one) { return std::strtod(one.close.c_str(), nullptr); }},
    Order{"change", [](const Signal& one) { return one.change_pct; }},
    Order{"bars", [](const Signal& one) { return static_cast<double>(one.bars); }},
    Order{"traded", [](const Signal& one) { return one.traded_usd; }},
    Order{"cap", [](const Signal& one) { return one.market_cap_usd; }},
};

bool chosen(const std::vector<std::string>& choices, const std::string& value) {
  return choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end();
}

double or_zero(double value) { return std::isnan(value) ? 0 : value; }

/// Whether a stock is within the limits that no counts are told for.
bool within(const Signal& one, const SignalFilter& filter) {
  return or_zero(one.market_cap_usd) >= filter.least_cap_usd &&
         or_zero(one.traded_usd) >= filter.least_traded_usd &&
         or_zero(one.times_usual) >= filter.least_times &&
         (filter.most_bars == 0 || one.bars <= filter.most_bars);
}

void count_status(const std::string& status, SignalSelection& selection) {
  if (status == "Overbought")
    ++selection.overbought;
  else if (status == "Oversold")
    ++selection.oversold;
  else
    ++selection.neutral;
}

void sort_places(const SignalBoard& board, const SignalFilter& filter,
                 std::vector<std::size_t>& places) {
  const auto order = std::find_if(kOrders.begin(), kOrders.end(),
                                  [&](const Order& one) { return one.name == filter.order; });
  SEOHAK_CHECK(order != kOrders.end());
  const auto value = order->value;
  if (value == nullptr) {  // the board's own order
    if (filter.descending) std::reverse(places.begin(), places.end());
    return;
  }
  std::vector<double> keys(board.rows.size());
  for (const std::size_t place : places) {
    const double key = value(board.rows[place]);
    keys[place] = filter.descending ? -key : key;
  }
  std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
    if (std::isnan(keys[a]) || std::isnan(keys[b])) return !std::isnan(keys[a]);
    return keys[a] < keys[b];
  });
}

}  // namespace

SignalFilter signal_filter(const WebRequest& request) {
  constexpr double kMillion = 1e6;
  const auto number = [&](std::string_view name, int fallback) {
    return integer_parameter(request, name, fallback);
  };
  SignalFilter filter;
  filter.order = request.parameter("sort").value_or("-extreme");
  filter.descending = filter.order.starts_with('-');
  if (filter.descending) filter.order.remove_prefix(1);
  filter.statuses = split(request.parameter("status").value_or(""), ',');
  filter.sectors = split(request.parameter("sector").value_or(""), ',');
  filter.rsi_from = number("rsi_from", 0);
  filter.rsi_to = number("rsi_to", 100);
  filter.least_cap_usd = kMillion * number("least_cap", 0);
  filter.least_traded_usd = kMillion * number("least_traded", 0);
  filter.least_times = number("least_times", 0);
  filter.most_bars = number("most_bars", 0);
  return filter;
}

SignalSelection select(const SignalBoard& board, const SignalFilter& filter) {
  constexpr double kBinWidth = 5;
  SignalSelection selection;
  for (std::size_t place = 0; place < board.rows.size(); ++place) {
    const Signal& one = board.rows[place];
    std::int64_t& of_sector = selection.sectors[one.sector];
    if (!within(one, filter)) continue;
    const bool in_sector = chosen(filter.sectors, one.sector);
    const bool in_status = chosen(filter.statuses, one.status);
    const bool in_range = one.rsi >= filter.rsi_from && one.rsi <= filter.rsi_to;
    const auto bin = static_cast<std::size_t>(one.rsi / kBinWidth);
    if (in_sector) ++selection.bins.at(std::min(bin, SignalSelection::kBins - 1));
    if (in_sector && in_range) count_status(one.status, selection);
    if (in_status && in_range) ++of_sector;
    if (in_sector && in_status && in_range) selection.places.push_back(place);
  }
  sort_places(board, filter, selection.places);
  return selection;
}

}  // namespace seohak
