#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "extract/answer_text.h"
#include "extract/json.h"
#include "extract/yahoo/chart.h"
#include "extract/yahoo/symbol.h"
#include "extract/yahoo/yahoo.h"

namespace seohak {
namespace {

using simdjson::SUCCESS;
using simdjson::dom::element;

/// What a dataset asks for: bars of which length, over how many days a call.
struct Shape {
  std::string_view dataset;
  std::string_view interval;
  int days;  ///< a call; 0: all at once
  bool fx;
};
constexpr std::array kShapes{Shape{"chart_1d", "1d", 0, false}, Shape{"chart_1m", "1m", 7, false},
                             Shape{"fx_daily", "1d", 0, true},
                             Shape{"fx_intraday", "5m", 30, true}};

std::int64_t unix_seconds(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

std::string fx_symbol(const std::string& currency) {
  return currency == "USD" ? "KRW=X" : currency + "KRW=X";
}

/// What the source says went wrong: code and description.
struct SourceError {
  std::string code;
  std::string description;
};

std::optional<SourceError> source_error(std::string_view body) {
  const auto json = JsonText::parse(body);
  if (!json) return std::nullopt;
  element error;
  std::string_view code, description;
  if (json->root()["chart"]["error"].get(error) != SUCCESS || error.is_null()) return std::nullopt;
  if (error["code"].get(code) != SUCCESS) return std::nullopt;
  if (error["description"].get(description) != SUCCESS) description = code;
  return SourceError{std::string(code), shorten(description, 200)};
}

/// The symbol of a chart's address, as it stands there.
std::string_view symbol_in(std::string_view url) {
  const std::string_view path = url.substr(0, url.find('?'));
  return path.substr(std::min(path.size(), path.rfind('/') + 1));
}

/// The setting that lists what a dataset asks for.
std::string_view setting_of(std::string_view dataset) {
  if (dataset.starts_with("fx_")) return "currencies";
  return dataset == "chart_1m" ? "minute_symbols" : "symbols";
}

}  // namespace

Result<std::vector<Call>> Yahoo::plan(const Request& request) const {
  const auto shape = std::ranges::find(kShapes, request.dataset, &Shape::dataset);
  const auto dataset = std::ranges::find(datasets(), request.dataset, &Dataset::name);
  if (shape == kShapes.end() || dataset == datasets().end())
    return unknown_dataset(*this, request.dataset);
  const auto& wanted = shape->fx                 ? watch_.currencies
                       : shape->interval == "1m" ? watch_.minute_symbols
                                                 : watch_.daily_symbols;
  std::vector<Call> calls;
  for (const std::string& one : wanted) {
    const std::string symbol = shape->fx ? fx_symbol(one) : yahoo_symbol(one);
    for (PlainDay day = request.days.from; day < request.days.to;) {
      const PlainDay end =
          shape->days == 0 ? request.days.to : std::min(request.days.to, day + shape->days);
      Call call;
      call.source = name();
      call.dataset = request.dataset;
      call.url = fmt::format(
          "{}/v8/finance/chart/{}?period1={}&period2={}&interval={}"
          "&events=div%7Csplit%7CcapitalGains&includePrePost=false",
          endpoint_, percent_encoded(symbol, ".-"), unix_seconds(start_of(dataset->zone, day)),
          unix_seconds(start_of(dataset->zone, end)), shape->interval);
      // Clients that do not call themselves Mozilla are turned away with 429.
      call.headers = {{"User-Agent", "Mozilla/5.0 (compatible; seohak/0.1)"},
                      {"Accept", "application/json"}};
      call.label = shape->days == 0 ? one : fmt::format("{} {}", one, format(day));
      calls.push_back(std::move(call));
      day = end;
    }
  }
  return calls;
}

Result<void> Yahoo::classify(const Answer& answer) const {
  auto status = classify_status(answer);
  if (status && is_html(answer))
    return fail(Errc::unavailable,
                fmt::format("a web page came in place of JSON: {}", first_words(answer.body)));
  const auto error = source_error(answer.body);
  if (!error) {
    if (status) SEOHAK_TRY(chart_json(answer.body));
    return status;
  }
  if (error->description.starts_with("Data doesn't exist for startDate")) return {};
  if (error->code == "Not Found")
    return fail(Errc::not_found,
                fmt::format("Yahoo knows no {}: {}; check sources.yahoo.{}", symbol_in(answer.url),
                            error->description, setting_of(answer.dataset)));
  if (answer.status == 400 || answer.status == 422)
    return fail(Errc::bad_request,
                fmt::format("Yahoo refuses the request ({}): {}", error->code, error->description));
  if (!status) return status;
  return fail(Errc::drifted, fmt::format("Yahoo says {}: {}", error->code, error->description));
}

}  // namespace seohak
