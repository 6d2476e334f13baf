#include <array>

#include "extract/cnn/cnn.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 2> kTables{"raw_data.fear_greed_daily",
                                                  "raw_data.fear_greed_component_daily"};

// No quota is published; the page itself asks about twice an hour.
constexpr std::array kDatasets{
    Dataset{.name = "graphdata",
            .tables = kTables,
            .zone = Zone::new_york,
            .limits = {.per_second = 0.5,
                       .burst = 2,
                       .parallel = 1,
                       .timeout = std::chrono::seconds(30),
                       .attempts = 3},
            .now_only = false,
            .freshness = "Computed several times an hour while the US market is open; a day is "
                         "final about 3.5 hours after its close."}};

}  // namespace

Cnn::Cnn(std::string endpoint) : endpoint_(std::move(endpoint)) {}

std::span<const Dataset> Cnn::datasets() const { return kDatasets; }

std::unique_ptr<const Connector> make_cnn(const Config& config) {
  return std::make_unique<Cnn>(config.text("sources.cnn.endpoints.dataviz"));
}

}  // namespace seohak
