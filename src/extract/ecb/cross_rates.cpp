#include "extract/ecb/cross_rates.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/fixed.h"
#include "base/text.h"

namespace seohak {
namespace {

constexpr std::string_view kTable = "raw_data.fx_rate_daily";
// Decimals kept of the bank's figures, more than it prints; the quotient has 6.
constexpr int kInputScale = 8;

bool is_currency(std::string_view text) {
  return text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

Result<std::int64_t> parse_rate(const EuroRate& rate) {
  if (!is_currency(rate.currency))
    return fail(Errc::bad_data, fmt::format("\"{}\" is no currency", shorten(rate.currency, 64)));
  const std::int64_t steps =
      SEOHAK_TRY(parse_scaled(rate.per_euro, kInputScale).context(rate.currency));
  if (steps <= 0)
    return fail(Errc::bad_data, fmt::format("{} per EUR {} is not above 0", rate.currency,
                                            shorten(rate.per_euro, 64)));
  return steps;
}

std::string row_text(PlainDay day, const EuroRate& rate, std::string_view won) {
  return fmt::format("{} {}={} KRW={}", format(day), rate.currency, rate.per_euro, won);
}

}  // namespace

CrossRates::CrossRates(RowSink& sink)
    : sink_(sink),
      rows_(sink.table(kTable)),
      quote_day_(rows_.schema().find("quote_day").value()),
      currency_(rows_.schema().find("currency").value()),
      deal_base_rate_(rows_.schema().find("deal_base_rate").value()) {}

void CrossRates::write(PlainDay day, const std::vector<EuroRate>& rates) {
  const auto won = std::ranges::find(rates, std::string_view("KRW"), &EuroRate::currency);
  if (won == rates.end()) return;
  const auto won_steps = parse_rate(*won);
  if (!won_steps) {
    sink_.quarantine(kTable, won_steps.error().message, row_text(day, *won, won->per_euro));
    return;
  }
  write_one(day, {"EUR", "1"}, won->per_euro, *won_steps);
  for (const EuroRate& rate : rates)
    if (rate.currency != "KRW") write_one(day, rate, won->per_euro, *won_steps);
}

void CrossRates::write_one(PlainDay day, const EuroRate& rate, std::string_view won,
                           std::int64_t won_steps) {
  const std::string text = row_text(day, rate, won);
  const auto steps = parse_rate(rate);
  const auto cross = steps ? divide_scaled(won_steps, *steps, 6) : steps;
  if (!cross) {
    sink_.quarantine(kTable, cross.error().message, text);
    return;
  }
  rows_.day(quote_day_, day);
  rows_.text(currency_, rate.currency);
  rows_.decimal(deal_base_rate_, *cross);
  rows_.end_row(text);
}

}  // namespace seohak
