#include "serve/evidence.h"

namespace seohak {

std::span<const std::span<const Evidence>> evidence_catalogue() {
  static const std::array<std::span<const Evidence>, 7> kAll = {
      fx_evidence(),      mood_evidence(),  market_evidence(), themes_evidence(),
      signals_evidence(), stock_evidence(), data_evidence()};
  return kAll;
}

const Evidence* find_evidence(std::string_view tile) {
  for (const auto& part : evidence_catalogue()) {
    for (const Evidence& one : part)
      if (one.tile == tile) return &one;
  }
  return nullptr;
}

}  // namespace seohak
