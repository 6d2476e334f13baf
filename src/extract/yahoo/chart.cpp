#include "extract/yahoo/chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "extract/float32.h"
#include "extract/json.h"

namespace seohak {
namespace {

using simdjson::SUCCESS;
using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

tl::unexpected<Error> renamed(std::string_view field) {
  return fail(Errc::drifted,
              fmt::format("the field {} is missing or of another type; was it renamed?", field));
}

constexpr std::array<std::string_view, 3> kNoNumbers{"NaN", "Infinity", "-Infinity"};

/// The words of kNoNumbers that stand outside of texts, put in quotes.
std::string quote_no_numbers(std::string_view body) {
  std::string out;
  bool in_text = false;
  for (std::size_t at = 0; at < body.size(); ++at) {
    const auto* word = std::find_if(kNoNumbers.begin(), kNoNumbers.end(), [&](auto each) {
      return !in_text && body.substr(at).starts_with(each);
    });
    if (word != kNoNumbers.end()) {
      out.append("\"").append(*word).append("\"");
      at += word->size() - 1;
      continue;
    }
    out += body[at];
    if (in_text && body[at] == '\\' && at + 1 < body.size())
      out += body[++at];
    else if (body[at] == '"')
      in_text = !in_text;
  }
  return out;
}

/// One of kNoNumbers in a place for a number. Errors: bad_data, saying so.
Result<void> refuse_no_number(element value, std::string_view field) {
  std::string_view word;
  if (value.get(word) != SUCCESS || std::ranges::find(kNoNumbers, word) == kNoNumbers.end())
    return {};
  return fail(Errc::bad_data, fmt::format("{}: {} is no number", field, word));
}

std::string text_of(element meta, std::string_view name) {
  std::string_view text;
  return meta[name].get(text) == SUCCESS ? std::string(text) : std::string();
}

/// A price or null. Errors: drifted (neither a number nor null), bad_data.
Result<std::optional<std::int64_t>> price(element value, std::string_view field) {
  double number = 0.0;
  if (value.is_null()) return std::optional<std::int64_t>();
  SEOHAK_TRY(refuse_no_number(value, field));
  if (value.get(number) != SUCCESS) return renamed(field);
  return std::optional(SEOHAK_TRY(shortest_steps(number).context(field)));
}

Result<std::optional<std::int64_t>> count(element value, std::string_view field) {
  std::int64_t whole = 0;
  double number = 0.0;
  if (value.is_null()) return std::optional<std::int64_t>();
  if (value.get(whole) == SUCCESS) return std::optional(whole);
  SEOHAK_TRY(refuse_no_number(value, field));
  if (value.get(number) != SUCCESS || !(std::abs(number) < 1e18)) return renamed(field);
  return std::optional(static_cast<std::int64_t>(number));
}

/// Puts the values of one array into the bars; what is no figure becomes the bar's fault. Errors:
/// drifted, naming the array.
template <typename Read>
Result<void> fill(Chart& chart, element parent, std::string_view field,
                  std::optional<std::int64_t> ChartBar::*member, const Read& read) {
  array values;
  if (parent[field].get(values) != SUCCESS) return renamed(field);
  std::size_t row = 0;
  for (element value : values) {
    if (row == chart.bars.size()) break;
    ChartBar& bar = chart.bars[row++];
    auto figure = read(value, field);
    if (figure)
      bar.*member = *figure;
    else if (figure.error().code == Errc::bad_data)
      bar.fault = figure.error().message;
    else
      return fail(figure.error());
  }
  if (row == chart.bars.size() && values.size() == row) return {};
  return fail(Errc::drifted, fmt::format("{} has {} values, timestamp {}", field, values.size(),
                                         chart.bars.size()));
}

Result<void> read_bars(element result, Chart& chart) {
  element stamps_value;
  if (result["timestamp"].get(stamps_value) != SUCCESS) return {};  // a window without rows
  array stamps;
  if (stamps_value.get(stamps) != SUCCESS) return renamed("timestamp");
  for (element value : stamps) {
    ChartBar bar;
    if (value.get(bar.stamp) != SUCCESS || bar.stamp < -100'000'000'000 ||
        bar.stamp > 100'000'000'000)
      return renamed("timestamp");
    chart.bars.push_back(bar);
  }
  if (chart.bars.empty()) return {};
  element quote;
  if (result["indicators"]["quote"].at(0).get(quote) != SUCCESS) return renamed("indicators.quote");
  SEOHAK_TRY(fill(chart, quote, "open", &ChartBar::open, price));
  SEOHAK_TRY(fill(chart, quote, "high", &ChartBar::high, price));
  SEOHAK_TRY(fill(chart, quote, "low", &ChartBar::low, price));
  SEOHAK_TRY(fill(chart, quote, "close", &ChartBar::close, price));
  SEOHAK_TRY(fill(chart, quote, "volume", &ChartBar::volume, count));
  element adjusted;
  if (result["indicators"]["adjclose"].at(0).get(adjusted) != SUCCESS) return {};
  return fill(chart, adjusted, "adjclose", &ChartBar::adj_close, price);
}

Result<void> read_events(element result, std::string_view list, std::string_view kind,
                         Chart& chart) {
  object entries;
  if (result["events"][list].get(entries) != SUCCESS) return {};
  for (const auto& entry : entries) {
    ChartEvent event;
    event.kind = kind;
    event.text = json_text(entry.value);
    if (entry.value["date"].get(event.stamp) != SUCCESS) return renamed("events.date");
    const auto figure = [&](std::string_view name) -> Result<std::optional<std::int64_t>> {
      element value;
      if (entry.value[name].get(value) != SUCCESS)
        return renamed(fmt::format("events.{}.{}", list, name));
      return price(value, name);
    };
    if (kind == "split") {
      event.numerator = SEOHAK_TRY(figure("numerator"));
      event.denominator = SEOHAK_TRY(figure("denominator"));
    } else {
      event.amount = SEOHAK_TRY(figure("amount"));
    }
    chart.events.push_back(std::move(event));
  }
  return {};
}

}  // namespace

Result<JsonText> chart_json(std::string_view body) {
  auto json = JsonText::parse(body);
  if (json || json.error().code != Errc::drifted) return json;
  // Only a body that is not JSON is looked through: this is rare.
  const std::string quoted = quote_no_numbers(body);
  return quoted.size() == body.size() ? std::move(json) : JsonText::parse(quoted);
}

Result<Chart> read_chart(std::string_view body) {
  const JsonText json = SEOHAK_TRY(chart_json(body));
  Chart chart;
  element results, result, meta;
  if (json.root()["chart"]["result"].get(results) != SUCCESS) return renamed("chart.result");
  if (results.is_null()) return chart;  // the source says that the window holds nothing
  if (results.at(0).get(result) != SUCCESS || !result.is_object()) return renamed("chart.result");
  if (result["meta"].get(meta) != SUCCESS) return renamed("meta");
  chart.symbol = text_of(meta, "symbol");
  chart.currency = text_of(meta, "currency");
  chart.zone = text_of(meta, "exchangeTimezoneName");
  chart.interval = text_of(meta, "dataGranularity");
  for (const auto& [value, field] :
       {std::pair(&chart.symbol, "symbol"), std::pair(&chart.zone, "exchangeTimezoneName"),
        std::pair(&chart.interval, "dataGranularity")})
    if (value->empty()) return renamed(fmt::format("meta.{}", field));
  SEOHAK_TRY(read_bars(result, chart));
  SEOHAK_TRY(read_events(result, "splits", "split", chart));
  SEOHAK_TRY(read_events(result, "dividends", "dividend", chart));
  SEOHAK_TRY(read_events(result, "capitalGains", "capital_gain", chart));
  return chart;
}

}  // namespace seohak
