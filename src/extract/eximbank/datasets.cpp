#include <array>

#include "extract/eximbank/eximbank.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 1> kTables{"raw_data.fx_rate_daily"};

// A key has 1,000 calls a day; too many a second can be answered with 429.
constexpr std::array kDatasets{
    Dataset{.name = "rates",
            .tables = kTables,
            .zone = Zone::seoul,
            .limits = {.per_second = 5.0,
                       .burst = 5,
                       .parallel = 4,
                       .timeout = std::chrono::seconds(30),
                       .attempts = 4},
            .now_only = false,
            .freshness = "One fixing a Korean business day, there from about 11:00 in Seoul.",
            .portion = {.days = 28}}};

}  // namespace

Eximbank::Eximbank(std::string endpoint, Secret key)
    : endpoint_(std::move(endpoint)), key_(std::move(key)) {}

std::span<const Dataset> Eximbank::datasets() const { return kDatasets; }

std::unique_ptr<const Connector> make_eximbank(const Config& config) {
  return std::make_unique<Eximbank>(config.text("sources.eximbank.endpoints.oapi"),
                                    config.secret("sources.eximbank.key"));
}

}  // namespace seohak
