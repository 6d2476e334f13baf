#include <cstdlib>

#include <fmt/format.h>

#include "base/fixed.h"
#include "base/text.h"
#include "extract/answer_text.h"
#include "extract/eximbank/eximbank.h"
#include "extract/json.h"
#include "extract/row_sink.h"

namespace seohak {
namespace {

using simdjson::SUCCESS;
using simdjson::dom::element;

constexpr std::string_view kTable = "raw_data.fx_rate_daily";
// The bank rounds to 0.01 won: twice the mid may differ from ttb + tts by 0.022 won (10^-6 steps).
constexpr std::int64_t kTwiceTolerance = 22'000;
constexpr std::int64_t kMostSteps = 1'000'000'000'000'000;  // 10^9 won

struct Columns {
  std::size_t quote_day, currency, deal_base_rate, ttb, tts;
  explicit Columns(const TableSchema& schema)
      : quote_day(schema.find("quote_day").value()),
        currency(schema.find("currency").value()),
        deal_base_rate(schema.find("deal_base_rate").value()),
        ttb(schema.find("ttb").value()),
        tts(schema.find("tts").value()) {}
};

struct Unit {
  std::string_view currency;
  std::int64_t count = 1;
};

/// One row in won per `unit.count` units, steps of 10^-6; 0 is "not told".
struct Quote {
  Unit unit;
  std::int64_t base = 0, ttb = 0, tts = 0;
};

/// "USD" or "JPY(100)".
Result<Unit> parse_unit(std::string_view text) {
  const auto malformed = [&] {
    return fail(Errc::bad_data, fmt::format("cur_unit \"{}\" is no currency", shorten(text, 64)));
  };
  Unit unit{text.substr(0, 3), 1};
  for (char c : unit.currency)
    if (c < 'A' || c > 'Z') return malformed();
  if (text.size() < 3) return malformed();
  const std::string_view rest = text.substr(3);
  if (rest.empty()) return unit;
  if (rest.size() < 3 || !rest.starts_with('(') || !rest.ends_with(')')) return malformed();
  const auto count = parse_scaled(rest.substr(1, rest.size() - 2), 0);
  if (!count || *count <= 0 || *count > 1'000'000) return malformed();
  unit.count = *count;
  return unit;
}

/// Text of a field. Errors: drifted when the row lacks the field, bad_data when it is null or no
/// text.
Result<std::string_view> text_field(element row, const char* name) {
  element value;
  std::string_view text;
  if (row[name].get(value) != SUCCESS)
    return fail(Errc::drifted, fmt::format("the field {} is missing; was it renamed?", name));
  if (value.is_null()) return fail(Errc::bad_data, fmt::format("{} is null", name));
  if (value.get(text) != SUCCESS) return fail(Errc::bad_data, fmt::format("{} is no text", name));
  return trim(text);
}

Result<std::int64_t> won_field(element row, const char* name) {
  const std::string_view text = SEOHAK_TRY(text_field(row, name));
  const std::int64_t steps = SEOHAK_TRY(parse_scaled(text, 6, true).context(name));
  if (steps < 0 || steps > kMostSteps)
    return fail(Errc::bad_data,
                fmt::format("{} \"{}\" is no rate in won", name, shorten(text, 64)));
  return steps;
}

Result<Quote> read_quote(element row) {
  Quote quote;
  const std::string_view unit = SEOHAK_TRY(text_field(row, "cur_unit"));
  quote.unit = SEOHAK_TRY(parse_unit(unit));
  quote.base = SEOHAK_TRY(won_field(row, "deal_bas_r"));
  quote.ttb = SEOHAK_TRY(won_field(row, "ttb"));
  quote.tts = SEOHAK_TRY(won_field(row, "tts"));
  if (quote.base == 0) return fail(Errc::bad_data, "deal_bas_r is 0, which means it is missing");
  const bool told = quote.ttb != 0 && quote.tts != 0;
  if (told && std::abs(quote.ttb + quote.tts - 2 * quote.base) > kTwiceTolerance)
    return fail(Errc::bad_data,
                fmt::format("deal_bas_r {} is not the middle of ttb {} and tts {}",
                            format_scaled(quote.base, 6), format_scaled(quote.ttb, 6),
                            format_scaled(quote.tts, 6)));
  return quote;
}

Result<void> write_quote(const Quote& quote, PlainDay day, const Columns& columns,
                         RowWriter& rows) {
  // steps / count, exact for the two decimals that the bank prints per 100 units
  const auto per_unit = [&](std::int64_t steps) {
    return divide_scaled(steps, quote.unit.count, 0);
  };
  rows.day(columns.quote_day, day);
  rows.text(columns.currency, quote.unit.currency);
  rows.decimal(columns.deal_base_rate, SEOHAK_TRY(per_unit(quote.base)));
  if (quote.ttb != 0) rows.decimal(columns.ttb, SEOHAK_TRY(per_unit(quote.ttb)));
  if (quote.tts != 0) rows.decimal(columns.tts, SEOHAK_TRY(per_unit(quote.tts)));
  return {};
}

Result<void> parse_row(element row, PlainDay day, const Columns& columns, RowSink& sink) {
  RowWriter& rows = sink.table(kTable);
  const std::string text = json_text(row);
  if (row.is_null() || !row.is_object()) {
    sink.quarantine(kTable, row.is_null() ? "the row is null" : "the row is no object", text);
    return {};
  }
  const auto quote = read_quote(row);
  if (!quote && quote.error().code == Errc::drifted) return fail(quote.error());
  if (quote && quote->unit.currency == "KRW") return {};
  auto written = quote ? write_quote(*quote, day, columns, rows) : fail(quote.error());
  if (!written) {
    rows.drop_row();
    sink.quarantine(kTable, written.error().message, text);
    return {};
  }
  rows.end_row(text);
  return {};
}

}  // namespace

Result<void> Eximbank::parse(const Answer& answer, RowSink& sink) const {
  const auto date = query_parameter(answer.url, "searchdate");
  if (!date) return fail(Errc::bad_data, "the landed address has no searchdate");
  const PlainDay day = SEOHAK_TRY(parse_compact_day(*date).context("searchdate"));
  const std::string_view body = trim(skip_bom(answer.body));
  if (body.empty() || body == "null") return {};
  const JsonText json = SEOHAK_TRY(JsonText::parse(body));
  simdjson::dom::array rows;
  if (json.root().get(rows) != SUCCESS)
    return fail(Errc::drifted, "the answer is no list of currencies");
  const Columns columns(sink.table(kTable).schema());
  for (element row : rows) SEOHAK_TRY(parse_row(row, day, columns, sink));
  return {};
}

}  // namespace seohak
