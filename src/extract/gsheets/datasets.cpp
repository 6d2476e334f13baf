#include <array>

#include "base/text.h"
#include "extract/gsheets/gsheets.h"

namespace seohak {
namespace {

constexpr std::array<std::string_view, 1> kTables{"raw_data.fear_greed_daily"};

constexpr std::array kDatasets{Dataset{.name = "fear_greed",
                                       .tables = kTables,
                                       .zone = Zone::new_york,
                                       .limits = {.per_second = 1.0,
                                                  .burst = 2,
                                                  .parallel = 1,
                                                  .timeout = std::chrono::seconds(30),
                                                  .attempts = 4},
                                       .now_only = false,
                                       .freshness = "As fresh as the sheet's owner keeps it."}};

/// What stands between `mark` and the next of `ends`; empty when there is no mark.
std::string_view part_after(std::string_view text, std::string_view mark, std::string_view ends) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = text.substr(at + mark.size());
  return rest.substr(0, rest.find_first_of(ends));
}

}  // namespace

GSheets::GSheets(std::string endpoint, std::string_view sheet, std::string_view gid)
    : endpoint_(std::move(endpoint)), id_(trim(sheet)), gid_(trim(gid)) {
  const std::string address = id_;
  if (const auto id = part_after(address, "/spreadsheets/d/", "/?#"); !id.empty()) id_ = id;
  if (const auto tab = part_after(address, "gid=", "&#"); !tab.empty()) gid_ = tab;
}

std::span<const Dataset> GSheets::datasets() const { return kDatasets; }

std::unique_ptr<const Connector> make_gsheets(const Config& config) {
  return std::make_unique<GSheets>(config.text("sources.gsheets.endpoints.docs"),
                                   config.text("sources.gsheets.fear_greed_id"),
                                   config.text("sources.gsheets.fear_greed_gid"));
}

}  // namespace seohak
