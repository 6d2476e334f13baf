#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/row_sink.h"

namespace seohak {

/// One currency of one day as the bank writes it.
struct EuroRate {
  std::string_view currency;  ///< "USD"
  std::string_view per_euro;  ///< "1.1684"
};

/// Writes one day's rates as won per unit: every currency but KRW, and EUR. A rate that is no
/// number or not above 0 goes to quarantine; when KRW's own is such, the whole day does.
class CrossRates {
 public:
  explicit CrossRates(RowSink& sink);
  /// `rates` without N/A; a day without KRW has no rows.
  void write(PlainDay day, const std::vector<EuroRate>& rates);

 private:
  void write_one(PlainDay day, const EuroRate& rate, std::string_view won, std::int64_t won_steps);

  RowSink& sink_;
  RowWriter& rows_;
  std::size_t quote_day_;
  std::size_t currency_;
  std::size_t deal_base_rate_;
};

}  // namespace seohak
