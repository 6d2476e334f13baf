#include <array>

#include "extract/nasdaq/nasdaq.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 2> kTables{"raw_data.listing_daily",
                                                  "raw_data.stock_price_daily"};

// No limit is published. A client that the source dislikes is left hanging without an answer, hence
// the short time-out.
constexpr std::array kDatasets{
    Dataset{.name = "screener",
            .tables = kTables,
            .zone = Zone::new_york,
            .limits = {.per_second = 1.0,
                       .burst = 3,
                       .parallel = 3,
                       .timeout = std::chrono::seconds(20),
                       .attempts = 4},
            .now_only = true,
            .freshness = "Delayed prices of the session; final some hours after its close.",
            .portion = {.days = 1}}};

}  // namespace

Nasdaq::Nasdaq(std::string endpoint, MarketCalendar calendar)
    : endpoint_(std::move(endpoint)), calendar_(std::move(calendar)) {}

std::span<const Dataset> Nasdaq::datasets() const { return kDatasets; }

std::unique_ptr<const Connector> make_nasdaq(const Config& config, const MarketCalendar& calendar) {
  return std::make_unique<Nasdaq>(config.text("sources.nasdaq.endpoints.api"), calendar);
}

}  // namespace seohak
