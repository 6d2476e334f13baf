#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "land/landing_index.h"
#include "land/landing_store.h"

namespace seohak {

/// The writer over a store; see LandingWriter.
class StoreWriter final : public LandingWriter {
 public:
  /// What it writes to; must outlive it.
  struct Place {
    const Store& store;
    LandingIndex& index;
    const Clock& clock;
    SealLimits limits;
  };
  StoreWriter(Place place, std::string source, std::string dataset, DayInterval days,
              std::string run);
  Result<void> add(const Call& call, const Answer& answer, bool ok) override;
  Result<std::vector<Manifest>> finish() override;

 private:
  Result<void> try_add(const Call& call, const Answer& answer, bool ok);
  Result<void> open(Instant fetched_at);
  Result<void> seal();
  bool is_full(std::size_t more) const;

  Place place_;
  std::string run_;
  Manifest current_;                   ///< of the open file
  std::unique_ptr<PendingFile> file_;  ///< null: none is open
  std::chrono::steady_clock::time_point opened_{};
  std::vector<Manifest> done_;
  std::optional<Error> failed_;  ///< answers were lost: nothing may look finished
};

}  // namespace seohak
