#include <charconv>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "base/fixed.h"
#include "extract/answer_text.h"
#include "extract/row_sink.h"
#include "extract/yahoo/chart.h"
#include "extract/yahoo/symbol.h"
#include "extract/yahoo/yahoo.h"

namespace seohak {
namespace {

constexpr std::string_view kDaily = "raw_data.stock_price_daily";
constexpr std::string_view kMinute = "raw_data.stock_price_minute";
constexpr std::string_view kAction = "raw_data.corporate_action";
constexpr std::string_view kFxDaily = "raw_data.fx_rate_daily";
constexpr std::string_view kFxIntraday = "raw_data.fx_rate_intraday";

Instant instant_of(std::int64_t stamp) { return Instant(std::chrono::seconds(stamp)); }

/// What the call asked for, by its address.
struct Asked {
  std::string_view interval;
  Interval<std::int64_t> window{INT64_MIN, INT64_MAX};  ///< Unix seconds
};

std::optional<std::int64_t> seconds_parameter(std::string_view url, std::string_view name) {
  const auto text = query_parameter(url, name);
  std::int64_t value = 0;
  if (!text) return std::nullopt;
  const auto read = std::from_chars(text->data(), text->data() + text->size(), value);
  if (read.ec != std::errc() || read.ptr != text->data() + text->size()) return std::nullopt;
  return value;
}

Asked asked_of(std::string_view url) {
  Asked asked;
  asked.interval = query_parameter(url, "interval").value_or(std::string_view());
  asked.window.from = seconds_parameter(url, "period1").value_or(INT64_MIN);
  asked.window.to = seconds_parameter(url, "period2").value_or(INT64_MAX);
  return asked;
}

/// A bar as people read it, for quarantine.
std::string bar_text(const Chart& chart, const ChartBar& bar) {
  const auto figure = [](std::optional<std::int64_t> value, int scale) {
    return value ? format_scaled(*value, scale) : std::string("null");
  };
  return fmt::format("{} {} open {} high {} low {} close {} volume {}", chart.symbol,
                     format(instant_of(bar.stamp)), figure(bar.open, 6), figure(bar.high, 6),
                     figure(bar.low, 6), figure(bar.close, 6), figure(bar.volume, 0));
}

/// Writes bars and events of one chart.
class ChartRows {
 public:
  ChartRows(RowSink& sink, const Chart& chart, const Asked& asked, Instant fetched_at,
            const MarketCalendar& calendar)
      : sink_(sink), chart_(chart), asked_(asked), fetched_at_(fetched_at), calendar_(calendar) {
    symbol_ = nasdaq_symbol(chart.symbol);
  }

  void write_daily() {
    RowWriter& rows = sink_.table(kDaily);
    for (std::size_t i = 0; i < chart_.bars.size(); ++i) {
      const ChartBar& bar = chart_.bars[i];
      if (!is_wanted(bar)) continue;
      const PlainDay day = market_day(bar);
      if (gives_way(i, market_day) || is_refused(kDaily, bar)) continue;
      const Session session = calendar_.session(Exchange::xnys, day);
      rows.day(at(rows, "market_day"), day);
      write_bar(rows, bar);
      if (bar.adj_close && *bar.adj_close > 0) rows.decimal(at(rows, "adj_close"), *bar.adj_close);
      rows.boolean(at(rows, "provisional"),
                   session.is_open() && (fetched_at_ < session.close_at ||
                                         instant_of(bar.stamp) != session.open_at));
      rows.end_row(bar_text(chart_, bar));
    }
  }

  void write_minutes() {
    RowWriter& rows = sink_.table(kMinute);
    for (const ChartBar& bar : chart_.bars) {
      const Instant start = instant_of(bar.stamp);
      if (!is_wanted(bar) || bar.stamp % 60 != 0 || is_refused(kMinute, bar)) continue;
      if (start + std::chrono::minutes(1) > fetched_at_) continue;
      const PlainDay day = market_day(bar);
      const Session session = calendar_.session(Exchange::xnys, day);
      if (session.is_open() && start == session.close_at && bar.volume.value_or(0) == 0) continue;
      rows.instant(at(rows, "bar_start"), start);
      rows.day(at(rows, "market_day"), day);
      rows.text(at(rows, "kind"), "bar");
      write_bar(rows, bar);
      rows.end_row(bar_text(chart_, bar));
    }
  }

  void write_events() {
    RowWriter& rows = sink_.table(kAction);
    for (const ChartEvent& event : chart_.events) {
      if (!asked_.window.contains(event.stamp)) continue;
      rows.day(at(rows, "ex_day"), day_in(Zone::new_york, instant_of(event.stamp)));
      rows.text(at(rows, "symbol"), symbol_);
      rows.text(at(rows, "kind"), event.kind);
      if (event.numerator) rows.decimal(at(rows, "numerator"), *event.numerator);
      if (event.denominator) rows.decimal(at(rows, "denominator"), *event.denominator);
      if (event.amount) rows.decimal(at(rows, "amount_usd"), *event.amount);
      rows.end_row(event.text);
    }
  }

  /// `daily`: by London days, on whose midnight the bars stand; else by instants.
  void write_rates(bool daily) {
    const std::string_view table = daily ? kFxDaily : kFxIntraday;
    RowWriter& rows = sink_.table(table);
    const std::string currency =
        chart_.symbol.size() == 5 ? "USD" : chart_.symbol.substr(0, 3);  // KRW=X, EURKRW=X
    for (std::size_t i = 0; i < chart_.bars.size(); ++i) {
      const ChartBar& bar = chart_.bars[i];
      if (!is_wanted(bar) || (daily && gives_way(i, london_day)) || is_refused(table, bar))
        continue;
      if (daily)
        rows.day(at(rows, "quote_day"), london_day(bar));
      else
        rows.instant(at(rows, "observed_at"), instant_of(bar.stamp));
      rows.text(at(rows, "currency"), currency);
      if (bar.close) rows.decimal(at(rows, daily ? "deal_base_rate" : "krw_rate"), *bar.close);
      rows.end_row(bar_text(chart_, bar));
    }
  }

 private:
  static std::size_t at(const RowWriter& rows, std::string_view name) {
    return rows.schema().find(name).value();
  }
  static PlainDay market_day(const ChartBar& bar) {
    return day_in(Zone::new_york, instant_of(bar.stamp));
  }
  static PlainDay london_day(const ChartBar& bar) {
    // London is always an hour behind Frankfurt.
    return day_in(Zone::frankfurt, instant_of(bar.stamp) - std::chrono::hours(1));
  }
  bool is_wanted(const ChartBar& bar) const {
    return !bar.is_empty() && asked_.window.contains(bar.stamp);
  }
  /// A settled row may be followed by the live one of the same day, which then stands for the day.
  bool gives_way(std::size_t row, PlainDay (*day)(const ChartBar&)) const {
    if (row + 1 == chart_.bars.size()) return false;
    const ChartBar& next = chart_.bars[row + 1];
    return is_wanted(next) && next.close && next.fault.empty() &&
           day(next) == day(chart_.bars[row]);
  }
  bool is_refused(std::string_view table, const ChartBar& bar) {
    if (!bar.fault.empty()) sink_.quarantine(table, bar.fault, bar_text(chart_, bar));
    return !bar.fault.empty();
  }
  void write_bar(RowWriter& rows, const ChartBar& bar) {
    rows.text(at(rows, "symbol"), symbol_);
    if (bar.open) rows.decimal(at(rows, "open"), *bar.open);
    if (bar.high) rows.decimal(at(rows, "high"), *bar.high);
    if (bar.low) rows.decimal(at(rows, "low"), *bar.low);
    if (bar.close) rows.decimal(at(rows, "close"), *bar.close);
    if (bar.volume) rows.integer(at(rows, "volume"), *bar.volume);
  }

  RowSink& sink_;
  const Chart& chart_;
  const Asked& asked_;
  Instant fetched_at_;
  const MarketCalendar& calendar_;
  std::string symbol_;
};

/// Why the chart is none of a stock in New York; empty when it is one.
std::string misfit(const Chart& chart) {
  if (chart.currency != "USD")
    return fmt::format("{} is quoted in {}, not in USD", chart.symbol,
                       chart.currency.empty() ? "nothing" : chart.currency);
  if (chart.zone != "America/New_York")
    return fmt::format("{} trades in {}, not in America/New_York", chart.symbol, chart.zone);
  return {};
}

}  // namespace

Result<void> Yahoo::parse(const Answer& answer, RowSink& sink) const {
  const Chart chart = SEOHAK_TRY(read_chart(answer.body));
  if (chart.bars.empty() && chart.events.empty()) return {};
  const Asked asked = asked_of(answer.url);
  if (!asked.interval.empty() && asked.interval != chart.interval)
    return fail(Errc::bad_data, fmt::format("bars of {} were asked for, of {} came; ask for fewer "
                                            "days",
                                            asked.interval, chart.interval));
  ChartRows rows(sink, chart, asked, answer.fetched_at, calendar_);
  if (answer.dataset.starts_with("fx_")) {
    if (!chart.symbol.ends_with("KRW=X"))
      return fail(Errc::drifted, fmt::format("{} tells no won per currency", chart.symbol));
    rows.write_rates(answer.dataset == "fx_daily");
    return {};
  }
  const bool minutes = answer.dataset == "chart_1m";
  if (const std::string reason = misfit(chart); !reason.empty()) {
    sink.quarantine(minutes ? kMinute : kDaily, reason, first_words(answer.body));
    return {};
  }
  if (minutes) {
    rows.write_minutes();
  } else {
    rows.write_daily();
    rows.write_events();
  }
  return {};
}

}  // namespace seohak
