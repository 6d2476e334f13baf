#include "extract/registry.h"

#include "extract/cnn/cnn.h"
#include "extract/ecb/ecb.h"
#include "extract/eximbank/eximbank.h"
#include "extract/file/file.h"
#include "extract/gsheets/gsheets.h"
#include "extract/nasdaq/nasdaq.h"
#include "extract/yahoo/yahoo.h"

namespace seohak {

Result<Registry> Registry::make(const Config& config) {
  const MarketCalendar calendar = SEOHAK_TRY(MarketCalendar::from(config));
  Registry registry;
  registry.connectors_.push_back(make_cnn(config));
  registry.connectors_.push_back(make_gsheets(config));
  registry.connectors_.push_back(make_eximbank(config));
  registry.connectors_.push_back(make_ecb(config));
  registry.connectors_.push_back(make_nasdaq(config, calendar));
  registry.connectors_.push_back(make_yahoo(config, calendar));
  registry.connectors_.push_back(SEOHAK_TRY(make_file(config)));
  return registry;
}

const Connector* Registry::find(std::string_view source) const {
  for (const auto& connector : connectors_)
    if (connector->name() == source) return connector.get();
  return nullptr;
}

const Dataset* Registry::dataset(std::string_view source, std::string_view dataset) const {
  const Connector* connector = find(source);
  if (connector == nullptr) return nullptr;
  for (const Dataset& one : connector->datasets())
    if (one.name == dataset) return &one;
  return nullptr;
}

}  // namespace seohak
