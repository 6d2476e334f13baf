#include <array>

#include "extract/yahoo/yahoo.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 2> kDailyTables{"raw_data.stock_price_daily",
                                                       "raw_data.corporate_action"};
constexpr std::array<std::string_view, 1> kMinuteTables{"raw_data.stock_price_minute"};
constexpr std::array<std::string_view, 1> kFxDailyTables{"raw_data.fx_rate_daily"};
constexpr std::array<std::string_view, 1> kFxIntradayTables{"raw_data.fx_rate_intraday"};

// Nothing is published; one call a second from one address is what lasts.
constexpr Limits kLimits{.per_second = 1.0,
                         .burst = 2,
                         .parallel = 2,
                         .timeout = std::chrono::seconds(30),
                         .attempts = 4};

constexpr std::array kDatasets{
    Dataset{.name = "chart_1d",
            .tables = kDailyTables,
            .zone = Zone::new_york,
            .limits = kLimits,
            .freshness = "Daily bars; the running day changes until some hours after the close."},
    Dataset{.name = "chart_1m",
            .tables = kMinuteTables,
            .zone = Zone::new_york,
            .limits = kLimits,
            .freshness = "Minute bars of the last 30 days; a minute is there when it is over.",
            .portion = {.days = 7}},
    Dataset{.name = "fx_daily",
            .tables = kFxDailyTables,
            .zone = Zone::frankfurt,
            .limits = kLimits,
            .freshness = "Closing rates of London days, indicative."},
    Dataset{.name = "fx_intraday",
            .tables = kFxIntradayTables,
            .zone = Zone::utc,
            .limits = kLimits,
            .freshness = "A rate every five minutes of the last 60 days, indicative."}};

}  // namespace

Yahoo::Yahoo(std::string endpoint, YahooWatch watch, MarketCalendar calendar)
    : endpoint_(std::move(endpoint)), watch_(std::move(watch)), calendar_(std::move(calendar)) {}

std::span<const Dataset> Yahoo::datasets() const { return kDatasets; }

std::unique_ptr<const Connector> make_yahoo(const Config& config, const MarketCalendar& calendar) {
  YahooWatch watch;
  watch.daily_symbols = config.list("sources.yahoo.symbols");
  watch.minute_symbols = config.list("sources.yahoo.minute_symbols");
  watch.currencies = config.list("sources.yahoo.currencies");
  return std::make_unique<Yahoo>(config.text("sources.yahoo.endpoints.query"), std::move(watch),
                                 calendar);
}

}  // namespace seohak
