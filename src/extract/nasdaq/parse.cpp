#include <optional>

#include <fmt/format.h>

#include "base/fixed.h"
#include "base/text.h"
#include "extract/answer_text.h"
#include "extract/nasdaq/nasdaq.h"
#include "extract/nasdaq/screener.h"
#include "extract/row_sink.h"

namespace seohak {
namespace {

using enum ScreenerField;
constexpr std::string_view kListing = "raw_data.listing_daily";
constexpr std::string_view kPrice = "raw_data.stock_price_daily";

std::size_t column(const RowWriter& writer, std::string_view name) {
  return writer.schema().find(name).value();
}

tl::unexpected<Error> unreadable(ScreenerField field, std::string_view text, const char* what) {
  return fail(Errc::bad_data,
              fmt::format("{} \"{}\" is {}", field_name(field), shorten(text, 64), what));
}

/// Whether a number is not told.
bool is_absent(std::string_view text) {
  return text.empty() || text == "N/A" || text == "NA" || text == "--";
}

/// "$1,234.50" or "-0.626" in steps of 10^-6.
Result<std::int64_t> money(ScreenerField field, std::string_view text) {
  std::string_view digits = text;
  const bool negative = digits.starts_with('-');
  if (negative) digits.remove_prefix(1);
  if (digits.starts_with('$')) digits.remove_prefix(1);
  if (digits.starts_with('-') || (negative && digits.starts_with('+')))
    return unreadable(field, text, "no amount");
  const auto steps = parse_scaled(digits, 6, true);
  if (!steps) return unreadable(field, text, "no amount");
  return negative ? -*steps : *steps;
}

/// A whole number, cents cut by rounding; nullopt when not told.
Result<std::optional<std::int64_t>> whole(ScreenerField field, std::string_view text) {
  if (is_absent(text)) return std::optional<std::int64_t>();
  if (text.starts_with('$')) text.remove_prefix(1);
  const auto number = parse_scaled(text, 0, true);
  if (!number || *number < 0) return unreadable(field, text, "no whole number");
  return std::optional(*number);
}

/// Writes the rows of one answer.
class ScreenerRows {
 public:
  ScreenerRows(RowSink& sink, std::string_view exchange, PlainDay day, bool provisional)
      : sink_(sink),
        listing_(sink.table(kListing)),
        price_(sink.table(kPrice)),
        exchange_(exchange),
        day_(day),
        provisional_(provisional) {}

  void write(const ScreenerRow& row) {
    if (const std::string reason = misfit(row); !reason.empty())
      return sink_.quarantine(kListing, reason, row.row_text);
    finish(write_listing(row), listing_, kListing, row.row_text);
    finish(write_price(row), price_, kPrice, row.row_text);
  }

 private:
  static std::string misfit(const ScreenerRow& row) {
    if (!row.row_text.starts_with('{')) return "the row is no object";
    if (!row.missing.empty()) return fmt::format("{} is missing", row.missing);
    if (!row.no_text.empty()) return fmt::format("{} is no text", row.no_text);
    if (row[symbol].empty()) return "symbol is empty";
    return {};
  }

  void finish(const Result<void>& written, RowWriter& rows, std::string_view table,
              std::string_view row_text) {
    if (written) return rows.end_row(row_text);
    rows.drop_row();
    sink_.quarantine(table, written.error().message, row_text);
  }

  void set_text(std::size_t at, std::string_view text) {
    if (!text.empty()) listing_.text(at, text);
  }

  Result<void> write_listing(const ScreenerRow& row) {
    listing_.day(listing_day_, day_);
    listing_.text(listing_symbol_, row[symbol]);
    if (row.symbol != row[symbol]) listing_.text(source_symbol_, row.symbol);
    set_text(name_, row[name]);
    listing_.text(listing_exchange_, exchange_);
    set_text(country_, row[country]);
    set_text(sector_, row[sector]);
    set_text(industry_, row[industry]);
    if (const auto year = SEOHAK_TRY(whole(ipo_year, row[ipo_year]))) {
      if (*year < 1700 || *year > 2200) return unreadable(ipo_year, row[ipo_year], "no year");
      listing_.integer(ipo_year_, *year);
    }
    // 0 and nothing both mean that the source does not know it.
    const auto cap = SEOHAK_TRY(whole(market_cap, row[market_cap]));
    if (cap && *cap != 0) listing_.integer(market_cap_, *cap);
    return {};
  }

  Result<void> write_price(const ScreenerRow& row) {
    if (is_absent(row[last_sale])) return fail(Errc::bad_data, "lastsale is not told");
    const std::int64_t close = SEOHAK_TRY(money(last_sale, row[last_sale]));
    price_.day(price_day_, day_);
    price_.text(price_symbol_, row[symbol]);
    price_.text(price_exchange_, exchange_);
    price_.decimal(close_, close);
    if (!is_absent(row[net_change])) {
      const std::int64_t previous = close - SEOHAK_TRY(money(net_change, row[net_change]));
      if (previous > 0) price_.decimal(previous_close_, previous);
    }
    if (const auto shares = SEOHAK_TRY(whole(volume, row[volume])))
      price_.integer(volume_, *shares);
    price_.boolean(provisional_column_, provisional_);
    return {};
  }

  RowSink& sink_;
  RowWriter& listing_;
  RowWriter& price_;
  std::string_view exchange_;
  PlainDay day_;
  bool provisional_;
  std::size_t listing_day_ = column(listing_, "snapshot_day");
  std::size_t listing_symbol_ = column(listing_, "symbol");
  std::size_t source_symbol_ = column(listing_, "source_symbol");
  std::size_t name_ = column(listing_, "name");
  std::size_t listing_exchange_ = column(listing_, "exchange");
  std::size_t country_ = column(listing_, "country");
  std::size_t sector_ = column(listing_, "sector");
  std::size_t industry_ = column(listing_, "industry");
  std::size_t ipo_year_ = column(listing_, "ipo_year");
  std::size_t market_cap_ = column(listing_, "market_cap_usd");
  std::size_t price_day_ = column(price_, "market_day");
  std::size_t price_symbol_ = column(price_, "symbol");
  std::size_t price_exchange_ = column(price_, "exchange");
  std::size_t close_ = column(price_, "close");
  std::size_t previous_close_ = column(price_, "previous_close");
  std::size_t volume_ = column(price_, "volume");
  std::size_t provisional_column_ = column(price_, "provisional");
};

}  // namespace

Result<void> Nasdaq::parse(const Answer& answer, RowSink& sink) const {
  const auto exchange = query_parameter(answer.url, "exchange");
  if (!exchange || exchange->empty())
    return fail(Errc::bad_data,
                fmt::format("the address {} names no exchange=NASDAQ, NYSE or AMEX", answer.url));
  ScreenerAnswer screener = SEOHAK_TRY(ScreenerAnswer::open(answer.body));
  const PlainDay day = calendar_.session_day(Exchange::xnys, answer.fetched_at);
  const Instant close_at = calendar_.session(Exchange::xnys, day).close_at;
  ScreenerRows rows(sink, *exchange, day, answer.fetched_at < close_at);
  return screener.visit_rows([&rows](const ScreenerRow& row) { rows.write(row); });
}

}  // namespace seohak
