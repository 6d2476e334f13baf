#include <array>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "extract/cnn/cnn.h"
#include "extract/json.h"
#include "extract/row_sink.h"

namespace seohak {
namespace {

using simdjson::SUCCESS;
using simdjson::dom::element;

constexpr std::string_view kIndexTable = "raw_data.fear_greed_daily";
constexpr std::string_view kComponentTable = "raw_data.fear_greed_component_daily";
constexpr double kMillisPerDay = 86'400'000.0;

/// A series of the answer and what the tables call it. The averages share their partner's score.
struct Component {
  std::string_view key;
  std::string_view name;
  bool scored;
};
constexpr std::array kComponents{
    Component{"market_momentum_sp500", "market_momentum", true},
    Component{"market_momentum_sp125", "market_momentum_average", false},
    Component{"stock_price_strength", "stock_price_strength", true},
    Component{"stock_price_breadth", "stock_price_breadth", true},
    Component{"put_call_options", "put_call_options", true},
    Component{"market_volatility_vix", "market_volatility", true},
    Component{"market_volatility_vix_50", "market_volatility_average", false},
    Component{"junk_bond_demand", "junk_bond_demand", true},
    Component{"safe_haven_demand", "safe_haven_demand", true}};

struct Point {
  double x = 0.0;  ///< Unix milliseconds
  double y = 0.0;
  element json;
};
using PointOfDay = std::map<PlainDay, Point>;

std::string_view rating_of(double score) {
  if (score < 25.0) return "extreme fear";
  if (score < 45.0) return "fear";
  if (score < 55.0) return "neutral";
  return score < 75.0 ? "greed" : "extreme greed";
}

/// The trading day of a stamp: midnight UTC names the day itself, any other stamp is an instant in
/// New York. Stamps of a weekend belong to its Friday.
PlainDay market_day(double x) {
  const Instant instant{std::chrono::milliseconds(static_cast<std::int64_t>(x))};
  const bool midnight = std::fmod(x, kMillisPerDay) == 0.0;
  PlainDay day = day_in(midnight ? Zone::utc : Zone::new_york, instant);
  while (is_weekend(day)) day = day - 1;
  return day;
}

/// Unix milliseconds, written as a number or as an ISO instant.
std::optional<double> read_stamp(element point) {
  element stamp;
  double x = 0.0;
  if (point["x"].get(stamp) != SUCCESS) return std::nullopt;
  if (std::string_view text; stamp.get(text) == SUCCESS) {
    const auto instant = parse_instant(text);
    if (!instant) return std::nullopt;
    x = static_cast<double>(instant->time_since_epoch().count()) / 1000.0;
  } else if (stamp.get(x) != SUCCESS) {
    return std::nullopt;
  }
  return x > 0.0 && x < 4e12 ? std::optional(std::floor(x)) : std::nullopt;
}

/// Why an index point cannot be believed; empty when it can.
std::string doubt(const Point& point) {
  if (!(point.y >= 0.0 && point.y <= 100.0))
    return fmt::format("score {} is outside 0 to 100", point.y);
  std::string_view rating;
  if (point.json["rating"].get(rating) != SUCCESS) return "rating is missing";
  if (rating != rating_of(point.y))
    return fmt::format("rating \"{}\" contradicts score {} ({})", rating.substr(0, 64), point.y,
                       rating_of(point.y));
  return {};
}

/// The latest usable point of each day; others go to quarantine of `table`. Errors: drifted when
/// there are points and none can be used.
Result<PointOfDay> read_points(std::string_view key, simdjson::dom::array points,
                               std::string_view table, bool index, RowSink& sink) {
  PointOfDay latest;
  std::size_t seen = 0;
  std::string reason;
  for (element json : points) {
    ++seen;
    Point point;
    point.json = json;
    const auto x = read_stamp(json);
    if (json.is_null()) {
      reason = "the point is null";
    } else if (!x) {
      reason = "x is missing or no time stamp";
    } else if (json["y"].get(point.y) != SUCCESS) {
      reason = "y is missing or no number";
    } else {
      point.x = *x;
      reason = index ? doubt(point) : std::string();
    }
    if (!reason.empty()) {
      sink.quarantine(table, fmt::format("{}: {}", key, reason), json_text(json));
      continue;
    }
    const auto [held, inserted] = latest.try_emplace(market_day(point.x), point);
    if (!inserted && point.x >= held->second.x) held->second = point;
  }
  if (seen > 0 && latest.empty())
    return fail(Errc::drifted,
                fmt::format("{}.data has no usable point ({}); was a field renamed?", key, reason));
  return latest;
}

std::size_t column(const RowWriter& writer, std::string_view name) {
  return writer.schema().find(name).value();
}

Result<void> parse_index(element root, RowSink& sink) {
  simdjson::dom::array points;
  if (root["fear_and_greed_historical"]["data"].get(points) != SUCCESS)
    return fail(Errc::drifted,
                "fear_and_greed_historical.data is missing or no array; was the field renamed?");
  const PointOfDay latest =
      SEOHAK_TRY(read_points("fear_and_greed_historical", points, kIndexTable, true, sink));
  RowWriter& rows = sink.table(kIndexTable);
  const std::size_t market_day_column = column(rows, "market_day");
  const std::size_t score = column(rows, "score");
  const std::size_t rating = column(rows, "rating");
  for (const auto& [day, point] : latest) {
    rows.day(market_day_column, day);
    rows.real(score, point.y);
    rows.text(rating, rating_of(point.y));
    rows.end_row(json_text(point.json));
  }
  return {};
}

void write_component(const Component& component, element series, const PointOfDay& latest,
                     RowSink& sink) {
  RowWriter& rows = sink.table(kComponentTable);
  const std::size_t market_day_column = column(rows, "market_day");
  const std::size_t name = column(rows, "component");
  const std::size_t value = column(rows, "value");
  std::size_t left = latest.size();
  for (const auto& [day, point] : latest) {
    rows.day(market_day_column, day);
    rows.text(name, component.name);
    rows.real(value, point.y);
    // A point's own rating applies the index's limits to the raw value and means nothing.
    double score = 0.0;
    std::string_view rating;
    if (--left == 0 && component.scored) {
      if (series["score"].get(score) == SUCCESS) rows.real(column(rows, "score"), score);
      if (series["rating"].get(rating) == SUCCESS) rows.text(column(rows, "rating"), rating);
    }
    rows.end_row(json_text(point.json));
  }
}

void parse_component(const Component& component, element root, RowSink& sink) {
  element series;
  if (root[component.key].get(series) != SUCCESS) return;  // a missing component is no fault
  simdjson::dom::array points;
  if (series["data"].get(points) != SUCCESS) {
    sink.quarantine(kComponentTable, fmt::format("{}.data is missing or no array", component.key),
                    {});
    return;
  }
  const auto latest = read_points(component.key, points, kComponentTable, false, sink);
  if (latest) write_component(component, series, *latest, sink);
}

/// The index is the mean of its seven components; tells people when it is not.
void check_mean(element root, RowSink& sink) {
  double sum = 0.0;
  for (const Component& component : kComponents) {
    double score = 0.0;
    if (!component.scored) continue;
    if (root[component.key]["score"].get(score) != SUCCESS) return;
    sum += score;
  }
  double index = 0.0;
  const double mean = sum / 7.0;
  if (root["fear_and_greed"]["score"].get(index) != SUCCESS || std::abs(mean - index) <= 0.5)
    return;
  sink.quarantine(kIndexTable,
                  fmt::format("warning: the index {:.2f} is not the mean {:.2f} of its components",
                              index, mean),
                  {});
}

}  // namespace

Result<void> Cnn::parse(const Answer& answer, RowSink& sink) const {
  const JsonText json = SEOHAK_TRY(JsonText::parse(answer.body));
  SEOHAK_TRY(parse_index(json.root(), sink));
  for (const Component& component : kComponents) parse_component(component, json.root(), sink);
  check_mean(json.root(), sink);
  return {};
}

}  // namespace seohak
