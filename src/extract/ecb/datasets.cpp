#include <array>

#include "extract/ecb/ecb.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 1> kTables{"raw_data.fx_rate_daily"};
constexpr Limits kLimits{.per_second = 1.0,
                         .burst = 2,
                         .parallel = 1,
                         .timeout = std::chrono::seconds(60),
                         .attempts = 4};

constexpr std::array kDatasets{
    Dataset{.name = "reference_rates",
            .tables = kTables,
            .zone = Zone::frankfurt,
            .limits = kLimits,
            .now_only = false,
            .freshness = "Once a TARGET business day, at about 16:00 in Frankfurt."},
    Dataset{.name = "recent_rates",
            .tables = kTables,
            .zone = Zone::frankfurt,
            .limits = kLimits,
            .now_only = true,
            .freshness = "The last 90 days, renewed once a TARGET business day at about 16:00 in "
                         "Frankfurt."}};

}  // namespace

Ecb::Ecb(std::string endpoint) : endpoint_(std::move(endpoint)) {}

std::span<const Dataset> Ecb::datasets() const { return kDatasets; }

std::unique_ptr<const Connector> make_ecb(const Config& config) {
  return std::make_unique<Ecb>(config.text("sources.ecb.endpoints.www"));
}

}  // namespace seohak
